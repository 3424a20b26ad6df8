package io.simdann.kernel.scalar;

import io.simdann.kernel.ElementwiseKernels;
import io.simdann.kernel.Kernels;

/** {@link ElementwiseKernels} as plain loops. */
interface ScalarElementwiseKernels extends ElementwiseKernels {

  @Override
  default void widen(byte[] source, int sourceOffset, float[] target, int targetOffset, int count) {
    for (int i = 0; i < count; i++) {
      target[targetOffset + i] = source[sourceOffset + i] & 0xff;
    }
  }

  @Override
  default void add(float[] sum, int sumOffset, float[] term, int termOffset, int count) {
    for (int i = 0; i < count; i++) {
      sum[sumOffset + i] += term[termOffset + i];
    }
  }

  @Override
  default void scaleRows(
      float[] source,
      int sourceOffset,
      int sourceStride,
      float[] target,
      int targetOffset,
      int targetStride,
      int rows,
      int count,
      float factor,
      float term) {
    for (int row = 0; row < rows; row++) {
      int from = sourceOffset + row * sourceStride;
      int to = targetOffset + row * targetStride;
      for (int i = 0; i < count; i++) {
        target[to + i] = source[from + i] * factor + term;
      }
    }
  }

  @Override
  default void addRowSums(float[] z, int offset, int rows, int stride, float[] sums) {
    for (int row = 0; row < rows; row++) {
      for (int lane = 0; lane < stride; lane++) {
        sums[row % Kernels.SUM_WAYS * stride + lane] += z[offset + row * stride + lane];
      }
    }
  }
}
