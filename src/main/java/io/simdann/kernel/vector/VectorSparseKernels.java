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
  default long nonZeros(float[] values, int offset, int count) {
    return VectorNonZeros.nonZeros(values, offset, count);
  }
}
