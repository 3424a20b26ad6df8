package io.simdann.step;

import io.simdann.kernel.DropoutKernel;
import io.simdann.kernel.DropoutMask;
import io.simdann.kernel.Kernels;
import io.simdann.nn.NetworkSpec;

/**
 * What is dropped of a batch: for each layer a mask, which follows from the step and from where in
 * the data set a sample is. Whoever makes steps begins each; threads then share it.
 */
public final class Dropout {
  private final DropoutKernel kernel;
  private final int[] numbers;

  /** By layer, from that of the inputs on; null where nothing is dropped. */
  private final DropoutMask[] masks;

  private Dropout(NetworkSpec spec, Kernels kernels, int[] numbers) {
    this.kernel = kernels.dropout();
    this.numbers = numbers;
    this.masks = new DropoutMask[spec.layers()];
    for (int layer = 0; layer < masks.length; layer++) {
      if (spec.dropout(layer) > 0) {
        masks[layer] = new DropoutMask(spec.dropout(layer), layer);
      }
    }
  }

  /**
   * That of a network.
   *
   * @param spec the network
   * @param kernels the kernel set
   * @param numbers for each place of a batch the sample's number in the data set; not copied
   * @return what is dropped; null if nothing is
   */
  public static Dropout of(NetworkSpec spec, Kernels kernels, int[] numbers) {
    return spec.hasDropout() ? new Dropout(spec, kernels, numbers) : null;
  }

  /**
   * Goes on to a step.
   *
   * @param seed the seed of the run
   * @param iteration the updates made before the step
   */
  public void begin(long seed, int iteration) {
    for (DropoutMask mask : masks) {
      if (mask != null) {
        mask.begin(seed, iteration);
      }
    }
  }

  /** Whether anything is dropped of a layer, 0 for the inputs. */
  boolean drops(int layer) {
    return masks[layer] != null;
  }

  /**
   * Drops of the values of some samples.
   *
   * @param layer the layer, of which something must be dropped
   * @param unit the unit of the first lane, a multiple of {@value DropoutMask#UNITS}
   * @param place the first sample's place in the batch
   * @param rows the number of samples
   * @param memory holds the rows
   * @param source the first row of values
   * @param target where the first row goes; may be {@code source}
   * @param stride from one row to the next, and the lanes that are computed
   * @param words {@value DropoutKernel#WORDS} words of the thread's own
   */
  void apply(
      int layer,
      int unit,
      int place,
      int rows,
      float[] memory,
      int source,
      int target,
      int stride,
      int[] words) {
    kernel.apply(masks[layer], numbers, place, rows, unit, memory, source, target, stride, words);
  }
}
