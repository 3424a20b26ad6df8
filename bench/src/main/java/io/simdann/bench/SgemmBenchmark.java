package io.simdann.bench;

import io.simdann.gemm.Sgemm;
import io.simdann.gemm.Transpose;
import io.simdann.kernel.Backend;
import io.simdann.kernel.KernelSelection;
import io.simdann.matrix.Matrix;
import io.simdann.parallel.WorkerTeam;
import java.util.Random;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** One product of dense matrices, packing included; subclasses say on which backend. */
public abstract class SgemmBenchmark extends BenchmarkSettings {
  private static final int CHECKED_ELEMENTS = 500;

  @Param({"1", "2"})
  public int threads;

  private Product product;
  private Matrix a;
  private Matrix b;
  private Matrix c;
  private WorkerTeam team;
  private Sgemm sgemm;

  abstract Backend backend();

  abstract Product product();

  @Setup
  public void prepare() {
    product = product();
    a = random(product.transposeA, product.rows, product.depth);
    b = random(product.transposeB, product.depth, product.columns);
    c = Matrix.zeros(product.rows, product.columns);
    team = WorkerTeam.ofThreads(threads);
    sgemm = new Sgemm(KernelSelection.choose(backend(), KernelSelection.WIDEST).kernels(), team);
    check();
  }

  private static Matrix random(Transpose transpose, int rows, int columns) {
    Matrix matrix =
        transpose == Transpose.NONE ? Matrix.zeros(rows, columns) : Matrix.zeros(columns, rows);
    RandomFloats.fill(matrix.data(), -1f, 1f);
    return matrix;
  }

  /** Elements here and there against the canonical chain of multiply-adds, bit for bit. */
  private void check() {
    c.fill(Float.NaN);
    multiply();
    Random random = new Random(1);
    for (int i = 0; i < CHECKED_ELEMENTS; i++) {
      int row = random.nextInt(product.rows);
      int column = random.nextInt(product.columns);
      float expected = 0f;
      for (int k = 0; k < product.depth; k++) {
        expected =
            Math.fma(
                element(a, product.transposeA, row, k),
                element(b, product.transposeB, k, column),
                expected);
      }
      Check.same(product.name(), column * product.rows + row, c.get(row, column), expected);
    }
  }

  private static float element(Matrix matrix, Transpose transpose, int row, int column) {
    return transpose == Transpose.NONE ? matrix.get(row, column) : matrix.get(column, row);
  }

  @TearDown
  public void close() {
    team.close();
  }

  @Benchmark
  public void multiply(Flop counter) {
    multiply();
    counter.flop += product.flop();
  }

  private void multiply() {
    sgemm.multiply(product.transposeA, product.transposeB, 1f, a, b, 0f, c);
  }
}
