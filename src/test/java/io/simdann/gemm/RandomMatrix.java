package io.simdann.gemm;

import io.simdann.kernel.RandomFloats;
import io.simdann.matrix.Matrix;

/** Matrices of reproducible values from −1 to 1. */
final class RandomMatrix {

  static Matrix compact(long seed, int rows, int columns) {
    return Matrix.of(rows, columns, RandomFloats.ordinary(seed, rows * columns));
  }

  /** A window with an offset and a leading dimension of {@code gap} more than its rows. */
  static Matrix window(long seed, int rows, int columns, int gap) {
    int leadingDimension = rows + Math.max(1, gap);
    float[] data = RandomFloats.ordinary(seed, gap + columns * leadingDimension + 3);
    return Matrix.wrap(data, gap, rows, columns, leadingDimension);
  }

  private RandomMatrix() {}
}
