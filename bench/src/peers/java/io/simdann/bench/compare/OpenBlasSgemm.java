package io.simdann.bench.compare;

import static org.bytedeco.openblas.global.openblas_nolapack.cblas_sgemm;

import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.openblas.global.openblas_nolapack;

/** OpenBLAS; its threads are those of OPENBLAS_NUM_THREADS. */
final class OpenBlasSgemm extends NativeSgemm {

  OpenBlasSgemm(SgemmShape shape) {
    super(shape);
  }

  /**
   * Must be called before MKL is loaded: whoever is loaded later finds MKL's functions under the
   * same names, and would call them. Those of OpenBLAS are bound when they are first called.
   */
  static void bind() {
    try (OpenBlasSgemm product = new OpenBlasSgemm(SgemmShape.square(1))) {
      product.call();
    } catch (LinkageError e) {
      System.err.println("OpenBLAS can't be loaded: " + e);
    }
  }

  @Override
  public String version() {
    return "OpenBLAS " + openblas_nolapack.class.getPackage().getImplementationVersion();
  }

  @Override
  void multiply(FloatPointer a, FloatPointer b, FloatPointer c) {
    cblas_sgemm(
        COLUMN_MAJOR,
        transposeA,
        transposeB,
        shape.rows(),
        shape.columns(),
        shape.depth(),
        1f,
        a,
        shape.storedRowsA(),
        b,
        shape.storedRowsB(),
        0f,
        c,
        shape.rows());
  }
}
