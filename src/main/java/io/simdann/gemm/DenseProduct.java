package io.simdann.gemm;

import io.simdann.kernel.Kernels;
import java.util.Arrays;

/**
 * A product of operands that need no packing, because they are packed already or lie well:
 *
 * <pre>
 *   C (lanes × columns)  =  A (lanes × depth) · B (depth × columns),  or  C += A·B
 * </pre>
 *
 * A micropanel's KC steps stay in the first-level cache while all columns go past it; those steps
 * of all columns stay in the second-level cache for the next micropanel. If there are fewer columns
 * than NR, as many must be readable in B, whatever their values. An object belongs to one thread.
 */
public final class DenseProduct {
  private final MacroKernel kernel;
  private final int nr;
  private final int kc;

  /** Some columns of B and C. */
  private final Operand partOfB = new Operand();

  private final Operand partOfC = new Operand();

  /**
   * For a kernel set.
   *
   * @param kernels the kernel set
   * @param sizes its block sizes
   * @throws IllegalArgumentException if they are for another kernel set
   */
  public DenseProduct(Kernels kernels, BlockSizes sizes) {
    this.kernel = new MacroKernel(kernels, sizes, sizes.kc());
    this.nr = sizes.nr();
    this.kc = sizes.kc();
  }

  /**
   * What an object takes of the heap.
   *
   * @param sizes its block sizes
   * @return bytes
   */
  public static long heapBytes(BlockSizes sizes) {
    return MacroKernel.heapBytes(sizes, sizes.kc());
  }

  /**
   * C = A·B.
   *
   * @param a lanes × depth
   * @param b depth × columns
   * @param columns of B and C
   * @param c column-major; overwritten and not read, but for what lies between its columns
   */
  public void multiply(Micropanels a, Operand b, int columns, Operand c) {
    multiply(a, b, columns, c, true);
  }

  /**
   * C += A·B.
   *
   * @param a lanes × depth
   * @param b depth × columns
   * @param columns of B and C
   * @param c column-major
   */
  public void accumulate(Micropanels a, Operand b, int columns, Operand c) {
    multiply(a, b, columns, c, false);
  }

  private void multiply(Micropanels a, Operand b, int columns, Operand c, boolean overwrite) {
    kernel.begin(a, b, columns, c);
    int k = 0;
    do {
      int steps = Math.min(kc, a.depth - k);
      for (int lane = 0; lane < a.lanes; lane += kernel.width(lane)) {
        kernel.multiply(lane, k, steps, overwrite && k == 0);
      }
      k += kc;
    } while (k < a.depth);
  }

  /**
   * C = A·B or C += A·B, for a C that is too large for the caches: NR columns of it at a time are
   * processed from their first lane to their last, so that each is read and written in the order of
   * memory, and the micropanels, which should fit the second-level cache, go past them.
   *
   * @param a lanes × depth
   * @param b depth × columns, of which a multiple of NR must be readable
   * @param columns of B and C
   * @param c column-major
   * @param overwrite whether C is overwritten, what lies between its columns with zeros, and not
   *     read
   */
  public void multiplyByColumns(
      Micropanels a, Operand b, int columns, Operand c, boolean overwrite) {
    int stride = c.columnStride;
    for (int column = 0; column < columns; column += nr) {
      int count = Math.min(nr, columns - column);
      int end = c.offset(0, column + count);
      for (int at = c.offset(0, column); overwrite && a.lanes < stride && at < end; at += stride) {
        Arrays.fill(c.data, at + a.lanes, at + stride, 0f);
      }
      partOfB.at(b.data, b.offset(0, column), b.rowStride, b.columnStride);
      partOfC.at(c.data, c.offset(0, column), 1, stride);
      multiply(a, partOfB, count, partOfC, overwrite);
    }
  }
}
