package io.simdann.kernel.vector;

import static io.simdann.kernel.vector.Lanes.broadcast;
import static io.simdann.kernel.vector.Lanes.load;

import jdk.incubator.vector.FloatVector;

/**
 * The sparse kernel on 4 vectors, for 512 bits.
 *
 * <p>Registers: 4 accumulators + 1 broadcast + 4 of a row. The loads of a row are the bottleneck:
 * four for four multiply-adds. Lists of entries follow each other closely enough for the CPU to
 * overlap them, so 4 chains suffice.
 *
 * <pre>
 *   entry: | row: 8 bits | value: 8 bits |
 *   row:   | r0 | | r1 | | r2 | | r3 |      at rowsOffset + row·rowStride
 *   sum:   | s0 | | s1 | | s2 | | s3 |      at sumOffset, read and written
 * </pre>
 */
final class Accumulate4 {

  // spotless:off
  static void accumulate(
      char[] entries, int from, int to, float[] table, int tableOffset,
      float[] rows, int rowsOffset, int rowStride, float[] sum, int sumOffset) {
    int n = Lanes.COUNT;
    FloatVector s0 = load(sum, sumOffset);
    FloatVector s1 = load(sum, sumOffset + n);
    FloatVector s2 = load(sum, sumOffset + 2 * n);
    FloatVector s3 = load(sum, sumOffset + 3 * n);
    for (int e = from; e < to; e++) {
      int entry = entries[e];
      int row = rowsOffset + (entry >>> 8) * rowStride;
      FloatVector value = broadcast(table, tableOffset + (entry & 255));
      s0 = load(rows, row).fma(value, s0);
      s1 = load(rows, row + n).fma(value, s1);
      s2 = load(rows, row + 2 * n).fma(value, s2);
      s3 = load(rows, row + 3 * n).fma(value, s3);
    }
    s0.intoArray(sum, sumOffset);
    s1.intoArray(sum, sumOffset + n);
    s2.intoArray(sum, sumOffset + 2 * n);
    s3.intoArray(sum, sumOffset + 3 * n);
  }
  // spotless:on

  private Accumulate4() {}
}
