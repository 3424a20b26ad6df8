package io.simdann.step;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.simdann.gemm.BlockSizes;
import io.simdann.kernel.CpuFacts;
import io.simdann.kernel.KernelSets;
import io.simdann.kernel.Kernels;
import io.simdann.parallel.WorkerTeam;
import io.simdann.sparse.SampleValues;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class InputsTest {
  private static final Kernels KERNELS = KernelSets.widest();

  @Test
  void zerosAreLeftOutWhereTheyAreMany() {
    assertInstanceOf(SparseInputs.class, inputs(0, Inputs.Zeros.BY_DENSITY));
    assertInstanceOf(SparseInputs.class, inputs(55, Inputs.Zeros.BY_DENSITY));
    assertInstanceOf(DenseInputs.class, inputs(56, Inputs.Zeros.BY_DENSITY));
    assertInstanceOf(DenseInputs.class, inputs(100, Inputs.Zeros.BY_DENSITY));
  }

  @Test
  void aTestMayHaveItsWayWhateverTheDensity() {
    for (int percent : new int[] {0, 100}) {
      assertInstanceOf(SparseInputs.class, inputs(percent, Inputs.Zeros.LEFT_OUT));
      assertInstanceOf(SparseInputs.class, inputs(percent, Inputs.Zeros.KEPT));
      assertInstanceOf(DenseInputs.class, inputs(percent, Inputs.Zeros.DENSE));
    }
  }

  @Test
  void sparseInputsKeepTransposedTilesAndNoSampleOfATile() {
    Inputs sparse = inputs(10, Inputs.Zeros.LEFT_OUT);
    assertEquals(64, sparse.panelLanes());
    assertEquals(0, sparse.floatsPerSample());
    assertNotNull(sparse.newTileCache(10));
  }

  @Test
  void denseInputsKeepTheSamplesOfATileAndNothingElse() {
    Inputs dense = inputs(10, Inputs.Zeros.DENSE);
    assertEquals(KERNELS.tileRows(), dense.panelLanes());
    assertEquals(20, dense.floatsPerSample());
    assertNull(dense.newTileCache(10));
  }

  /** 5 samples of 20 features, so that a value is a percent. */
  private static Inputs inputs(int percent, Inputs.Zeros zeros) {
    byte[] bytes = new byte[100];
    Arrays.fill(bytes, 0, percent, (byte) 200);
    SampleValues values = new SampleValues(bytes, null, 20, 5);
    CpuFacts cpu = CpuFacts.here();
    try (WorkerTeam team = WorkerTeam.ofThreads(1)) {
      return Inputs.of(values, zeros, KERNELS, BlockSizes.of(KERNELS, cpu), cpu, team);
    }
  }
}
