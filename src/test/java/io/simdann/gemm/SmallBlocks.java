package io.simdann.gemm;

import io.simdann.kernel.Kernels;

/** Block sizes so small that tests reach every boundary with little arithmetic. */
final class SmallBlocks {
  static final int KC = 8;

  /** MC of two panels, NC of three groups. */
  static BlockSizes of(Kernels kernels) {
    int mr = kernels.mr();
    int nr = kernels.nr();
    return new BlockSizes(mr, nr, KC, 2 * mr, 3 * nr);
  }

  private SmallBlocks() {}
}
