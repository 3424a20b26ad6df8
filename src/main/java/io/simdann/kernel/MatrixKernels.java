package io.simdann.kernel;

/** The micro-kernel of dense products. {@link Kernels} says how offsets and strides count. */
public interface MatrixKernels {

  /**
   * The lanes of the micro-kernel's tile, MR in BLIS: a multiple of {@value Kernels#LANES}.
   *
   * @return 16 or 32
   */
  int mr();

  /**
   * The columns of the micro-kernel's tile, NR in BLIS.
   *
   * @return 4, 5 or 10
   */
  int nr();

  /**
   * Whether the micro-kernel is faster where A has MR or {@value Kernels#LANES} lanes side by side
   * and nothing between one k and the next, so much that it pays to copy it for two tiles.
   *
   * @return false if it makes no such difference
   */
  default boolean prefersPackedPanels() {
    return false;
  }

  /**
   * The micro-kernel: an MR × NR tile of C, with chains that start with what is given.
   *
   * <pre>
   *   c(i, j) = s(i, j)
   *   for k ascending:
   *     c(i, j) = fma(a[aOffset + k·aStep + i], b[bOffset + k·bStep + j·bColumn], c(i, j))
   *
   *   c(i, j) at cOffset + j·cColumn + i,   s(i, j) at sOffset + j·sColumn + i
   * </pre>
   *
   * Lanes are contiguous in A, S and C; everything else has a stride of its own, so that operands
   * can be read where they lie. S is C itself where a chain goes on, in one place with it; MR zeros
   * with a column stride of 0 where it begins, so that C is not read.
   *
   * @param depth the number of multiply-adds in each element's chain, 0 or more; a negative number
   *     makes a call that does nothing, not even C = S
   * @param a what is multiplied as vectors
   * @param aOffset its first lane at k = 0
   * @param aStep from one k to the next
   * @param b what is multiplied as broadcast single values
   * @param bOffset its first column at k = 0
   * @param bStep from one k to the next
   * @param bColumn from one column to the next
   * @param s what the chains start with: C's array, or one that doesn't hold C
   * @param sOffset its start
   * @param sColumn from one column to the next, or 0
   * @param c the tile
   * @param cOffset its start
   * @param cColumn from one column of the tile to the next
   */
  void multiply(
      int depth,
      float[] a,
      int aOffset,
      int aStep,
      float[] b,
      int bOffset,
      int bStep,
      int bColumn,
      float[] s,
      int sOffset,
      int sColumn,
      float[] c,
      int cOffset,
      int cColumn);

  /**
   * {@link #multiply} on a tile of {@value Kernels#LANES} × NR, for the remainder of the lanes.
   *
   * @param depth as there
   * @param a as there
   * @param aOffset as there
   * @param aStep as there
   * @param b as there
   * @param bOffset as there
   * @param bStep as there
   * @param bColumn as there
   * @param s as there
   * @param sOffset as there
   * @param sColumn as there
   * @param c as there
   * @param cOffset as there
   * @param cColumn as there
   */
  void multiplyNarrow(
      int depth,
      float[] a,
      int aOffset,
      int aStep,
      float[] b,
      int bOffset,
      int bStep,
      int bColumn,
      float[] s,
      int sOffset,
      int sColumn,
      float[] c,
      int cOffset,
      int cColumn);
}
