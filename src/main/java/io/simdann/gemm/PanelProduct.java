package io.simdann.gemm;

import io.simdann.kernel.Kernels;
import java.util.Arrays;

/**
 * The product that training is made of: one packed panel times all groups, added to a block of C
 * that lies tile by tile.
 *
 * <pre>
 *   C (lanes × columns)  +=  panel (lanes × depth) · groups (depth × columns)
 *
 *   C: | column 0: MR lanes | column 1: MR lanes | …         columns padded to a multiple of NR
 * </pre>
 *
 * An object belongs to one thread: it holds the buffer into which bytes are widened, which stays in
 * the first-level cache while all groups go past it.
 */
public final class PanelProduct {
  private final Kernels kernels;
  private final int mr;
  private final int nr;
  private final int kc;
  private final float[] buffer;
  private final int[] index;
  private final int[] allSteps;

  /**
   * Makes the scratch buffers.
   *
   * @param kernels the kernel set
   * @param sizes its block sizes
   * @throws IllegalArgumentException if they are for another kernel set
   */
  public PanelProduct(Kernels kernels, BlockSizes sizes) {
    sizes.requireFor(kernels);
    this.kernels = kernels;
    this.mr = sizes.mr();
    this.nr = sizes.nr();
    this.kc = sizes.kc();
    this.buffer = new float[kc * mr];
    this.index = new int[kc];
    this.allSteps = new int[kc];
    Arrays.setAll(allSteps, k -> k * nr);
  }

  /**
   * Adds the product of a panel without zero slices.
   *
   * @param panels where the panel is
   * @param panel which one
   * @param groups the packed groups, one after the other
   * @param depth the steps of each group
   * @param columns the columns of all groups
   * @param c the block of C
   * @param cOffset its start
   */
  public void add(
      SlicePanels panels,
      int panel,
      float[] groups,
      int depth,
      int columns,
      float[] c,
      int cOffset) {
    int end = panels.start(panel + 1);
    for (int slice = panels.start(panel); slice < end; slice += kc) {
      int count = Math.min(kc, end - slice);
      float[] a = panels.values(kernels, slice, count, buffer);
      int aOffset = panels.valueOffset(slice);
      panels.scaledSteps(slice, count, nr, index);
      for (int column = 0; column < columns; column += nr) {
        kernels.multiply(
            count, a, aOffset, index, groups, column * depth, c, cOffset + column * mr, mr);
      }
    }
  }

  /**
   * Adds the products of consecutive dense panels of floats.
   *
   * @param a the panels
   * @param aStride from one panel to the next
   * @param panelCount how many panels
   * @param depth the steps of each panel and group
   * @param groups the packed groups, one after the other
   * @param columns the columns of all groups
   * @param c a block of C for each panel
   * @param cOffset the first one's start
   * @param cStride from one block to the next
   */
  public void addDense(
      float[] a,
      int aStride,
      int panelCount,
      int depth,
      float[] groups,
      int columns,
      float[] c,
      int cOffset,
      int cStride) {
    for (int k = 0; k < depth; k += kc) {
      int count = Math.min(kc, depth - k);
      for (int column = 0; column < columns; column += nr) {
        int b = column * depth + k * nr;
        for (int panel = 0; panel < panelCount; panel++) {
          int from = panel * aStride + k * mr;
          int to = cOffset + panel * cStride + column * mr;
          kernels.multiply(count, a, from, allSteps, groups, b, c, to, mr);
        }
      }
    }
  }
}
