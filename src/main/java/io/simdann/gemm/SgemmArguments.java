package io.simdann.gemm;

import io.simdann.matrix.Matrix;

/**
 * The arguments of the product in progress, checked; one object for all calls of an {@link Sgemm}.
 */
final class SgemmArguments {
  Transpose transposeA;
  Transpose transposeB;
  float alpha;
  float beta;
  int rows;
  int columns;

  /** op(A), rows × depth. */
  final Operand opA = new Operand();

  /** op(B), depth × columns. */
  final Operand opB = new Operand();

  /** rows × columns. */
  final Operand c = new Operand();

  private int operandDepth;

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
    this.beta = beta;
    this.rows = c.rows();
    this.columns = c.columns();
    this.operandDepth = transposeA.columns(a);
    opA.at(a.data(), a.offset(), transposeA.rowStride(a), transposeA.columnStride(a));
    opB.at(b.data(), b.offset(), transposeB.rowStride(b), transposeB.columnStride(b));
    this.c.columnMajor(c.data(), c.offset(), c.leadingDimension());
  }

  /** Whether micropanels are read where they lie in A. */
  boolean isInPlaceA(int mr) {
    return PackedA.isInPlace(opA, alpha, mr);
  }

  /** Lets go of the matrices. */
  void clear() {
    opA.release();
    opB.release();
    c.release();
  }

  /** The number of multiply-adds in each element's chain; without one C is only scaled. */
  int depth() {
    return alpha == 0f ? 0 : operandDepth;
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
