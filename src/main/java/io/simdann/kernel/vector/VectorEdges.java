package io.simdann.kernel.vector;

import static io.simdann.kernel.vector.Lanes.COUNT;
import static io.simdann.kernel.vector.Lanes.broadcast;
import static io.simdann.kernel.vector.Lanes.load;

import io.simdann.kernel.Kernels;
import jdk.incubator.vector.FloatVector;

/**
 * Sparse products of {@link Kernels#LANES} lanes with one accumulator at a time: the edges of the
 * larger kernels.
 */
final class VectorEdges {

  static void accumulate(
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
    for (int lane = 0; lane < Kernels.LANES; lane += COUNT) {
      FloatVector total = load(sum, sumOffset + lane);
      for (int e = from; e < to; e++) {
        int row = rowsOffset + lane + (entries[e] >>> 8) * rowStride;
        FloatVector value = broadcast(table, tableOffset + (entries[e] & 255));
        total = load(rows, row).fma(value, total);
      }
      total.intoArray(sum, sumOffset + lane);
    }
  }

  /** One vector of lanes, 4 samples. */
  static void accumulateRows(
      char[] entries,
      int from,
      int to,
      float[] x,
      int xOffset,
      int xStride,
      float[] rows,
      int rowsOffset,
      int rowStride,
      float[] sum,
      int sumOffset,
      int sumStride) {
    FloatVector s0 = load(sum, sumOffset);
    FloatVector s1 = load(sum, sumOffset + sumStride);
    FloatVector s2 = load(sum, sumOffset + 2 * sumStride);
    FloatVector s3 = load(sum, sumOffset + 3 * sumStride);
    for (int e = from; e < to; e++) {
      int place = entries[e] >>> 8;
      FloatVector row = load(rows, rowsOffset + place * rowStride);
      s0 = row.fma(broadcast(x, xOffset + place), s0);
      s1 = row.fma(broadcast(x, xOffset + place + xStride), s1);
      s2 = row.fma(broadcast(x, xOffset + place + 2 * xStride), s2);
      s3 = row.fma(broadcast(x, xOffset + place + 3 * xStride), s3);
    }
    s0.intoArray(sum, sumOffset);
    s1.intoArray(sum, sumOffset + sumStride);
    s2.intoArray(sum, sumOffset + 2 * sumStride);
    s3.intoArray(sum, sumOffset + 3 * sumStride);
  }

  /** One vector of lanes. */
  static void scatter(
      char[] entries,
      int from,
      int to,
      float[] table,
      int tableOffset,
      float[] x,
      int xOffset,
      float[] rows,
      int rowsOffset,
      int rowStride) {
    FloatVector added = load(x, xOffset);
    for (int e = from; e < to; e++) {
      int row = rowsOffset + (entries[e] >>> 8) * rowStride;
      FloatVector value = broadcast(table, tableOffset + (entries[e] & 255));
      added.fma(value, load(rows, row)).intoArray(rows, row);
    }
  }

  /** One vector of lanes. */
  static void sumPair(
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
      int sumOffset) {
    FloatVector s = FloatVector.zero(Lanes.FLOATS);
    for (int e = from1; e < to1; e++) {
      int row = rowsOffset + (entries[e] >>> 8) * rowStride;
      s = load(rows, row).fma(broadcast(table, tableOffset + (entries[e] & 255)), s);
    }
    FloatVector t = FloatVector.zero(Lanes.FLOATS);
    for (int e = from2; e < to2; e++) {
      int row = rowsOffset + (entries[e] >>> 8) * rowStride;
      t = load(rows, row).fma(broadcast(table, tableOffset + (entries[e] & 255)), t);
    }
    s.add(t).intoArray(sum, sumOffset);
  }

  private VectorEdges() {}
}
