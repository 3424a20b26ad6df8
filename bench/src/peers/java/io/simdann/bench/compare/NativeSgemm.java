package io.simdann.bench.compare;

import org.bytedeco.javacpp.FloatPointer;

/** A native BLAS on memory of its own, so that no call copies a Java array. */
abstract class NativeSgemm implements Contender {
  static final int COLUMN_MAJOR = 102;
  static final int NONE = 111;
  static final int TRANSPOSE = 112;

  final SgemmShape shape;
  final int transposeA;
  final int transposeB;
  private final FloatPointer a;
  private final FloatPointer b;
  private final FloatPointer c;

  NativeSgemm(SgemmShape shape) {
    this.shape = shape;
    transposeA = shape.isTransposedA() ? TRANSPOSE : NONE;
    transposeB = shape.isTransposedB() ? TRANSPOSE : NONE;
    a = new FloatPointer(shape.a());
    b = new FloatPointer(shape.b());
    c = new FloatPointer((long) shape.rows() * shape.columns());
  }

  abstract void multiply(FloatPointer a, FloatPointer b, FloatPointer c);

  @Override
  public void call() {
    multiply(a, b, c);
  }

  @Override
  public float[] result() {
    float[] values = new float[shape.rows() * shape.columns()];
    c.get(values);
    return values;
  }

  @Override
  public void close() {
    a.close();
    b.close();
    c.close();
  }
}
