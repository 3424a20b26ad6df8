package io.simdann.gemm;

import io.simdann.kernel.AlignedFloats;
import io.simdann.kernel.Kernels;
import java.util.Arrays;

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
 * A panel's KC steps stay in the first-level cache while all columns go past it. Columns are taken
 * NR at a time; what is left of them goes through a scratch tile, for which B must have as many
 * readable columns as fill it, whatever their values. An object belongs to one thread.
 */
public final class DenseProduct {
  private final Kernels kernels;
  private final int mr;
  private final int nr;
  private final int kc;
  private final float[] scratch;

  /** What chains begin with: a column of +0. */
  private final float[] zeros;

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
    this.scratch = AlignedFloats.allocate((long) mr * nr);
    this.zeros = new float[mr];
  }

  /**
   * What an object takes of the heap.
   *
   * @param sizes its block sizes
   * @return bytes
   */
  public static long heapBytes(BlockSizes sizes) {
    return AlignedFloats.heapBytes((long) sizes.mr() * sizes.nr());
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
   * @param width the lanes of its rows
   * @param stride from one row to the next
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
      int width,
      int stride) {
    panels(
        depth, a, aOffset, b, bOffset, bStep, bColumn, columns, false, c, cOffset, width, stride);
  }

  /**
   * {@link #add} with chains that begin at +0: C is overwritten, and not read.
   *
   * @param depth as there
   * @param a as there
   * @param aOffset as there
   * @param b as there
   * @param bOffset as there
   * @param bStep as there
   * @param bColumn as there
   * @param columns as there
   * @param c overwritten but for the padding of its rows
   * @param cOffset as there
   * @param width as there
   * @param stride as there
   */
  public void multiply(
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
      int width,
      int stride) {
    panels(depth, a, aOffset, b, bOffset, bStep, bColumn, columns, true, c, cOffset, width, stride);
  }

  private void panels(
      int depth,
      float[] a,
      int aOffset,
      float[] b,
      int bOffset,
      int bStep,
      int bColumn,
      int columns,
      boolean fresh,
      float[] c,
      int cOffset,
      int width,
      int stride) {
    for (int lane = 0, lanes; lane < width; lane += lanes) {
      lanes = Rows.lanes(lane, width, mr);
      panel(
          depth,
          a,
          aOffset + lane * depth,
          lanes,
          lanes,
          b,
          bOffset,
          bStep,
          bColumn,
          columns,
          fresh,
          c,
          cOffset + lane,
          stride);
    }
  }

  /**
   * {@link #add} for a C that is too large for the caches: NR rows of it at a time are worked off
   * from their first lane to their last, so that each is read and written in the order of memory,
   * and the panels, which should fit the second-level cache, go past them.
   *
   * @param depth as there
   * @param a as there
   * @param aOffset as there
   * @param b as there
   * @param bOffset as there
   * @param bStep as there
   * @param bColumn as there
   * @param columns as there
   * @param fresh whether chains begin at +0: C is overwritten, its padding with zeros, and not read
   * @param c as there
   * @param cOffset as there
   * @param width as there
   * @param stride as there
   */
  public void addRowByRow(
      int depth,
      float[] a,
      int aOffset,
      float[] b,
      int bOffset,
      int bStep,
      int bColumn,
      int columns,
      boolean fresh,
      float[] c,
      int cOffset,
      int width,
      int stride) {
    for (int column = 0; column < columns; column += nr) {
      int rows = Math.min(nr, columns - column);
      int b0 = bOffset + column * bColumn;
      int c0 = cOffset + column * stride;
      for (int row = c0; fresh && width < stride && row < c0 + rows * stride; row += stride) {
        Arrays.fill(c, row + width, row + stride, 0f);
      }
      panels(depth, a, aOffset, b, b0, bStep, bColumn, rows, fresh, c, c0, width, stride);
    }
  }

  /**
   * Adds the product of one panel, which may be a part of longer rows.
   *
   * @param depth the steps of each chain
   * @param a the panel
   * @param aOffset its start
   * @param aStep from one step to the next
   * @param lanes its lanes: MR or 16
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
      int lanes,
      float[] b,
      int bOffset,
      int bStep,
      int bColumn,
      int columns,
      float[] c,
      int cOffset,
      int cColumn) {
    panel(
        depth, a, aOffset, aStep, lanes, b, bOffset, bStep, bColumn, columns, false, c, cOffset,
        cColumn);
  }

  /**
   * {@link #addPanel} with chains that begin at +0: C is overwritten, and not read.
   *
   * @param depth as there
   * @param a as there
   * @param aOffset as there
   * @param aStep as there
   * @param lanes as there
   * @param b as there
   * @param bOffset as there
   * @param bStep as there
   * @param bColumn as there
   * @param columns as there
   * @param c overwritten
   * @param cOffset as there
   * @param cColumn as there
   */
  public void multiplyPanel(
      int depth,
      float[] a,
      int aOffset,
      int aStep,
      int lanes,
      float[] b,
      int bOffset,
      int bStep,
      int bColumn,
      int columns,
      float[] c,
      int cOffset,
      int cColumn) {
    panel(
        depth, a, aOffset, aStep, lanes, b, bOffset, bStep, bColumn, columns, true, c, cOffset,
        cColumn);
  }

  private void panel(
      int depth,
      float[] a,
      int aOffset,
      int aStep,
      int lanes,
      float[] b,
      int bOffset,
      int bStep,
      int bColumn,
      int columns,
      boolean fresh,
      float[] c,
      int cOffset,
      int cColumn) {
    if (fresh && depth == 0) {
      for (int column = 0; column < columns; column++) {
        Arrays.fill(c, cOffset + column * cColumn, cOffset + column * cColumn + lanes, 0f);
      }
    }
    int whole = columns - columns % nr;
    for (int k = 0; k < depth; k += kc) {
      int steps = Math.min(kc, depth - k);
      boolean begin = fresh && k == 0;
      int fromA = aOffset + k * aStep;
      int fromB = bOffset + k * bStep;
      for (int column = 0; column < whole; column += nr) {
        int b0 = fromB + column * bColumn;
        int c0 = cOffset + column * cColumn;
        multiply(steps, a, fromA, aStep, lanes, b, b0, bStep, bColumn, begin, c, c0, cColumn);
      }
      if (whole < columns) {
        int b0 = fromB + whole * bColumn;
        int c0 = cOffset + whole * cColumn;
        for (int column = 0; !begin && column < columns - whole; column++) {
          System.arraycopy(c, c0 + column * cColumn, scratch, scratchColumn(column), lanes);
        }
        int target = scratchColumn(0);
        multiply(steps, a, fromA, aStep, lanes, b, b0, bStep, bColumn, begin, scratch, target, mr);
        for (int column = 0; column < columns - whole; column++) {
          System.arraycopy(scratch, scratchColumn(column), c, c0 + column * cColumn, lanes);
        }
      }
    }
  }

  private int scratchColumn(int column) {
    return AlignedFloats.FIRST + column * mr;
  }

  private void multiply(
      int steps,
      float[] a,
      int aOffset,
      int aStep,
      int lanes,
      float[] b,
      int bOffset,
      int bStep,
      int bColumn,
      boolean begin,
      float[] c,
      int cOffset,
      int cColumn) {
    float[] s = begin ? zeros : c;
    int sOffset = begin ? 0 : cOffset;
    int sColumn = begin ? 0 : cColumn;
    if (lanes == mr) {
      kernels.multiply(
          steps, a, aOffset, aStep, b, bOffset, bStep, bColumn, s, sOffset, sColumn, c, cOffset,
          cColumn);
    } else {
      kernels.multiplyNarrow(
          steps, a, aOffset, aStep, b, bOffset, bStep, bColumn, s, sOffset, sColumn, c, cOffset,
          cColumn);
    }
  }
}
