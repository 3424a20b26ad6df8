package io.simdann.kernel.vector;

import static io.simdann.kernel.vector.Lanes.FLOATS;
import static io.simdann.kernel.vector.Lanes.broadcast;
import static io.simdann.kernel.vector.Lanes.load;

import jdk.incubator.vector.FloatVector;

/**
 * Two lists of picked rows, each times a single value, added up on 4 vectors. The sum is not read,
 * and written once, at the end.
 *
 * <p>Registers: 8 accumulators, of which the first list leaves 4 behind, + 1 broadcast + rows, a
 * few at a time.
 *
 * <pre>
 *   entry: | row: 8 bits | value: 8 bits |
 *   row:   | r0 | | r1 | | r2 | | r3 |      at rowsOffset + row·rowStride
 *   sum:   | s0 + t0 | … | s3 + t3 |        at sumOffset, written
 * </pre>
 */
final class SumPair4 {

  // spotless:off
  static void sumPair(
      char[] entries, int from1, int to1, int from2, int to2, float[] table, int tableOffset,
      float[] rows, int rowsOffset, int rowStride, float[] sum, int sumOffset) {
    int n = Lanes.COUNT;
    FloatVector s0 = FloatVector.zero(FLOATS);
    FloatVector s1 = FloatVector.zero(FLOATS);
    FloatVector s2 = FloatVector.zero(FLOATS);
    FloatVector s3 = FloatVector.zero(FLOATS);
    for (int e = from1; e < to1; e++) {
      int entry = entries[e];
      int row = rowsOffset + (entry >>> 8) * rowStride;
      FloatVector value = broadcast(table, tableOffset + (entry & 255));
      s0 = load(rows, row).fma(value, s0);
      s1 = load(rows, row + n).fma(value, s1);
      s2 = load(rows, row + 2 * n).fma(value, s2);
      s3 = load(rows, row + 3 * n).fma(value, s3);
    }
    FloatVector t0 = FloatVector.zero(FLOATS);
    FloatVector t1 = FloatVector.zero(FLOATS);
    FloatVector t2 = FloatVector.zero(FLOATS);
    FloatVector t3 = FloatVector.zero(FLOATS);
    for (int e = from2; e < to2; e++) {
      int entry = entries[e];
      int row = rowsOffset + (entry >>> 8) * rowStride;
      FloatVector value = broadcast(table, tableOffset + (entry & 255));
      t0 = load(rows, row).fma(value, t0);
      t1 = load(rows, row + n).fma(value, t1);
      t2 = load(rows, row + 2 * n).fma(value, t2);
      t3 = load(rows, row + 3 * n).fma(value, t3);
    }
    s0.add(t0).intoArray(sum, sumOffset);
    s1.add(t1).intoArray(sum, sumOffset + n);
    s2.add(t2).intoArray(sum, sumOffset + 2 * n);
    s3.add(t3).intoArray(sum, sumOffset + 3 * n);
  }
  // spotless:on

  private SumPair4() {}
}
