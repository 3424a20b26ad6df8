package io.simdann.step;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.simdann.kernel.Kernels;
import io.simdann.parallel.PairwiseReduction;
import io.simdann.parallel.Shards;
import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Test;

/**
 * Where the precision of sums over very many samples ends: the figures of docs/reproducibility.md.
 *
 * <p>Summed is dZ of one output in the canonical order: a probability, less one where the output is
 * the sample's class.
 */
class SumPrecisionTest {
  private static final int MANY = 30_000_000;
  private static final int LANES = Kernels.LANES;

  /** Additions that a term goes through beyond those of its way: 16 ways, 64 shards. */
  private static final int TREES = 4 + 6;

  private final SplittableRandom random = new SplittableRandom(1);
  private final Kernels kernels = Engines.best();

  @Test
  void theBoundsAreAsDocumented() {
    assertEquals(1.5e-6, bound(16_384), 0.1e-6);
    assertEquals(5.9e-5, bound(1_000_000), 0.1e-5);
    assertEquals(1.7e-3, bound(MANY), 0.1e-3);
  }

  /** Of the sum of the magnitudes: half a unit in the last place for each addition. */
  private static double bound(int samples) {
    return (Shards.of(samples).shardSize() / (double) Kernels.SUM_WAYS + TREES) * 0x1p-24;
  }

  @Test
  void roundingErrorsOfUnlikeSamplesCancelOut() {
    DoubleSupplier unlike = () -> 0.2 * random.nextDouble() - (random.nextInt(10) == 0 ? 1 : 0);
    for (int samples : new int[] {16_384, 1_000_000, MANY}) {
      assertTrue(error(samples, unlike) < 1e-7, samples + " samples");
    }
  }

  @Test
  void thoseOfEqualSamplesAddUpWithinTheBound() {
    // An output that is no sample's class, as a fresh network sees it.
    double error = 0;
    for (int samples : new int[] {16_384, 1_000_000, MANY}) {
      error = error(samples, () -> 0.11);
      assertTrue(error <= bound(samples), samples + " samples: " + error);
    }
    assertEquals(2.8e-4, error, 0.1e-4, "as documented");
  }

  /** What the sum is off by, as a part of the sum of the magnitudes. */
  private double error(int samples, DoubleSupplier dz) {
    Shards shards = Shards.of(samples);
    float[] ofShards = new float[shards.count()];
    double[] sums = new double[2];
    for (int shard = 0; shard < shards.count(); shard++) {
      ofShards[shard] = add(shards.size(shard), dz, sums);
    }
    PairwiseReduction.forEachPair(shards.count(), (into, from) -> ofShards[into] += ofShards[from]);
    return Math.abs(ofShards[0] - sums[0]) / sums[1];
  }

  /** Adds a shard; sums become those of float64: of dZ, and of its magnitudes. */
  private float add(int samples, DoubleSupplier dz, double[] sums) {
    float[] rows = new float[Kernels.SUM_WAYS * LANES];
    float[] ways = new float[Kernels.SUM_WAYS * LANES];
    for (int first = 0; first < samples; first += Kernels.SUM_WAYS) {
      int count = Math.min(Kernels.SUM_WAYS, samples - first);
      for (int row = 0; row < count; row++) {
        float value = (float) dz.getAsDouble();
        rows[row * LANES] = value;
        sums[0] += value;
        sums[1] += Math.abs(value);
      }
      kernels.addRowSums(rows, 0, count, LANES, ways);
    }
    return Kernels.foldSums(ways, 0, LANES);
  }
}
