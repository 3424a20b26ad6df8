package io.simdann.kernel.vector;

import io.simdann.kernel.Kernels;
import io.simdann.kernel.MatrixKernels;

/** {@link MatrixKernels} on SIMD lanes. */
interface VectorMatrixKernels extends MatrixKernels {

  @Override
  default int mr() {
    return Lanes.BITS == 512 ? 2 * Kernels.LANES : Kernels.LANES;
  }

  @Override
  default int nr() {
    return switch (Lanes.BITS) {
      case 512 -> MicroKernel2x10.COLUMNS;
      case 256 -> MicroKernel2x4.COLUMNS;
      default -> MicroKernel4x5.COLUMNS;
    };
  }

  @Override
  default boolean prefersPackedPanels() {
    return Lanes.BITS == 256;
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
    if (Lanes.BITS == 512) {
      MicroKernel2x10.multiply(
          depth, a, aOffset, aStep, b, bOffset, bStep, bColumn, s, sOffset, sColumn, c, cOffset,
          cColumn);
    } else {
      multiplyNarrow(
          depth, a, aOffset, aStep, b, bOffset, bStep, bColumn, s, sOffset, sColumn, c, cOffset,
          cColumn);
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
    switch (Lanes.BITS) {
      case 512 ->
          MicroKernel1x10.multiply(
              depth, a, aOffset, aStep, b, bOffset, bStep, bColumn, s, sOffset, sColumn, c, cOffset,
              cColumn);
      case 256 -> {
        if (aStep == Kernels.LANES && bStep == 1) {
          MicroKernel2x4Columns.multiply(
              depth, a, aOffset, b, bOffset, bColumn, s, sOffset, sColumn, c, cOffset, cColumn);
        } else if (aStep == Kernels.LANES && bColumn == 1) {
          MicroKernel2x4Rows.multiply(
              depth, a, aOffset, b, bOffset, bStep, s, sOffset, sColumn, c, cOffset, cColumn);
        } else {
          MicroKernel2x4.multiply(
              depth, a, aOffset, aStep, b, bOffset, bStep, bColumn, s, sOffset, sColumn, c, cOffset,
              cColumn);
        }
      }
      default ->
          MicroKernel4x5.multiply(
              depth, a, aOffset, aStep, b, bOffset, bStep, bColumn, s, sOffset, sColumn, c, cOffset,
              cColumn);
    }
  }
}
