package io.simdann.gemm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.simdann.data.ByteFeatures;
import io.simdann.data.Features;
import io.simdann.data.FloatFeatures;
import io.simdann.kernel.AllocationMeter;
import io.simdann.kernel.FreshJvm;
import io.simdann.kernel.KernelSets;
import io.simdann.kernel.Kernels;
import io.simdann.matrix.Matrix;
import io.simdann.parallel.WorkerTeam;
import io.simdann.sparse.SparseProduct;
import io.simdann.sparse.SparseSamples;
import io.simdann.sparse.SparseTile;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
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
            "sparse bytes: 0.0 bytes a call",
            "sparse floats: 0.0 bytes a call",
            "dense: 0.0 bytes a call"),
        AllocationMeter.lines(
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

    public static void main(String[] arguments) {
      Program program = new Program();
      program.measureSgemm("sgemm", 1);
      program.measureSgemm("sgemm of a team", 3);
      byte[] bytes = new byte[DEPTH * SAMPLES];
      float[] floats = new float[DEPTH * SAMPLES];
      for (int i = 0; i < DEPTH * SAMPLES; i += 3) {
        bytes[i] = (byte) i;
        floats[i] = i;
      }
      program.measureSparse("sparse bytes", new ByteFeatures(bytes, DEPTH, SAMPLES));
      program.measureSparse("sparse floats", new FloatFeatures(floats, DEPTH, SAMPLES));
      program.measureDense();
    }

    private void measureSgemm(String what, int threads) {
      Matrix a = RandomMatrix.compact(1, SAMPLES, DEPTH);
      Matrix b = RandomMatrix.compact(2, DEPTH, COLUMNS);
      Matrix c = Matrix.zeros(SAMPLES, COLUMNS);
      Matrix transposedA = RandomMatrix.compact(3, DEPTH, SAMPLES);
      Matrix transposedB = RandomMatrix.compact(4, COLUMNS, DEPTH);
      try (WorkerTeam team = WorkerTeam.ofThreads(threads)) {
        Sgemm sgemm = new Sgemm(kernels, sizes, team, 1);
        AllocationMeter.report(
            what,
            () -> {
              sgemm.multiply(Transpose.NONE, Transpose.NONE, 0.5f, a, b, 0.5f, c);
              sgemm.multiply(a, b, c);
              sgemm.multiply(Transpose.TRANSPOSE, Transpose.NONE, 1f, transposedA, b, 0f, c);
              sgemm.multiply(Transpose.NONE, Transpose.TRANSPOSE, 1f, a, transposedB, 1f, c);
            });
      }
    }

    /** Both products, and the filling of tiles of different samples. */
    private void measureSparse(String what, Features values) {
      SparseSamples samples = new SparseSamples(values, 7, false, WorkerTeam.ofThreads(1));
      int[] order = IntStream.range(0, SAMPLES).map(i -> SAMPLES - 1 - i).toArray();
      int stride = 80;
      float[] weights = new float[DEPTH * stride];
      float[] rows = new float[SAMPLES * stride];
      float[] gradient = new float[DEPTH * stride];
      SparseTile tile = new SparseTile(samples);
      SparseProduct product = new SparseProduct(kernels);
      AllocationMeter.report(
          what,
          () -> {
            for (int from = 0; from < SAMPLES; from += 16) {
              int count = Math.min(16, SAMPLES - from);
              product.addForward(samples, order, from, count, weights, 0, rows, 0, stride);
              product.scatterWeightGradient(
                  samples, order, from, count, rows, 0, gradient, 0, stride);
              tile.fill(order, from, count);
              product.addWeightGradient(tile, DEPTH, rows, 0, gradient, 0, stride);
            }
          });
    }

    private void measureDense() {
      int stride = 80;
      float[] panels = new float[DEPTH * stride];
      float[] b = new float[(COLUMNS + sizes.nr()) * DEPTH];
      float[] c = new float[COLUMNS * stride];
      DenseProduct product = new DenseProduct(kernels, sizes);
      Micropanels a = new Micropanels();
      Operand x = new Operand();
      Operand z = new Operand();
      AllocationMeter.report(
          "dense",
          () ->
              product.accumulate(
                  a.packed(panels, 0, sizes.mr(), stride, DEPTH),
                  x.columnMajor(b, 0, DEPTH),
                  COLUMNS,
                  z.columnMajor(c, 0, stride)));
    }
  }
}
