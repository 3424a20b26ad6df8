package io.simdann.kernel.scalar;

import io.simdann.kernel.FusedMultiplyAdd;
import io.simdann.kernel.Kernels;
import io.simdann.kernel.SparseKernels;

/** {@link SparseKernels} as plain loops. */
interface ScalarSparseKernels extends SparseKernels {

  @Override
  default void accumulate(
      char[] entries,
      int from,
      int to,
      float[] table,
      int tableOffset,
      float[] rows,
      int rowsOffset,
      int rowStride,
      float[] sum,
      int sumOffset) {
    for (int e = from; e < to; e++) {
      int row = rowsOffset + (entries[e] >>> 8) * rowStride;
      ScalarKernels.addMultiple(
          rows, row, table[tableOffset + (entries[e] & 255)], sum, sumOffset, Kernels.WIDE_LANES);
    }
  }

  @Override
  default void accumulateNarrow(
      char[] entries,
      int from,
      int to,
      float[] table,
      int tableOffset,
      float[] rows,
      int rowsOffset,
      int rowStride,
      float[] sum,
      int sumOffset) {
    for (int e = from; e < to; e++) {
      int row = rowsOffset + (entries[e] >>> 8) * rowStride;
      ScalarKernels.addMultiple(
          rows, row, table[tableOffset + (entries[e] & 255)], sum, sumOffset, Kernels.LANES);
    }
  }

  @Override
  default void scatter(
      char[] entries,
      int from,
      int to,
      float[] table,
      int tableOffset,
      float[] x,
      int xOffset,
      float[] rows,
      int rowsOffset,
      int rowStride,
      int lanes) {
    for (int e = from; e < to; e++) {
      int row = rowsOffset + (entries[e] >>> 8) * rowStride;
      ScalarKernels.addMultiple(
          x, xOffset, table[tableOffset + (entries[e] & 255)], rows, row, lanes);
    }
  }

  @Override
  default void sumPair(
      char[] entries,
      int from1,
      int to1,
      int from2,
      int to2,
      float[] table,
      int tableOffset,
      float[] rows,
      int rowsOffset,
      int rowStride,
      float[] sum,
      int sumOffset,
      int lanes) {
    for (int i = 0; i < lanes; i++) {
      float s1 = chain(entries, from1, to1, table, tableOffset, rows, rowsOffset + i, rowStride);
      float s2 = chain(entries, from2, to2, table, tableOffset, rows, rowsOffset + i, rowStride);
      sum[sumOffset + i] = s1 + s2;
    }
  }

  private static float chain(
      char[] entries,
      int from,
      int to,
      float[] table,
      int tableOffset,
      float[] rows,
      int rowsOffset,
      int rowStride) {
    float s = 0f;
    for (int e = from; e < to; e++) {
      int row = rowsOffset + (entries[e] >>> 8) * rowStride;
      s = FusedMultiplyAdd.fma(rows[row], table[tableOffset + (entries[e] & 255)], s);
    }
    return s;
  }

  @Override
  default void accumulateRows(
      char[] entries,
      int from,
      int to,
      float[] x,
      int xOffset,
      int xStride,
      float[] rows,
      int rowsOffset,
      float[] sum,
      int sumOffset,
      int sumStride,
      int lanes) {
    for (int sample = 0; sample < Kernels.SHARED_ROWS; sample++) {
      int values = xOffset + sample * xStride;
      int sums = sumOffset + sample * sumStride;
      for (int e = from; e < to; e++) {
        int place = entries[e] >>> 8;
        ScalarKernels.addMultiple(
            rows, rowsOffset + place * lanes, x[values + place], sum, sums, lanes);
      }
    }
  }

  @Override
  default void nonZeros(float[] values, int offset, int count, long[] masks) {
    for (int i = 0; i < count; i++) {
      if (values[offset + i] != 0f) {
        masks[i / Long.SIZE] |= 1L << i;
      }
    }
  }

  @Override
  default void nonZerosOfRows(float[] values, int offset, int stride, int count, long[] masks) {
    for (int sample = 0; sample < Kernels.SHARED_ROWS; sample++) {
      nonZeros(values, offset + sample * stride, count, masks);
    }
  }

  @Override
  default int list(long[] masks, int from, int words, char[] entries, int next) {
    int end = next;
    for (int place = 0; place < words * Long.SIZE; place++) {
      if ((masks[from + place / Long.SIZE] >>> place & 1) != 0) {
        entries[end++] = (char) (place << 8 | place);
      }
    }
    return end;
  }
}
