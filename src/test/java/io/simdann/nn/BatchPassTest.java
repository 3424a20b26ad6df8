package io.simdann.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.simdann.gemm.BlockSizes;
import io.simdann.gemm.SampleValues;
import io.simdann.kernel.CpuFacts;
import io.simdann.kernel.KernelSets;
import io.simdann.kernel.Kernels;
import io.simdann.parallel.Shards;
import io.simdann.parallel.WorkerTeam;
import org.junit.jupiter.api.Test;

/** What it computes is tested by way of the engine, against the canonical step. */
class BatchPassTest {
  private static final Kernels KERNELS = KernelSets.widest();

  /** 2 x 64 + 16 floats, 576 bytes for each sample. */
  private static final Architecture ARCHITECTURE = Architecture.of(20, 50, 10);

  private static final CpuFacts CPU = new CpuFacts("a test's", 1, 32 << 10, 100 * 576);

  @Test
  void batchesFitWhoseActivationsFitTheSecondLevelCache() {
    Inputs sparse = inputs(Inputs.Zeros.LEFT_OUT);
    assertTrue(BatchPass.fits(Shards.of(1), sparse, ARCHITECTURE, CPU));
    assertTrue(BatchPass.fits(Shards.of(100), sparse, ARCHITECTURE, CPU));
    assertFalse(BatchPass.fits(Shards.of(101), sparse, ARCHITECTURE, CPU));
  }

  @Test
  void samplesWithTheirZerosDoNotFit() {
    assertFalse(BatchPass.fits(Shards.of(1), inputs(Inputs.Zeros.DENSE), ARCHITECTURE, CPU));
  }

  @Test
  void batchesOfManyShardsDoNotFitHoweverLargeTheCache() {
    CpuFacts huge = new CpuFacts("a test's", 1, 32 << 10, 1 << 30);
    Inputs sparse = inputs(Inputs.Zeros.LEFT_OUT);
    assertEquals(4, Shards.of(256).count());
    assertTrue(BatchPass.fits(Shards.of(256), sparse, ARCHITECTURE, huge));
    assertFalse(BatchPass.fits(Shards.of(257), sparse, ARCHITECTURE, huge));
  }

  @Test
  void batchesFitWhoseShardsHaveGradientsMuchLargerThanTheCacheAndTheActivations() {
    Inputs sparse = inputs(Inputs.Zeros.LEFT_OUT);
    CpuFacts megabyte = new CpuFacts("a test's", 1, 32 << 10, 1 << 20);
    Architecture wide = Architecture.of(20, 1024, 1024, 10);
    assertTrue(BatchPass.fits(Shards.of(1024), sparse, wide, megabyte));
    assertTrue(BatchPass.fits(Shards.of(300), sparse, wide, megabyte));
    assertFalse(BatchPass.isSmall(Shards.of(300), wide, megabyte));
    // Shards of 160 samples, of which an entry could not name those of two.
    assertFalse(BatchPass.fits(Shards.of(1025), sparse, wide, megabyte));
    assertFalse(BatchPass.fits(Shards.of(1024), inputs(Inputs.Zeros.DENSE), wide, megabyte));
    // Activations of 1024 · 640 floats, gradients of 8 · 121 thousand.
    Architecture narrow = Architecture.of(20, 300, 300, 10);
    assertFalse(BatchPass.fits(Shards.of(1024), sparse, narrow, megabyte));
    // Gradients that the caches hold.
    CpuFacts huge = new CpuFacts("a test's", 1, 32 << 10, 1 << 26);
    assertFalse(BatchPass.fits(Shards.of(1024), sparse, wide, huge));
  }

  private static Inputs inputs(Inputs.Zeros zeros) {
    SampleValues values = new SampleValues(new byte[100], null, 20, 5);
    CpuFacts cpu = CpuFacts.here();
    try (WorkerTeam team = WorkerTeam.ofThreads(1)) {
      return Inputs.of(values, zeros, KERNELS, BlockSizes.of(KERNELS, cpu), cpu, team);
    }
  }
}
