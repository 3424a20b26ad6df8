package io.simdann.gemm;

import io.simdann.kernel.Kernels;

/**
 * A product on rows, with one operand packed in panels of lanes:
 *
 * <pre>
 *   C (columns × stride)  +=  B (columns × depth) · A (depth × stride)
 *
 *   A: | panel 0: depth × MR lanes | panel 1 | … | what is left of the lanes: depth × 16 |
 *   B: element (column, k) at bOffset + column·bColumn + k·bStep
 *   C: | column 0: stride lanes | column 1 | …
 * </pre>
 *
 * A panel's KC steps stay in the first-level cache while all columns go past it.
 */
public final class DenseProduct {
  private final Kernels kernels;
  private final int mr;
  private final int nr;
  private final int kc;

  /**
   * For a kernel set.
   *
   * @param kernels the kernel set
   * @param sizes its block sizes
   * @throws IllegalArgumentException if they are for another kernel set
   */
  public DenseProduct(Kernels kernels, BlockSizes sizes) {
    sizes.requireFor(kernels);
    this.kernels = kernels;
    this.mr = sizes.mr();
    this.nr = sizes.nr();
    this.kc = sizes.kc();
  }

  /**
   * Adds the product of all panels.
   *
   * @param depth the steps of each chain
   * @param a the panels
   * @param aOffset the first one's start
   * @param b the broadcast operand
   * @param bOffset its first element
   * @param bStep from one step to the next
   * @param bColumn from one column to the next
   * @param columns the rows of C
   * @param c where to add
   * @param cOffset its first row
   * @param stride the lanes of its rows, and from one row to the next
   */
  public void add(
      int depth,
      float[] a,
      int aOffset,
      float[] b,
      int bOffset,
      int bStep,
      int bColumn,
      int columns,
      float[] c,
      int cOffset,
      int stride) {
    for (int lane = 0, width; lane < stride; lane += width) {
      width = Rows.lanes(lane, stride, mr);
      int panel = aOffset + lane * depth;
      addPanel(
          depth,
          a,
          panel,
          width,
          width,
          b,
          bOffset,
          bStep,
          bColumn,
          columns,
          c,
          cOffset + lane,
          stride);
    }
  }

  /**
   * Adds the product of one panel, which may be a part of longer rows.
   *
   * @param depth the steps of each chain
   * @param a the panel
   * @param aOffset its start
   * @param aStep from one step to the next
   * @param width its lanes: MR or 16
   * @param b the broadcast operand
   * @param bOffset its first element
   * @param bStep from one step to the next
   * @param bColumn from one column to the next
   * @param columns the rows of C
   * @param c where to add
   * @param cOffset the panel's first lane in the first row
   * @param cColumn from one row to the next
   */
  public void addPanel(
      int depth,
      float[] a,
      int aOffset,
      int aStep,
      int width,
      float[] b,
      int bOffset,
      int bStep,
      int bColumn,
      int columns,
      float[] c,
      int cOffset,
      int cColumn) {
    int whole = columns - columns % nr;
    for (int k = 0; k < depth; k += kc) {
      int steps = Math.min(kc, depth - k);
      int fromA = aOffset + k * aStep;
      int fromB = bOffset + k * bStep;
      for (int column = 0; column < whole; column += nr) {
        int b0 = fromB + column * bColumn;
        int c0 = cOffset + column * cColumn;
        if (width == mr) {
          kernels.multiply(steps, a, fromA, aStep, b, b0, bStep, bColumn, c, c0, cColumn);
        } else {
          kernels.multiplyNarrow(steps, a, fromA, aStep, b, b0, bStep, bColumn, c, c0, cColumn);
        }
      }
      for (int column = whole; column < columns; column++) {
        int b0 = fromB + column * bColumn;
        int c0 = cOffset + column * cColumn;
        for (int lane = 0; lane < width; lane += Kernels.LANES) {
          kernels.multiplyColumn(steps, a, fromA + lane, aStep, b, b0, bStep, c, c0 + lane);
        }
      }
    }
  }
}
