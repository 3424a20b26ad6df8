package io.simdann.gemm;

import io.simdann.kernel.Kernels;
import io.simdann.sparse.SparseSamples;

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
  private static final int BLOCK = SparseSamples.LARGEST_BLOCK;

  /** Each value of a block, from the place of the same number. */
  private static final char[] ALL = new char[BLOCK];

  static {
    for (int place = 0; place < BLOCK; place++) {
      ALL[place] = (char) (place << 8 | place);
    }
  }

  private final Kernels kernels;
  private final DenseProduct product;
  private final int mr;
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
    this.mr = sizes.mr();
    this.nr = sizes.nr();
  }

  /**
   * Z += X·W.
   *
   * @param depth the steps of each chain
   * @param weights the panels
   * @param weightsOffset the first one's start
   * @param x the rows
   * @param xOffset the first row
   * @param xStride from one row to the next
   * @param rows how many
   * @param z where to add, one row per row
   * @param zOffset the first row
   * @param stride the lanes of a row of Z, and from one row to the next
   */
  public void add(
      int depth,
      float[] weights,
      int weightsOffset,
      float[] x,
      int xOffset,
      int xStride,
      int rows,
      float[] z,
      int zOffset,
      int stride) {
    int whole = rows - rows % nr;
    for (int lane = 0, width; lane < stride; lane += width) {
      width = Rows.lanes(lane, stride, Kernels.WIDE_LANES);
      int panel = weightsOffset + lane * depth;
      if (whole > 0) {
        int tile = Math.min(width, mr);
        for (int i = 0; i < width; i += tile) {
          product.addPanel(
              depth,
              weights,
              panel + i,
              width,
              tile,
              x,
              xOffset,
              1,
              xStride,
              whole,
              z,
              zOffset + lane + i,
              stride);
        }
      }
      for (int row = whole; row < rows; row++) {
        int values = xOffset + row * xStride;
        addRow(depth, weights, panel, width, x, values, z, zOffset + row * stride + lane);
      }
    }
  }

  private void addRow(
      int depth,
      float[] weights,
      int panel,
      int width,
      float[] x,
      int xOffset,
      float[] z,
      int zOffset) {
    for (int k = 0; k < depth; k += BLOCK) {
      int steps = Math.min(BLOCK, depth - k);
      int rows = panel + k * width;
      if (width == Kernels.WIDE_LANES) {
        kernels.accumulate(ALL, 0, steps, x, xOffset + k, weights, rows, width, z, zOffset);
      } else {
        kernels.accumulateNarrow(ALL, 0, steps, x, xOffset + k, weights, rows, width, z, zOffset);
      }
    }
  }
}
