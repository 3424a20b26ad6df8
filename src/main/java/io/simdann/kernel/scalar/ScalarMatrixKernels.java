package io.simdann.kernel.scalar;

import io.simdann.kernel.Kernels;
import io.simdann.kernel.MatrixKernels;

/** {@link MatrixKernels} as plain loops. */
interface ScalarMatrixKernels extends MatrixKernels {

  @Override
  default int tileRows() {
    return Kernels.LANES;
  }

  @Override
  default int tileColumns() {
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
    for (int j = 0; j < tileColumns(); j++) {
      System.arraycopy(s, sOffset + j * sColumn, c, cOffset + j * cColumn, Kernels.LANES);
      multiplyColumn(
          depth, a, aOffset, aStep, b, bOffset + j * bColumn, bStep, c, cOffset + j * cColumn);
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

  @Override
  default void multiplyColumn(
      int depth,
      float[] a,
      int aOffset,
      int aStep,
      float[] b,
      int bOffset,
      int bStep,
      float[] c,
      int cOffset) {
    for (int k = 0; k < depth; k++) {
      ScalarKernels.addMultiple(
          a, aOffset + k * aStep, b[bOffset + k * bStep], c, cOffset, Kernels.LANES);
    }
  }
}
