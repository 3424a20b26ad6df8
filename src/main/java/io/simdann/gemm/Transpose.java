package io.simdann.gemm;

import io.simdann.matrix.Matrix;

/** How {@link Sgemm} reads an operand: op(X) of BLAS. */
public enum Transpose {
  /** op(X) = X. */
  NONE,
  /** op(X) = Xᵀ. */
  TRANSPOSE;

  /** Rows of op(X). */
  int rows(Matrix x) {
    return this == NONE ? x.rows() : x.columns();
  }

  /** Columns of op(X). */
  int columns(Matrix x) {
    return this == NONE ? x.columns() : x.rows();
  }

  /** The distance between an element of op(X) and the one below it. */
  int rowStride(Matrix x) {
    return this == NONE ? 1 : x.leadingDimension();
  }

  /** The distance between an element of op(X) and its right neighbour. */
  int columnStride(Matrix x) {
    return this == NONE ? x.leadingDimension() : 1;
  }
}
