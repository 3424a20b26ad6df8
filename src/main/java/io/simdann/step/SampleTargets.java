package io.simdann.step;

import io.simdann.data.FloatTargets;
import io.simdann.data.Labels;
import io.simdann.data.Targets;
import io.simdann.kernel.Kernels;
import io.simdann.nn.NetworkSpec;
import java.util.Arrays;

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

  /** Null if all are 1. */
  private final float[] weights;

  private SampleTargets(int[] classIndices, float[] values, int rows, float[] weights) {
    this.classIndices = classIndices;
    this.values = values;
    this.rows = rows;
    this.weights = weights;
  }

  /**
   * Classes.
   *
   * @param classIndices that of each sample; not copied
   * @return the targets
   */
  public static SampleTargets ofClasses(int[] classIndices) {
    return new SampleTargets(classIndices, null, 1, null);
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
    return new SampleTargets(null, numbers.values(), numbers.outputs(), null);
  }

  /**
   * The same targets of samples that have weights.
   *
   * @param each that of each sample, as {@link io.simdann.data.SampleWeights} has them; null if all
   *     are 1; not copied
   * @return the targets with these weights
   */
  public SampleTargets weighted(float[] each) {
    return new SampleTargets(
        classIndices, values, rows, each == null || areOnes(each) ? null : each);
  }

  private static boolean areOnes(float[] values) {
    for (float value : values) {
      if (value != 1f) {
        return false;
      }
    }
    return true;
  }

  /**
   * Whether some sample's weight isn't 1.
   *
   * @return false if there is nothing to multiply
   */
  public boolean isWeighted() {
    return weights != null;
  }

  /**
   * The weights of samples that follow one another in a batch.
   *
   * @param order the samples of the data set, in the order of a batch
   * @param place the first one's place in it
   * @param samples how many
   * @param each overwritten with their weights
   */
  void fillWeights(int[] order, int place, int samples, float[] each) {
    for (int i = 0; i < samples; i++) {
      each[i] = weights == null ? 1f : weights[order[place + i]];
    }
  }

  /**
   * The sum of the weights of a shard, added as {@link Costs} are.
   *
   * @param order the samples of the data set, in the order of a batch
   * @param place the shard's first place in it
   * @param samples its samples
   * @param sums room for 16 sums; used up
   * @return the sum, which is their number if all are 1
   */
  public double weightSum(int[] order, int place, int samples, double[] sums) {
    if (weights == null) {
      return samples;
    }
    Arrays.fill(sums, 0.0);
    for (int i = 0; i < samples; i++) {
      sums[i % Kernels.SUM_WAYS] += weights[order[place + i]];
    }
    return Costs.fold(sums);
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
