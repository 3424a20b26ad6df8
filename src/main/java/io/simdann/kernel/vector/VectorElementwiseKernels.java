package io.simdann.kernel.vector;

import io.simdann.kernel.ElementwiseKernels;

/** {@link ElementwiseKernels} on SIMD lanes. */
interface VectorElementwiseKernels extends ElementwiseKernels {

  @Override
  default void widen(byte[] source, int sourceOffset, float[] target, int targetOffset, int count) {
    VectorElementwise.widen(source, sourceOffset, target, targetOffset, count);
  }

  @Override
  default void add(float[] sum, int sumOffset, float[] term, int termOffset, int count) {
    VectorElementwise.add(sum, sumOffset, term, termOffset, count);
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
    VectorElementwise.scaleRows(
        source,
        sourceOffset,
        sourceStride,
        target,
        targetOffset,
        targetStride,
        rows,
        count,
        factor,
        term);
  }

  @Override
  default void addRowSums(float[] z, int offset, int rows, int stride, float[] sums) {
    VectorElementwise.addRowSums(z, offset, rows, stride, sums);
  }
}
