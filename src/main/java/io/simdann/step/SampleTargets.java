package io.simdann.step;

import io.simdann.data.FloatTargets;
import io.simdann.data.Labels;
import io.simdann.data.Targets;
import io.simdann.kernel.Kernels;
import io.simdann.nn.NetworkSpec;

/**
 * What is to be learnt of the samples of a data set: a class, or numbers, and how much each sample
 * counts.
 */
public final class SampleTargets {
  private static final int LANES = Kernels.LANES;

  /** Null if numbers are to be learnt. */
  private final int[] classIndices;

  /** Outputs × samples; null if classes are to be learnt. */
  private final float[] values;

  private final int rows;

  private SampleTargets(int[] classIndices, float[] values, int rows) {
    this.classIndices = classIndices;
    this.values = values;
    this.rows = rows;
  }

  /**
   * Classes.
   *
   * @param classIndices that of each sample; not copied
   * @return the targets
   */
  public static SampleTargets ofClasses(int[] classIndices) {
    return new SampleTargets(classIndices, null, 1);
  }

  /**
   * Targets of any kind.
   *
   * @param targets those of a data set
   * @return the same
   */
  public static SampleTargets of(Targets targets) {
    if (targets instanceof Labels labels) {
      return ofClasses(labels.classIndices());
    }
    FloatTargets numbers = (FloatTargets) targets;
    return new SampleTargets(null, numbers.values(), numbers.outputs());
  }

  /**
   * The targets of up to 16 samples, with lanes over samples: class indices, or a row for each
   * output. Lanes without a sample are −1.
   *
   * @param order the samples of the data set, in the order of a batch
   * @param place the first one's place in it
   * @param samples how many
   * @param panel overwritten
   */
  void fill(int[] order, int place, int samples, float[] panel) {
    for (int row = 0; row < rows; row++) {
      for (int lane = 0; lane < LANES; lane++) {
        panel[row * LANES + lane] = lane < samples ? value(order[place + lane], row) : -1f;
      }
    }
  }

  private float value(int sample, int row) {
    return classIndices == null ? values[sample * rows + row] : classIndices[sample];
  }

  /**
   * Whether outputs tell what is to be learnt of a sample: the first of the greatest ones must be
   * that of its class, or one that stands for two classes more than a half for the second.
   *
   * @param sample the sample
   * @param panel the outputs, with lanes over samples
   * @param lane the sample's lane
   * @param spec the network
   * @return false where numbers are to be learnt
   */
  boolean isCorrect(int sample, float[] panel, int lane, NetworkSpec spec) {
    if (classIndices == null) {
      return false;
    }
    if (spec.isBinary()) {
      return (panel[lane] > 0.5f ? 1 : 0) == classIndices[sample];
    }
    int best = 0;
    for (int output = 1; output < spec.outputs(); output++) {
      if (panel[output * LANES + lane] > panel[best * LANES + lane]) {
        best = output;
      }
    }
    return best == classIndices[sample];
  }
}
