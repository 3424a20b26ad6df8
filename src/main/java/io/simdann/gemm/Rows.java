package io.simdann.gemm;

import io.simdann.kernel.Kernels;

/**
 * The layout of a layer's values: one row per sample, units side by side, padded.
 *
 * <pre>
 *   | unit 0 … unit n−1, padding | unit 0 …      one row per sample, every stride floats
 * </pre>
 */
public final class Rows {

  /**
   * The distance between rows. It is a sum of 64s and at most one 16, the widths of the sparse
   * kernels; and beyond 64 an odd multiple of 16, a cache line, so that the same few units of all
   * rows spread over the whole first-level cache.
   *
   * @param units the values of a row, 1 or more
   * @return the padded length
   */
  public static int stride(int units) {
    int rest = units % Kernels.WIDE_LANES;
    int padded =
        rest == 0 || rest > Kernels.LANES
            ? Packing.roundUp(units, Kernels.WIDE_LANES)
            : units - rest + Kernels.LANES;
    boolean even = padded / Kernels.LANES % 2 == 0;
    return padded > Kernels.WIDE_LANES && even ? padded + Kernels.LANES : padded;
  }

  /**
   * The lanes that a kernel takes next.
   *
   * @param lane the first of them
   * @param stride the lanes of a row
   * @param wide the lanes of the wider kernel
   * @return {@code wide}, or {@value io.simdann.kernel.Kernels#LANES} where not so many are left
   */
  public static int lanes(int lane, int stride, int wide) {
    return stride - lane >= wide ? wide : Kernels.LANES;
  }

  private Rows() {}
}
