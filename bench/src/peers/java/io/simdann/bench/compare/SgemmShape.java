package io.simdann.bench.compare;

import io.simdann.gemm.Transpose;
import java.util.Locale;
import java.util.Random;

/**
 * A product C = op(A)·op(B) of column-major matrices without gaps.
 *
 * @param name what it is
 * @param transposeA whether op(A) is A, rows × depth, or the transpose of a depth × rows A
 * @param transposeB whether op(B) is B, depth × columns, or the transpose of a columns × depth B
 * @param rows of C
 * @param columns of C
 * @param depth multiply-adds of one element
 */
record SgemmShape(
    String name, Transpose transposeA, Transpose transposeB, int rows, int columns, int depth) {

  static SgemmShape square(int size) {
    return new SgemmShape(Integer.toString(size), Transpose.NONE, Transpose.NONE, size, size, size);
  }

  boolean isSquare() {
    return rows == columns && columns == depth;
  }

  double flop() {
    return 2.0 * rows * columns * depth;
  }

  /** For example {@code forward 50×60000·784}: rows × columns · depth. */
  String title() {
    return isSquare()
        ? String.format(Locale.ROOT, "square %d", rows)
        : String.format(Locale.ROOT, "%s %d×%d·%d", name, rows, columns, depth);
  }

  boolean isTransposedA() {
    return transposeA == Transpose.TRANSPOSE;
  }

  boolean isTransposedB() {
    return transposeB == Transpose.TRANSPOSE;
  }

  /** Rows of A as it is stored, which is its leading dimension. */
  int storedRowsA() {
    return isTransposedA() ? depth : rows;
  }

  int storedRowsB() {
    return isTransposedB() ? columns : depth;
  }

  float[] a() {
    return uniform(rows * depth, 1);
  }

  float[] b() {
    return uniform(depth * columns, 2);
  }

  private static float[] uniform(int count, long seed) {
    Random random = new Random(seed);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = 2 * random.nextFloat() - 1;
    }
    return values;
  }
}
