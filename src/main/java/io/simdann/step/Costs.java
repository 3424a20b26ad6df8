package io.simdann.step;

import io.simdann.kernel.Kernels;
import io.simdann.parallel.PairwiseReduction;
import io.simdann.parallel.Shards;
import java.util.Arrays;

/**
 * The canonical sum of the costs of samples, and of their weights: over a shard 16 ways, then a
 * tree; over a batch the shards in the {@link PairwiseReduction}; over batches in their order.
 */
public final class Costs {

  /**
   * The sum over a shard.
   *
   * @param costs the cost of each sample
   * @param from the shard's first sample
   * @param count its samples
   * @param sums room for 16 sums; used up
   * @return the sum of the costs
   */
  public static double sum(float[] costs, int from, int count, double[] sums) {
    Arrays.fill(sums, 0.0);
    add(costs, from, count, sums);
    return fold(sums);
  }

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

  /** The sum over samples in batches, of which the last one may have fewer. */
  static double sumOfBatches(float[] costs, int samples, int batchSize) {
    double[] sums = new double[Kernels.SUM_WAYS];
    double all = 0;
    for (int first = 0; first < samples; first += batchSize) {
      Shards shards = Shards.of(Math.min(batchSize, samples - first));
      double[] ofShards = new double[shards.count()];
      for (int shard = 0; shard < shards.count(); shard++) {
        ofShards[shard] = sum(costs, first + shards.start(shard), shards.size(shard), sums);
      }
      all += PairwiseReduction.sum(ofShards, shards.count());
    }
    return all;
  }

  private Costs() {}
}
