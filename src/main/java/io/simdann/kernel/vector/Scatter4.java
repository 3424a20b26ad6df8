package io.simdann.kernel.vector;

import static io.simdann.kernel.vector.Lanes.broadcast;
import static io.simdann.kernel.vector.Lanes.load;

import jdk.incubator.vector.FloatVector;

/**
 * The reverse of the sparse kernel, on 4 vectors: one row, held in registers, times single values
 * is added to picked rows in memory.
 *
 * <pre>
 *   entry: | row: 8 bits | value: 8 bits |
 *   x:     | x0 | | x1 | | x2 | | x3 |      at xOffset
 *   row:   | r0 | | r1 | | r2 | | r3 |      at rowsOffset + row·rowStride, read and written
 * </pre>
 */
final class Scatter4 {

  // spotless:off
  static void scatter(
      char[] entries, int from, int to, float[] table, int tableOffset,
      float[] x, int xOffset, float[] rows, int rowsOffset, int rowStride) {
    int n = Lanes.COUNT;
    FloatVector x0 = load(x, xOffset);
    FloatVector x1 = load(x, xOffset + n);
    FloatVector x2 = load(x, xOffset + 2 * n);
    FloatVector x3 = load(x, xOffset + 3 * n);
    for (int e = from; e < to; e++) {
      int entry = entries[e];
      int row = rowsOffset + (entry >>> 8) * rowStride;
      FloatVector value = broadcast(table, tableOffset + (entry & 255));
      x0.fma(value, load(rows, row)).intoArray(rows, row);
      x1.fma(value, load(rows, row + n)).intoArray(rows, row + n);
      x2.fma(value, load(rows, row + 2 * n)).intoArray(rows, row + 2 * n);
      x3.fma(value, load(rows, row + 3 * n)).intoArray(rows, row + 3 * n);
    }
  }
  // spotless:on

  private Scatter4() {}
}
