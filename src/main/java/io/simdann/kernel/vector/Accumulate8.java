package io.simdann.kernel.vector;

import static io.simdann.kernel.vector.Lanes.broadcast;
import static io.simdann.kernel.vector.Lanes.load;

import jdk.incubator.vector.FloatVector;

/**
 * The sparse kernel on 8 vectors, for 128 and 256 bits and 16 registers.
 *
 * <p>Registers: 8 accumulators + 1 broadcast + rows, a few at a time. The loads of a row are the
 * bottleneck: one for each multiply-add.
 *
 * <pre>
 *   entry: | row: 8 bits | value: 8 bits |
 *   row:   | r0 | … | r7 |      at rowsOffset + row·rowStride
 *   sum:   | s0 | … | s7 |      at sumOffset, read and written
 * </pre>
 */
final class Accumulate8 {

  // spotless:off
  static void accumulate(
      char[] entries, int from, int to, float[] table, int tableOffset,
      float[] rows, int rowsOffset, int rowStride, float[] sum, int sumOffset) {
    int n = Lanes.COUNT;
    FloatVector s0 = load(sum, sumOffset);
    FloatVector s1 = load(sum, sumOffset + n);
    FloatVector s2 = load(sum, sumOffset + 2 * n);
    FloatVector s3 = load(sum, sumOffset + 3 * n);
    FloatVector s4 = load(sum, sumOffset + 4 * n);
    FloatVector s5 = load(sum, sumOffset + 5 * n);
    FloatVector s6 = load(sum, sumOffset + 6 * n);
    FloatVector s7 = load(sum, sumOffset + 7 * n);
    for (int e = from; e < to; e++) {
      int entry = entries[e];
      int row = rowsOffset + (entry >>> 8) * rowStride;
      FloatVector value = broadcast(table, tableOffset + (entry & 255));
      s0 = load(rows, row).fma(value, s0);
      s1 = load(rows, row + n).fma(value, s1);
      s2 = load(rows, row + 2 * n).fma(value, s2);
      s3 = load(rows, row + 3 * n).fma(value, s3);
      s4 = load(rows, row + 4 * n).fma(value, s4);
      s5 = load(rows, row + 5 * n).fma(value, s5);
      s6 = load(rows, row + 6 * n).fma(value, s6);
      s7 = load(rows, row + 7 * n).fma(value, s7);
    }
    s0.intoArray(sum, sumOffset);
    s1.intoArray(sum, sumOffset + n);
    s2.intoArray(sum, sumOffset + 2 * n);
    s3.intoArray(sum, sumOffset + 3 * n);
    s4.intoArray(sum, sumOffset + 4 * n);
    s5.intoArray(sum, sumOffset + 5 * n);
    s6.intoArray(sum, sumOffset + 6 * n);
    s7.intoArray(sum, sumOffset + 7 * n);
  }
  // spotless:on

  private Accumulate8() {}
}
