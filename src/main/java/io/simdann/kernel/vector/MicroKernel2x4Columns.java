package io.simdann.kernel.vector;

import static io.simdann.kernel.Kernels.LANES;
import static io.simdann.kernel.vector.Lanes.broadcast;
import static io.simdann.kernel.vector.Lanes.load;

import jdk.incubator.vector.FloatVector;

/**
 * {@link MicroKernel2x4} for packed micropanels of A, and a B whose columns are contiguous. Where
 * the compiler knows by how much an index grows it takes range checks out of the loop, which are
 * half of its instructions otherwise.
 *
 * <pre>
 *   a: k-th step = | a0 | | a1 |   at aOffset + 16·k
 *   b: k-th step = | b0 |, …, | b3 |      at bOffset + k, then every bColumn
 *   s: like c, at sOffset + j·sColumn, read
 *   c: column j  = | c0_j | | c1_j |   at cOffset + j·cColumn, written
 * </pre>
 */
final class MicroKernel2x4Columns {
  static final int COLUMNS = 4;

  // spotless:off
  static void multiply(
      int depth, float[] a, int aOffset, float[] b, int bOffset, int bColumn,
      float[] s, int sOffset, int sColumn, float[] c, int cOffset, int cColumn) {
    if (depth < 0) {
      return;
    }
    int n = Lanes.COUNT;
    int d0 = cOffset;
    int d1 = cOffset + cColumn;
    int d2 = cOffset + 2 * cColumn;
    int d3 = cOffset + 3 * cColumn;
    FloatVector c0_0 = load(s, sOffset), c1_0 = load(s, sOffset + n);
    FloatVector c0_1 = load(s, sOffset + sColumn), c1_1 = load(s, sOffset + sColumn + n);
    FloatVector c0_2 = load(s, sOffset + 2 * sColumn), c1_2 = load(s, sOffset + 2 * sColumn + n);
    FloatVector c0_3 = load(s, sOffset + 3 * sColumn), c1_3 = load(s, sOffset + 3 * sColumn + n);
    for (int k = 0; k < depth; k++) {
      int ak = aOffset + k * LANES;
      FloatVector a0 = load(a, ak);
      FloatVector a1 = load(a, ak + n);
      int bk = bOffset + k;
      FloatVector b0 = broadcast(b, bk);
      c0_0 = a0.fma(b0, c0_0); c1_0 = a1.fma(b0, c1_0);
      FloatVector b1 = broadcast(b, bk + bColumn);
      c0_1 = a0.fma(b1, c0_1); c1_1 = a1.fma(b1, c1_1);
      FloatVector b2 = broadcast(b, bk + 2 * bColumn);
      c0_2 = a0.fma(b2, c0_2); c1_2 = a1.fma(b2, c1_2);
      FloatVector b3 = broadcast(b, bk + 3 * bColumn);
      c0_3 = a0.fma(b3, c0_3); c1_3 = a1.fma(b3, c1_3);
    }
    c0_0.intoArray(c, d0); c1_0.intoArray(c, d0 + n);
    c0_1.intoArray(c, d1); c1_1.intoArray(c, d1 + n);
    c0_2.intoArray(c, d2); c1_2.intoArray(c, d2 + n);
    c0_3.intoArray(c, d3); c1_3.intoArray(c, d3 + n);
  }
  // spotless:on

  private MicroKernel2x4Columns() {}
}
