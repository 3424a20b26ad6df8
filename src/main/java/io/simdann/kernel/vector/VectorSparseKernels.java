package io.simdann.kernel.vector;

import io.simdann.kernel.Kernels;
import io.simdann.kernel.SparseKernels;

/** {@link SparseKernels} on SIMD lanes. */
interface VectorSparseKernels extends SparseKernels {

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
    if (Lanes.BITS == 512) {
      Accumulate4.accumulate(
          entries, from, to, table, tableOffset, rows, rowsOffset, rowStride, sum, sumOffset);
      return;
    }
    // 8 vectors at a time: once with 256 bits, twice with 128.
    for (int lane = 0; lane < Kernels.WIDE_LANES; lane += 8 * Lanes.COUNT) {
      Accumulate8.accumulate(
          entries,
          from,
          to,
          table,
          tableOffset,
          rows,
          rowsOffset + lane,
          rowStride,
          sum,
          sumOffset + lane);
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
    VectorEdges.accumulate(
        entries, from, to, table, tableOffset, rows, rowsOffset, rowStride, sum, sumOffset);
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
    int lane = 0;
    for (; lane + 4 * Lanes.COUNT <= lanes; lane += 4 * Lanes.COUNT) {
      Scatter4.scatter(
          entries,
          from,
          to,
          table,
          tableOffset,
          x,
          xOffset + lane,
          rows,
          rowsOffset + lane,
          rowStride);
    }
    for (; lane < lanes; lane += Lanes.COUNT) {
      VectorEdges.scatter(
          entries,
          from,
          to,
          table,
          tableOffset,
          x,
          xOffset + lane,
          rows,
          rowsOffset + lane,
          rowStride);
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
    int lane = 0;
    for (; lane + 4 * Lanes.COUNT <= lanes; lane += 4 * Lanes.COUNT) {
      SumPair4.sumPair(
          entries,
          from1,
          to1,
          from2,
          to2,
          table,
          tableOffset,
          rows,
          rowsOffset + lane,
          rowStride,
          sum,
          sumOffset + lane);
    }
    for (; lane < lanes; lane += Lanes.COUNT) {
      VectorEdges.sumPair(
          entries,
          from1,
          to1,
          from2,
          to2,
          table,
          tableOffset,
          rows,
          rowsOffset + lane,
          rowStride,
          sum,
          sumOffset + lane);
    }
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
    if (Lanes.BITS == 512 && lanes == Kernels.WIDE_LANES) {
      Accumulate4x4.accumulate(
          entries, from, to, x, xOffset, xStride, rows, rowsOffset, sum, sumOffset, sumStride);
      return;
    }
    for (int lane = 0; lane < lanes; lane += Lanes.COUNT) {
      VectorEdges.accumulateRows(
          entries,
          from,
          to,
          x,
          xOffset,
          xStride,
          rows,
          rowsOffset + lane,
          lanes,
          sum,
          sumOffset + lane,
          sumStride);
    }
  }

  @Override
  default void nonZeros(float[] values, int offset, int count, long[] masks) {
    VectorNonZeros.nonZeros(values, offset, count, masks);
  }

  @Override
  default void nonZerosOfRows(float[] values, int offset, int stride, int count, long[] masks) {
    VectorNonZeros.nonZerosOfRows(values, offset, stride, count, masks);
  }

  @Override
  default int list(long[] masks, int from, int words, char[] entries, int next) {
    return VectorNonZeros.list(masks, from, words, entries, next);
  }
}
