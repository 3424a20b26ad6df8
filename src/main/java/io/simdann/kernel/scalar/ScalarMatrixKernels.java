package io.simdann.kernel.scalar;

import io.simdann.kernel.Kernels;
import io.simdann.kernel.MatrixKernels;

/** {@link MatrixKernels} as plain loops. */
interface ScalarMatrixKernels extends MatrixKernels {

  @Override
  default int mr() {
    return Kernels.LANES;
  }

  @Override
  default int nr() {
    return 5;
  }

  @Override
  default void multiply(
      int depth,
      float[] a,
      int aOffset,
      int aStep,
      float[] b,
      int bOffset,
      int bStep,
      int bColumn,
      float[] s,
      int sOffset,
      int sColumn,
      float[] c,
      int cOffset,
      int cColumn) {
    if (depth < 0) {
      return;
    }
    for (int j = 0; j < nr(); j++) {
      System.arraycopy(s, sOffset + j * sColumn, c, cOffset + j * cColumn, Kernels.LANES);
      for (int k = 0; k < depth; k++) {
        float factor = b[bOffset + k * bStep + j * bColumn];
        ScalarKernels.addMultiple(
            a, aOffset + k * aStep, factor, c, cOffset + j * cColumn, Kernels.LANES);
      }
    }
  }

  @Override
  default void multiplyNarrow(
      int depth,
      float[] a,
      int aOffset,
      int aStep,
      float[] b,
      int bOffset,
      int bStep,
      int bColumn,
      float[] s,
      int sOffset,
      int sColumn,
      float[] c,
      int cOffset,
      int cColumn) {
    multiply(
        depth, a, aOffset, aStep, b, bOffset, bStep, bColumn, s, sOffset, sColumn, c, cOffset,
        cColumn);
  }
}
