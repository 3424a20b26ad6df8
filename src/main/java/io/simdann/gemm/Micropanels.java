package io.simdann.gemm;

import io.simdann.kernel.Kernels;

/**
 * Operand A, lanes × depth, as the micro-kernel reads it: in micropanels of so many lanes side by
 * side, the last one perhaps of 16. Either they are packed,
 *
 * <pre>
 *   | k = 0: the panel's lanes | k = 1: the panel's lanes | …   one micropanel after the other
 * </pre>
 *
 * or they lie in a matrix whose columns are contiguous. An object is made once; it may be aimed
 * again for each product by the thread that it belongs to, or else be read by all.
 */
public final class Micropanels {
  float[] data;
  int start;
  int lanes;
  int depth;

  /** Lanes of a packed micropanel; 0 if they are read in place. */
  int panelLanes;

  private int leadingDimension;

  /**
   * Aims at packed micropanels.
   *
   * @param data where they are
   * @param offset the first one's start
   * @param panelLanes the lanes of each: a multiple of MR
   * @param lanes all lanes: whole micropanels, and perhaps 16 more
   * @param depth the steps k of each
   * @return this
   */
  public Micropanels packed(float[] data, int offset, int panelLanes, int lanes, int depth) {
    this.panelLanes = panelLanes;
    return at(data, offset, lanes, depth);
  }

  /**
   * Aims at a matrix whose columns are contiguous.
   *
   * @param data where it is
   * @param offset its first element
   * @param leadingDimension from one column to the next
   * @param lanes its rows: a multiple of 16
   * @param depth its columns
   * @return this
   */
  public Micropanels inPlace(float[] data, int offset, int leadingDimension, int lanes, int depth) {
    this.panelLanes = 0;
    this.leadingDimension = leadingDimension;
    return at(data, offset, lanes, depth);
  }

  private Micropanels at(float[] data, int offset, int lanes, int depth) {
    // As in Operand: to store a reference isn't free.
    if (this.data != data) {
      this.data = data;
    }
    this.start = offset;
    this.lanes = lanes;
    this.depth = depth;
    return this;
  }

  /** The lanes of the micropanel where so many are left: as many as given, or 16. */
  static int width(int left, int panelLanes) {
    return left > Kernels.LANES ? panelLanes : Kernels.LANES;
  }

  /** The lanes of all micropanels, of which the last one may overlap the one before. */
  int packedLanes() {
    int rest = lanes % panelLanes;
    return rest == 0 ? lanes : lanes - rest + width(rest, panelLanes);
  }

  /**
   * Where a micropanel begins, or the part of a wide one that begins with a lane.
   *
   * @param lane its first lane, if none overlaps the one before
   * @param row its first row of the matrix
   */
  int offset(int lane, int row) {
    if (panelLanes == 0) {
      return start + row;
    }
    int inPanel = lane % panelLanes;
    return start + (lane - inPanel) * depth + inPanel;
  }

  /** From one k to the next, in the micropanel that has a lane. */
  int stride(int lane) {
    return panelLanes == 0 ? leadingDimension : width(lanes - lane + lane % panelLanes, panelLanes);
  }

  /** Lets go of the memory. */
  void release() {
    data = null;
  }
}
