package io.simdann.kernel.scalar;

import io.simdann.kernel.FusedMultiplyAdd;
import io.simdann.kernel.Kernels;

/** Every kernel as plain loops: what the vector kernels must equal bit for bit. */
public final class ScalarKernels
    implements Kernels,
        ScalarMatrixKernels,
        ScalarSparseKernels,
        ScalarActivationKernels,
        ScalarElementwiseKernels {
  /** Creates the kernel set; it has no state. */
  public ScalarKernels() {}

  @Override
  public String name() {
    return FusedMultiplyAdd.inHardware() ? "scalar" : "scalar-no-fma";
  }

  @Override
  public int vectorBits() {
    return Float.SIZE;
  }

  /** sum(i) = fma(x(i), factor, sum(i)). */
  static void addMultiple(
      float[] x, int xOffset, float factor, float[] sum, int sumOffset, int lanes) {
    for (int i = 0; i < lanes; i++) {
      sum[sumOffset + i] = FusedMultiplyAdd.fma(x[xOffset + i], factor, sum[sumOffset + i]);
    }
  }
}
