package io.simdann.kernel.vector;

import io.simdann.kernel.Kernels;

/** The kernel set on SIMD lanes of {@link Lanes#BITS} bits. */
public final class VectorKernels
    implements Kernels,
        VectorMatrixKernels,
        VectorSparseKernels,
        VectorActivationKernels,
        VectorElementwiseKernels {
  /** Creates the kernel set; it has no state. */
  public VectorKernels() {}

  @Override
  public String name() {
    return "vector-" + Lanes.BITS;
  }

  @Override
  public int vectorBits() {
    return Lanes.BITS;
  }
}
