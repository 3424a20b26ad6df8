package io.simdann.step;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.simdann.data.ByteFeatures;
import io.simdann.data.Features;
import io.simdann.gemm.BlockSizes;
import io.simdann.kernel.CpuFacts;
import io.simdann.kernel.KernelSets;
import io.simdann.kernel.Kernels;
import io.simdann.parallel.WorkerTeam;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class PackedSamplesTest {
  private static final Kernels KERNELS = KernelSets.widest();

  @Test
  void zerosAreLeftOutWhereTheyAreMany() {
    assertInstanceOf(SparsePackedSamples.class, inputs(0, PackedSamples.Zeros.BY_DENSITY));
    assertInstanceOf(SparsePackedSamples.class, inputs(55, PackedSamples.Zeros.BY_DENSITY));
    assertInstanceOf(DensePackedSamples.class, inputs(56, PackedSamples.Zeros.BY_DENSITY));
    assertInstanceOf(DensePackedSamples.class, inputs(100, PackedSamples.Zeros.BY_DENSITY));
  }

  @Test
  void aTestMayHaveItsWayWhateverTheDensity() {
    for (int percent : new int[] {0, 100}) {
      assertInstanceOf(SparsePackedSamples.class, inputs(percent, PackedSamples.Zeros.LEFT_OUT));
      assertInstanceOf(SparsePackedSamples.class, inputs(percent, PackedSamples.Zeros.KEPT));
      assertInstanceOf(DensePackedSamples.class, inputs(percent, PackedSamples.Zeros.DENSE));
    }
  }

  @Test
  void sparseInputsKeepTransposedTilesAndNoSampleOfATile() {
    PackedSamples sparse = inputs(10, PackedSamples.Zeros.LEFT_OUT);
    assertEquals(64, sparse.panelLanes());
    assertEquals(0, sparse.floatsPerSample());
    assertNotNull(sparse.newTileCache(10));
  }

  @Test
  void denseInputsKeepTheSamplesOfATileAndNothingElse() {
    PackedSamples dense = inputs(10, PackedSamples.Zeros.DENSE);
    assertEquals(KERNELS.mr(), dense.panelLanes());
    assertEquals(20, dense.floatsPerSample());
    assertNull(dense.newTileCache(10));
  }

  /** 5 samples of 20 features, so that a value is a percent. */
  private static PackedSamples inputs(int percent, PackedSamples.Zeros zeros) {
    byte[] bytes = new byte[100];
    Arrays.fill(bytes, 0, percent, (byte) 200);
    Features values = new ByteFeatures(bytes, 20, 5);
    CpuFacts cpu = CpuFacts.here();
    try (WorkerTeam team = WorkerTeam.ofThreads(1)) {
      return PackedSamples.of(values, zeros, KERNELS, BlockSizes.of(KERNELS, cpu), cpu, team);
    }
  }
}
