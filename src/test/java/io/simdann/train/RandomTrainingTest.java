package io.simdann.train;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.simdann.kernel.Bits;
import io.simdann.kernel.KernelSets;
import io.simdann.kernel.Kernels;
import io.simdann.random.SplitMix64;
import io.simdann.step.Engines;
import io.simdann.step.PackedSamples;
import io.simdann.step.StepWay;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Trainings at random against the canonical program, bit for bit. {@code -Dsimdann.trainings=5000}
 * makes more of them, {@code -Dsimdann.seed=1001} others: the one of a seed is always the same.
 */
class RandomTrainingTest {
  /** Of the first ones, which verify makes. */
  private static final int FEW = 80;

  /** Of so many trainings one has weights. */
  private static final int WEIGHTED = 3;

  private static final int TRAININGS = Integer.getInteger("simdann.trainings", FEW);
  private static final long FIRST_SEED = Long.getLong("simdann.seed", 1);

  @Test
  void theEngineEqualsTheCanonicalProgram() {
    for (long seed = FIRST_SEED; seed < FIRST_SEED + TRAININGS; seed++) {
      SplitMix64 random = new SplitMix64(seed);
      SmallTraining training = new RandomTraining(random).next(seed);
      training = seed % WEIGHTED == 0 ? training.withWeights() : training;
      List<Kernels> available =
          Engines.all().stream().filter(kernels -> !KernelSets.isEmulated(kernels)).toList();
      Kernels kernels = available.get(random.nextInt(available.size()));
      int threads = 1 + random.nextInt(8);
      String where = "%s on %s, %d threads".formatted(training, kernels.name(), threads);
      try {
        SmallTraining.Outcome expected = training.canonical();
        SmallTraining.Outcome actual = training.trained(kernels, threads);
        Bits.assertSame(expected.parameters(), actual.parameters(), "parameters");
        assertEquals(expected.costs(), actual.costs(), "costs");
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError(
            "-Dsimdann.trainings=1 -Dsimdann.seed=%d: %s: %s"
                .formatted(seed, where, e.getMessage()),
            e);
      }
    }
  }

  /** So that no way is left out for lack of luck. */
  @Test
  void theFirstGoEveryWayWithAllKindsOfZeros() {
    Set<StepWay> ways = EnumSet.noneOf(StepWay.class);
    Set<PackedSamples.Zeros> zeros = EnumSet.noneOf(PackedSamples.Zeros.class);
    for (long seed = 1; seed <= FEW; seed++) {
      SmallTraining training = new RandomTraining(new SplitMix64(seed)).next(seed);
      ways.add(training.way());
      zeros.add(training.zeros());
    }
    assertEquals(EnumSet.allOf(StepWay.class), ways);
    assertEquals(EnumSet.allOf(PackedSamples.Zeros.class), zeros);
  }
}
