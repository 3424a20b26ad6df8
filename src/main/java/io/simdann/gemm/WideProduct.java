package io.simdann.gemm;

import io.simdann.kernel.Kernels;

/**
 * A product of rows with panels of 64 lanes, for few rows or many: NR rows at a time by the
 * micro-kernel, on the MR of a panel's lanes after the other; what is left, row by row, by the
 * sparse kernel with all values for entries. That has four chains or more under way where the
 * micro-kernel would have one.
 *
 * <pre>
 *   Z (rows × stride)  +=  X (rows × depth) · W (depth × stride)
 *
 *   W: | panel 0: depth × 64 lanes | panel 1 | … | the last 16 lanes perhaps: depth × 16 |
 * </pre>
 */
public final class WideProduct {
  private static final int BLOCK = Kernels.ENTRY_ROWS;

  /** Each value of a block, from the place of the same number. */
  private static final char[] ALL = new char[BLOCK];

  static {
    for (int place = 0; place < BLOCK; place++) {
      ALL[place] = (char) (place << 8 | place);
    }
  }

  private final Kernels kernels;
  private final DenseProduct product;
  private final int nr;

  /**
   * For a kernel set.
   *
   * @param kernels the kernel set
   * @param sizes its block sizes
   * @throws IllegalArgumentException if they are for another kernel set
   */
  public WideProduct(Kernels kernels, BlockSizes sizes) {
    this.kernels = kernels;
    this.product = new DenseProduct(kernels, sizes);
    this.nr = sizes.nr();
  }

  /**
   * C += A·B.
   *
   * @param a the weights, lanes × depth, in micropanels of 64 lanes
   * @param b X, depth × columns, column-major
   * @param columns the rows of X
   * @param c Z, lanes × columns
   */
  public void accumulate(Micropanels a, Operand b, int columns, Operand c) {
    int whole = columns - columns % nr;
    if (whole > 0) {
      product.accumulate(a, b, whole, c);
    }
    for (int lane = 0; whole < columns && lane < a.lanes; lane += a.stride(lane)) {
      for (int column = whole; column < columns; column++) {
        addColumn(a, b, column, c, lane);
      }
    }
  }

  /** A micropanel times a column. */
  private void addColumn(Micropanels a, Operand b, int column, Operand c, int lane) {
    int width = a.stride(lane);
    int panel = a.offset(lane, lane);
    int z = c.offset(lane, column);
    for (int k = 0; k < a.depth; k += BLOCK) {
      int steps = Math.min(BLOCK, a.depth - k);
      int x = b.offset(k, column);
      int rows = panel + k * width;
      if (width == Kernels.WIDE_LANES) {
        kernels.accumulate(ALL, 0, steps, b.data, x, a.data, rows, width, c.data, z);
      } else {
        kernels.accumulateNarrow(ALL, 0, steps, b.data, x, a.data, rows, width, c.data, z);
      }
    }
  }
}
