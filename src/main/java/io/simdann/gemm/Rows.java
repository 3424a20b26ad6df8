package io.simdann.gemm;

import io.simdann.kernel.Kernels;

/**
 * The layout of a layer's values: one row per sample, units side by side, padded.
 *
 * <pre>
 *   | unit 0 … unit n−1 | lanes up to the width | padding up to the stride |   one row per sample
 * </pre>
 */
public final class Rows {

  /**
   * The lanes on which products work: a sum of 64s and at most one 16, the widths of the sparse
   * kernels.
   *
   * @param units the values of a row, 1 or more
   * @return a multiple of 16
   */
  public static int width(int units) {
    int rest = units % Kernels.WIDE_LANES;
    return rest == 0 || rest > Kernels.LANES
        ? Packing.roundUp(units, Kernels.WIDE_LANES)
        : units - rest + Kernels.LANES;
  }

  /**
   * The distance between rows: beyond 64 floats an odd multiple of 16, a cache line, so that the
   * same few units of all rows spread over the whole first-level cache.
   *
   * @param units the values of a row, 1 or more
   * @return a multiple of 16, at least the width
   */
  public static int stride(int units) {
    int width = width(units);
    boolean even = width / Kernels.LANES % 2 == 0;
    return width > Kernels.WIDE_LANES && even ? width + Kernels.LANES : width;
  }

  /**
   * The lanes that a kernel takes next.
   *
   * @param lane the first of them
   * @param width the lanes of a row
   * @param wide the lanes of the wider kernel
   * @return {@code wide}, or {@value io.simdann.kernel.Kernels#LANES} where not so many are left
   */
  public static int lanes(int lane, int width, int wide) {
    return width - lane >= wide ? wide : Kernels.LANES;
  }

  private Rows() {}
}
