package io.simdann.bench.compare;

import io.simdann.gemm.Sgemm;
import io.simdann.kernel.Backend;
import io.simdann.kernel.KernelSelection;
import io.simdann.matrix.Matrix;
import io.simdann.parallel.WorkerTeam;

/** The trainer's product, packing included. */
final class SimdannSgemm implements Contender {
  private final SgemmShape shape;
  private final Matrix a;
  private final Matrix b;
  private final Matrix c;
  private final WorkerTeam team;
  private final Sgemm sgemm;

  SimdannSgemm(SgemmShape shape, int threads) {
    this.shape = shape;
    a = matrix(shape.a(), shape.storedRowsA());
    b = matrix(shape.b(), shape.storedRowsB());
    c = Matrix.zeros(shape.rows(), shape.columns());
    team = WorkerTeam.ofThreads(threads);
    sgemm = new Sgemm(KernelSelection.choose(Backend.AUTO, KernelSelection.WIDEST).kernels(), team);
  }

  private static Matrix matrix(float[] values, int rows) {
    return Matrix.wrap(values, 0, rows, values.length / rows, rows);
  }

  @Override
  public String version() {
    return "Simdann " + Machine.kernelName();
  }

  @Override
  public void call() {
    sgemm.multiply(shape.transposeA(), shape.transposeB(), 1f, a, b, 0f, c);
  }

  @Override
  public float[] result() {
    return c.toArray();
  }

  @Override
  public void close() {
    team.close();
  }
}
