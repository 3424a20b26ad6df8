package io.simdann.gemm;

import io.simdann.kernel.Kernels;

/** Block sizes so large that no array holds a block, nor an int the number of its floats. */
final class HugeBlocks {
  static BlockSizes of(Kernels kernels) {
    int mr = kernels.mr();
    int nr = kernels.nr();
    return new BlockSizes(mr, nr, 1 << 16, mr << 24, nr << 24);
  }

  private HugeBlocks() {}
}
