package io.simdann.bench.compare;

import org.ejml.EjmlVersion;
import org.ejml.concurrency.EjmlConcurrency;
import org.ejml.data.FMatrixRMaj;
import org.ejml.dense.row.CommonOps_FDRM;
import org.ejml.dense.row.CommonOps_MT_FDRM;

/**
 * EJML's row-major matrices. The same memory read row by row is the transpose, so it computes Cᵀ =
 * op(B)ᵀ·op(A)ᵀ.
 */
final class EjmlSgemm implements Contender {
  private final SgemmShape shape;
  private final int threads;
  private final FMatrixRMaj a;
  private final FMatrixRMaj b;
  private final FMatrixRMaj c;

  EjmlSgemm(SgemmShape shape, int threads) {
    this.shape = shape;
    this.threads = threads;
    // Once: it starts new threads.
    EjmlConcurrency.setMaxThreads(threads);
    a = transposed(shape.a(), shape.storedRowsA());
    b = transposed(shape.b(), shape.storedRowsB());
    c = new FMatrixRMaj(shape.columns(), shape.rows());
  }

  private static FMatrixRMaj transposed(float[] columnMajor, int rows) {
    return FMatrixRMaj.wrap(columnMajor.length / rows, rows, columnMajor);
  }

  @Override
  public String version() {
    return "EJML " + EjmlVersion.VERSION;
  }

  @Override
  public void call() {
    if (threads == 1) {
      multiply();
    } else {
      multiplyConcurrently();
    }
  }

  private void multiply() {
    if (shape.isTransposedA() && shape.isTransposedB()) {
      CommonOps_FDRM.multTransAB(b, a, c);
    } else if (shape.isTransposedB()) {
      CommonOps_FDRM.multTransA(b, a, c);
    } else if (shape.isTransposedA()) {
      CommonOps_FDRM.multTransB(b, a, c);
    } else {
      CommonOps_FDRM.mult(b, a, c);
    }
  }

  private void multiplyConcurrently() {
    if (shape.isTransposedA() && shape.isTransposedB()) {
      CommonOps_MT_FDRM.multTransAB(b, a, c);
    } else if (shape.isTransposedB()) {
      CommonOps_MT_FDRM.multTransA(b, a, c);
    } else if (shape.isTransposedA()) {
      CommonOps_MT_FDRM.multTransB(b, a, c);
    } else {
      CommonOps_MT_FDRM.mult(b, a, c);
    }
  }

  @Override
  public float[] result() {
    return c.data.clone();
  }
}
