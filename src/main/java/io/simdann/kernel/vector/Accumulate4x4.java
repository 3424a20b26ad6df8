package io.simdann.kernel.vector;

import static io.simdann.kernel.vector.Lanes.broadcast;
import static io.simdann.kernel.vector.Lanes.load;

import io.simdann.kernel.Kernels;
import jdk.incubator.vector.FloatVector;

/**
 * The sparse kernel for 4 samples that share a list, on 4 vectors, for 512 bits.
 *
 * <p>Registers: 16 accumulators + 4 of a row + 1 broadcast. A row of weights is loaded once for 16
 * multiply-adds, which take 8 cycles; for one sample, it takes 4 for the latency of the chains and
 * some more, since checks of bounds are most of its instructions.
 *
 * <pre>
 *   entry: | place: 8 bits | place: 8 bits |
 *   row:   | r0 | | r1 | | r2 | | r3 |      at rowsOffset + place·64
 *   x:     one value of each sample         at xOffset + place, from one sample to the next xStride
 *   sum:   4 × | s0 | | s1 | | s2 | | s3 |  at sumOffset, from one to the next sumStride; read and written
 * </pre>
 */
final class Accumulate4x4 {

  // spotless:off
  static void accumulate(
      char[] entries, int from, int to, float[] x, int xOffset, int xStride,
      float[] rows, int rowsOffset, float[] sum, int sumOffset, int sumStride) {
    int n = Lanes.COUNT;
    int sum1 = sumOffset + sumStride;
    int sum2 = sum1 + sumStride;
    int sum3 = sum2 + sumStride;
    FloatVector s00 = load(sum, sumOffset);
    FloatVector s01 = load(sum, sumOffset + n);
    FloatVector s02 = load(sum, sumOffset + 2 * n);
    FloatVector s03 = load(sum, sumOffset + 3 * n);
    FloatVector s10 = load(sum, sum1);
    FloatVector s11 = load(sum, sum1 + n);
    FloatVector s12 = load(sum, sum1 + 2 * n);
    FloatVector s13 = load(sum, sum1 + 3 * n);
    FloatVector s20 = load(sum, sum2);
    FloatVector s21 = load(sum, sum2 + n);
    FloatVector s22 = load(sum, sum2 + 2 * n);
    FloatVector s23 = load(sum, sum2 + 3 * n);
    FloatVector s30 = load(sum, sum3);
    FloatVector s31 = load(sum, sum3 + n);
    FloatVector s32 = load(sum, sum3 + 2 * n);
    FloatVector s33 = load(sum, sum3 + 3 * n);
    for (int e = from; e < to; e++) {
      int place = entries[e] >>> 8;
      int row = rowsOffset + place * Kernels.WIDE_LANES;
      int value = xOffset + place;
      FloatVector row0 = load(rows, row);
      FloatVector row1 = load(rows, row + n);
      FloatVector row2 = load(rows, row + 2 * n);
      FloatVector row3 = load(rows, row + 3 * n);
      FloatVector x0 = broadcast(x, value);
      s00 = row0.fma(x0, s00);
      s01 = row1.fma(x0, s01);
      s02 = row2.fma(x0, s02);
      s03 = row3.fma(x0, s03);
      FloatVector x1 = broadcast(x, value + xStride);
      s10 = row0.fma(x1, s10);
      s11 = row1.fma(x1, s11);
      s12 = row2.fma(x1, s12);
      s13 = row3.fma(x1, s13);
      FloatVector x2 = broadcast(x, value + 2 * xStride);
      s20 = row0.fma(x2, s20);
      s21 = row1.fma(x2, s21);
      s22 = row2.fma(x2, s22);
      s23 = row3.fma(x2, s23);
      FloatVector x3 = broadcast(x, value + 3 * xStride);
      s30 = row0.fma(x3, s30);
      s31 = row1.fma(x3, s31);
      s32 = row2.fma(x3, s32);
      s33 = row3.fma(x3, s33);
    }
    s00.intoArray(sum, sumOffset);
    s01.intoArray(sum, sumOffset + n);
    s02.intoArray(sum, sumOffset + 2 * n);
    s03.intoArray(sum, sumOffset + 3 * n);
    s10.intoArray(sum, sum1);
    s11.intoArray(sum, sum1 + n);
    s12.intoArray(sum, sum1 + 2 * n);
    s13.intoArray(sum, sum1 + 3 * n);
    s20.intoArray(sum, sum2);
    s21.intoArray(sum, sum2 + n);
    s22.intoArray(sum, sum2 + 2 * n);
    s23.intoArray(sum, sum2 + 3 * n);
    s30.intoArray(sum, sum3);
    s31.intoArray(sum, sum3 + n);
    s32.intoArray(sum, sum3 + 2 * n);
    s33.intoArray(sum, sum3 + 3 * n);
  }
  // spotless:on

  private Accumulate4x4() {}
}
