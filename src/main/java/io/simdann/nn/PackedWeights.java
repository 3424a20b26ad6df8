package io.simdann.nn;

import io.simdann.gemm.BlockSizes;
import io.simdann.gemm.Packing;

/**
 * The weights of all layers in groups of NR columns, packed once per iteration and read by every
 * shard.
 *
 * <pre>
 *   forward(l):  columns are outputs, steps are inputs:  Z = W·A
 *   backward(l): columns are inputs, steps are outputs:  dA = Wᵀ·dZ     (not for the first layer)
 * </pre>
 *
 * What samples are to be multiplied with (1/255 for bytes) is folded into the first layer's
 * weights.
 */
public final class PackedWeights {
  private final Architecture architecture;
  private final int nr;
  private final float inputScale;
  private final float[][] forward;
  private final float[][] backward;

  /**
   * Makes the buffers.
   *
   * @param architecture the layer sizes
   * @param sizes NR
   * @param inputScale what each input value is to be multiplied with
   */
  public PackedWeights(Architecture architecture, BlockSizes sizes, float inputScale) {
    this.architecture = architecture;
    this.nr = sizes.nr();
    this.inputScale = inputScale;
    int layers = architecture.layers();
    this.forward = new float[layers + 1][];
    this.backward = new float[layers + 1][];
    for (int layer = 1; layer <= layers; layer++) {
      int inputs = architecture.size(layer - 1);
      int outputs = architecture.size(layer);
      forward[layer] = new float[Math.multiplyExact(Packing.roundUp(outputs, nr), inputs)];
      if (layer > 1) {
        backward[layer] = new float[Math.multiplyExact(Packing.roundUp(inputs, nr), outputs)];
      }
    }
  }

  /**
   * The independent parts of the packing.
   *
   * @return their number
   */
  public int tasks() {
    return 2 * architecture.layers() - 1;
  }

  /**
   * Does one part of the packing.
   *
   * @param task 0 to {@link #tasks()} − 1
   * @param parameters the flat parameters
   */
  public void pack(int task, float[] parameters) {
    int layers = architecture.layers();
    if (task < layers) {
      packForward(task + 1, parameters);
    } else {
      packBackward(task - layers + 2, parameters);
    }
  }

  private void packForward(int layer, float[] parameters) {
    int outputs = architecture.size(layer);
    float scale = layer == 1 ? inputScale : 1f;
    int offset = architecture.weightOffset(layer);
    int inputs = architecture.size(layer - 1);
    Packing.groups(parameters, offset, inputs, outputs, outputs, 1, scale, nr, forward[layer], 0);
  }

  private void packBackward(int layer, float[] parameters) {
    int outputs = architecture.size(layer);
    int offset = architecture.weightOffset(layer);
    int inputs = architecture.size(layer - 1);
    Packing.groups(parameters, offset, outputs, 1, inputs, outputs, 1f, nr, backward[layer], 0);
  }

  float[] forward(int layer) {
    return forward[layer];
  }

  float[] backward(int layer) {
    return backward[layer];
  }
}
