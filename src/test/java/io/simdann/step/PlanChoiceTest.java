package io.simdann.step;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.simdann.kernel.CpuFacts;
import io.simdann.kernel.KernelSets;
import io.simdann.nn.NetworkSpec;
import io.simdann.parallel.Shards;
import io.simdann.sparse.FeatureLists;
import org.junit.jupiter.api.Test;

/** What a plan computes is tested by way of the engine, against the canonical step. */
class PlanChoiceTest {
  /** 39760 parameters; activations of 2 x 64 + 16 floats for each sample. */
  private static final NetworkSpec PICTURES = NetworkSpec.of(784, 50, 10);

  /** 2302 parameters; activations of 2 x 144 + 16 floats for each sample. */
  private static final NetworkSpec TABLE = NetworkSpec.of(20, 100, 2);

  private static final NetworkSpec WIDE = NetworkSpec.of(784, 1024, 1024, 10);

  @Test
  void batchesWhoseGradientsTakeMuchMoreRoomThanTheirActivationsGoByParameters() {
    for (boolean sparse : new boolean[] {false, true}) {
      assertTrue(isParameterMajor(PICTURES, sparse, 1));
      assertTrue(isParameterMajor(PICTURES, sparse, 512));
      // Eight shards of 128: 318 thousand floats against 147 thousand.
      assertFalse(isParameterMajor(PICTURES, sparse, 1024));
      assertFalse(isParameterMajor(TABLE, sparse, 200));
      assertTrue(isParameterMajor(TABLE, sparse, 3));
      assertTrue(isParameterMajor(WIDE, sparse, 64));
      assertTrue(isParameterMajor(WIDE, sparse, 1024));
    }
  }

  @Test
  void samplesWithoutZerosTakeShardsThatCanBeListed() {
    assertEquals(FeatureLists.LARGEST_SHARD, Shards.of(1024).shardSize());
    NetworkSpec wider = NetworkSpec.of(20000, 100, 2);
    assertTrue(isParameterMajor(wider, true, 1024));
    assertFalse(isParameterMajor(wider, true, 1025));
    assertTrue(isParameterMajor(wider, false, 1025));
    assertTrue(isParameterMajor(wider, false, 2000));
  }

  @Test
  void theFullBatchKeepsTilesOfSamplesWithoutZeros() {
    Shards shards = Shards.of(100);
    assertFalse(choice(PICTURES, true).isParameterMajor(shards, true));
    assertTrue(choice(PICTURES, false).isParameterMajor(shards, true));
  }

  @Test
  void activationsThatNoArrayHoldsAreNotKept() {
    // 375 million parameters; activations of 2 x (15056 + 25040) + 16 floats for each sample.
    NetworkSpec wider = NetworkSpec.of(1, 15_000, 25_000, 2);
    assertTrue(isParameterMajor(wider, false, 26_700));
    assertFalse(isParameterMajor(wider, false, 26_900));
  }

  private static boolean isParameterMajor(NetworkSpec spec, boolean sparse, int samples) {
    return choice(spec, sparse).isParameterMajor(Shards.of(samples), false);
  }

  private static PlanChoice choice(NetworkSpec spec, boolean sparse) {
    return new PlanChoice(
        spec, KernelSets.scalar(), sparse, new CpuFacts("a test's", 1, 32 << 10, 1 << 20));
  }
}
