package io.simdann.gemm;

import io.simdann.matrix.Matrix;

/**
 * The arguments of the product in progress, checked; one object for all calls of an {@link Sgemm}.
 */
final class SgemmArguments {
  Transpose transposeA;
  Transpose transposeB;
  float alpha;
  Matrix a;
  Matrix b;
  float beta;
  Matrix c;

  void set(
      Transpose transposeA,
      Transpose transposeB,
      float alpha,
      Matrix a,
      Matrix b,
      float beta,
      Matrix c) {
    if (transposeA.columns(a) != transposeB.rows(b)
        || transposeA.rows(a) != c.rows()
        || transposeB.columns(b) != c.columns()) {
      throw new IllegalArgumentException(
          "shapes don't match: op(A) "
              + shape(transposeA.rows(a), transposeA.columns(a))
              + " times op(B) "
              + shape(transposeB.rows(b), transposeB.columns(b))
              + " into C "
              + shape(c.rows(), c.columns()));
    }
    requireApart(a, c, "A");
    requireApart(b, c, "B");
    this.transposeA = transposeA;
    this.transposeB = transposeB;
    this.alpha = alpha;
    this.a = a;
    this.b = b;
    this.beta = beta;
    this.c = c;
  }

  /** Whether the micro-kernel's lanes are read where they lie in A. */
  boolean lanesAreInPlace(int mr) {
    return LaneOperand.isInPlace(transposeA.rowStride(a), transposeA.columnStride(a), alpha, mr);
  }

  /** Gives a block of alpha·op(A) to the micro-kernel's lanes. */
  void takeLanes(LaneOperand panels, int row, int rows, int step, int steps) {
    int laneStride = transposeA.rowStride(a);
    int stepStride = transposeA.columnStride(a);
    int from = a.offset() + row * laneStride + step * stepStride;
    panels.take(a.data(), from, laneStride, stepStride, rows, steps, alpha);
  }

  /** Gives a block of op(B) to the micro-kernel's broadcasts. */
  void takeBroadcasts(BroadcastOperand groups, int column, int columns, int step, int steps) {
    int columnStride = transposeB.columnStride(b);
    int stepStride = transposeB.rowStride(b);
    int from = b.offset() + column * columnStride + step * stepStride;
    groups.take(b.data(), from, stepStride, columnStride, steps, columns);
  }

  /** Lets go of the matrices. */
  void clear() {
    a = null;
    b = null;
    c = null;
  }

  /** The number of multiply-adds in each element's chain; without one C is only scaled. */
  int depth() {
    return alpha == 0f ? 0 : transposeA.columns(a);
  }

  private static void requireApart(Matrix operand, Matrix c, String name) {
    if (overlap(operand, c)) {
      throw new IllegalArgumentException(
          "C overlaps "
              + name
              + ": in one array, C takes the indices from "
              + c.offset()
              + " to "
              + end(c)
              + " (exclusive), "
              + name
              + " those from "
              + operand.offset()
              + " to "
              + end(operand));
    }
  }

  /**
   * Whether two matrices share elements. Rows of one matrix that lie above or below those of
   * another with the same leading dimension don't; matrices of different leading dimensions whose
   * index ranges meet are taken to.
   */
  private static boolean overlap(Matrix x, Matrix y) {
    if (x.data() != y.data() || x.offset() >= end(y) || y.offset() >= end(x)) {
      return false;
    }
    int leadingDimension = x.leadingDimension();
    int yRow = Math.floorMod(y.offset() - x.offset(), leadingDimension);
    boolean below = x.rows() <= yRow && yRow + y.rows() <= leadingDimension;
    return leadingDimension != y.leadingDimension() || !below;
  }

  /** The index after a matrix's last element; its offset if it has none. */
  private static int end(Matrix x) {
    boolean empty = x.rows() == 0 || x.columns() == 0;
    return empty ? x.offset() : x.offset() + (x.columns() - 1) * x.leadingDimension() + x.rows();
  }

  private static String shape(int rows, int columns) {
    return rows + " x " + columns;
  }
}
