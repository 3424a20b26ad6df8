package io.simdann.gemm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.simdann.kernel.AllocationMeter;
import io.simdann.kernel.FreshJvm;
import io.simdann.kernel.KernelSets;
import io.simdann.kernel.Kernels;
import io.simdann.matrix.Matrix;
import io.simdann.parallel.WorkerTeam;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ProductAllocationTest {

  @Test
  @Timeout(value = 2, unit = TimeUnit.MINUTES)
  void repeatedProductsAllocateNothing() {
    assertEquals(
        List.of(
            "sgemm: 0.0 bytes a call",
            "sgemm of a team: 0.0 bytes a call",
            "panels of bytes: 0.0 bytes a call",
            "dense panels: 0.0 bytes a call"),
        FreshJvm.run(
            List.of(FreshJvm.WITH_VECTORS, "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED"),
            Program.class));
  }

  /** Measures each product on the thread that calls it. */
  static final class Program {
    private static final int DEPTH = 20;
    private static final int COLUMNS = 31;
    private static final int SAMPLES = 33;

    private final Kernels kernels = KernelSets.widest();
    private final BlockSizes sizes = SmallBlocks.of(kernels);
    private final int mr = sizes.mr();

    public static void main(String[] arguments) {
      Program program = new Program();
      program.measureSgemm("sgemm", 1);
      program.measureSgemm("sgemm of a team", 3);
      program.measurePanels();
    }

    private void measureSgemm(String what, int threads) {
      Matrix a = RandomMatrix.compact(1, SAMPLES, DEPTH);
      Matrix b = RandomMatrix.compact(2, DEPTH, COLUMNS);
      Matrix c = Matrix.zeros(SAMPLES, COLUMNS);
      try (WorkerTeam team = WorkerTeam.ofThreads(threads)) {
        Sgemm sgemm = new Sgemm(kernels, sizes, team, 1);
        AllocationMeter.report(
            what,
            () -> {
              sgemm.multiply(Transpose.NONE, Transpose.NONE, 0.5f, a, b, 0.5f, c);
              sgemm.multiply(a, b, c);
            });
      }
    }

    private void measurePanels() {
      byte[] bytes = new byte[DEPTH * SAMPLES];
      Arrays.fill(bytes, (byte) 3);
      SampleValues values = new SampleValues(bytes, null, DEPTH, SAMPLES);
      SlicePanels panels = PackedShard.forPrediction(values, 0, SAMPLES, mr, 2 * mr).samplePanels();
      int padded = Packing.roundUp(COLUMNS, sizes.nr());
      float[] groups = new float[padded * DEPTH];
      float[] c = new float[padded * mr];
      PanelProduct product = new PanelProduct(kernels, sizes);
      AllocationMeter.report(
          "panels of bytes", () -> product.add(panels, 1, groups, DEPTH, COLUMNS, c, 0));
      float[] dense = new float[DEPTH * mr];
      AllocationMeter.report(
          "dense panels", () -> product.addDense(dense, 0, 1, DEPTH, groups, COLUMNS, c, 0, 0));
    }
  }
}
