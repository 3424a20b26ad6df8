package io.simdann.bench.compare;

import dev.ludovic.netlib.blas.JavaBLAS;

/** BLAS in Java on the Vector API, as Apache Spark uses it; one thread. */
final class NetlibSgemm implements Contender {
  private final SgemmShape shape;
  private final JavaBLAS blas = JavaBLAS.getInstance();
  private final String transposeA;
  private final String transposeB;
  private final float[] a;
  private final float[] b;
  private final float[] c;

  NetlibSgemm(SgemmShape shape) {
    this.shape = shape;
    transposeA = shape.isTransposedA() ? "T" : "N";
    transposeB = shape.isTransposedB() ? "T" : "N";
    a = shape.a();
    b = shape.b();
    c = new float[shape.rows() * shape.columns()];
  }

  /** The class says whether it found the Vector API. */
  @Override
  public String version() {
    return "netlib " + blas.getClass().getSimpleName();
  }

  @Override
  public void call() {
    blas.sgemm(
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

  @Override
  public float[] result() {
    return c.clone();
  }
}
