package io.simdann.gemm;

import io.simdann.kernel.AlignedFloats;

/**
 * A block of alpha·op(A), as {@link Micropanels}. They are read where they lie if rows are
 * contiguous there and columns near each other; others are packed.
 *
 * <p>A vector of 64 bytes that reaches over a cache line is loaded twice, and columns that are
 * whole pages apart meet in the same sets of the cache and have a page each; packed micropanels
 * know neither.
 */
final class PackedA {
  /**
   * Columns up to so many times MR floats apart are read where they lie. With MR 32 that is two
   * columns to a page of 4 KB; narrower tiles load more often for what they compute, and wait
   * sooner.
   */
  private static final int LONGEST_STRIDE = 16;

  private final int mr;
  private final Operand block = new Operand();
  private float[] packed = {};

  /** The block taken. */
  final Micropanels panels = new Micropanels();

  PackedA(int mr) {
    this.mr = mr;
  }

  /** Makes room for a block, its micropanels padded. */
  void reserve(long length) {
    if (packed.length < AlignedFloats.FIRST + length) {
      packed = AlignedFloats.allocate(length);
    }
  }

  /**
   * Takes a block.
   *
   * @param a op(A)
   * @param alpha what each element is multiplied with
   */
  void take(Operand a, float alpha, int row, int rows, int k, int steps) {
    int from = a.offset(row, k);
    if (isInPlace(a, alpha, mr) && rows >= Micropanels.width(rows % mr, mr)) {
      panels.inPlace(a.data, from, a.columnStride, rows, steps);
    } else {
      block.at(a.data, from, a.rowStride, a.columnStride);
      panels.packed(packed, AlignedFloats.FIRST, mr, rows, steps);
      Packing.pack(block, rows, 0, steps, panels);
      Packing.scale(panels, alpha);
    }
  }

  /** Whether micropanels are read where they lie, if there are enough rows for one. */
  static boolean isInPlace(Operand a, float alpha, int mr) {
    return a.rowStride == 1 && alpha == 1f && a.columnStride <= LONGEST_STRIDE * mr;
  }

  /** Lets go of the operand. */
  void release() {
    block.release();
    panels.release();
  }
}
