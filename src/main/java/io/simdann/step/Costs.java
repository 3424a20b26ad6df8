package io.simdann.step;

import io.simdann.kernel.Kernels;

/** The canonical sum of the costs of a shard's samples: 16 ways, then a tree. */
final class Costs {

  /**
   * Adds the costs of samples that follow one another, the first of which is a multiple of 16
   * samples into its shard.
   */
  static void add(float[] costs, int from, int count, double[] sums) {
    for (int sample = 0; sample < count; sample++) {
      sums[sample % Kernels.SUM_WAYS] += costs[from + sample];
    }
  }

  /** The sum of all ways, whose array is used up. */
  static double fold(double[] sums) {
    for (int half = Kernels.SUM_WAYS / 2; half > 0; half /= 2) {
      for (int way = 0; way < half; way++) {
        sums[way] += sums[way + half];
      }
    }
    return sums[0];
  }

  private Costs() {}
}
