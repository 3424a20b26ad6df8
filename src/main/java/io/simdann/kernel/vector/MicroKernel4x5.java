package io.simdann.kernel.vector;

import static io.simdann.kernel.vector.Lanes.broadcast;
import static io.simdann.kernel.vector.Lanes.load;

import jdk.incubator.vector.FloatVector;

/**
 * The 4 vectors × 5 columns micro-kernel, for 128-bit vectors and the 32 registers of NEON.
 *
 * <p>Registers: 20 accumulators + 4 of A + up to 5 broadcasts = 29 of 32 registers.
 *
 * <pre>
 *   a: k-th step = | a0 | | a1 | | a2 | | a3 |   at aOffset + k·aStep
 *   b: k-th step = | b0 |, …, | b4 |      at bOffset + k·bStep, then every bColumn
 *   s: like c, at sOffset + j·sColumn, read
 *   c: column j  = | c0_j | | c1_j | | c2_j | | c3_j |   at cOffset + j·cColumn, written
 * </pre>
 */
final class MicroKernel4x5 {
  static final int COLUMNS = 5;

  // spotless:off
  static void multiply(
      int depth, float[] a, int aOffset, int aStep, float[] b, int bOffset, int bStep, int bColumn,
      float[] s, int sOffset, int sColumn, float[] c, int cOffset, int cColumn) {
    if (depth < 0) {
      return;
    }
    int n = Lanes.COUNT;
    int d0 = cOffset;
    int d1 = cOffset + cColumn;
    int d2 = cOffset + 2 * cColumn;
    int d3 = cOffset + 3 * cColumn;
    int d4 = cOffset + 4 * cColumn;
    FloatVector c0_0 = load(s, sOffset), c1_0 = load(s, sOffset + n), c2_0 = load(s, sOffset + 2 * n), c3_0 = load(s, sOffset + 3 * n);
    FloatVector c0_1 = load(s, sOffset + sColumn), c1_1 = load(s, sOffset + sColumn + n), c2_1 = load(s, sOffset + sColumn + 2 * n), c3_1 = load(s, sOffset + sColumn + 3 * n);
    FloatVector c0_2 = load(s, sOffset + 2 * sColumn), c1_2 = load(s, sOffset + 2 * sColumn + n), c2_2 = load(s, sOffset + 2 * sColumn + 2 * n), c3_2 = load(s, sOffset + 2 * sColumn + 3 * n);
    FloatVector c0_3 = load(s, sOffset + 3 * sColumn), c1_3 = load(s, sOffset + 3 * sColumn + n), c2_3 = load(s, sOffset + 3 * sColumn + 2 * n), c3_3 = load(s, sOffset + 3 * sColumn + 3 * n);
    FloatVector c0_4 = load(s, sOffset + 4 * sColumn), c1_4 = load(s, sOffset + 4 * sColumn + n), c2_4 = load(s, sOffset + 4 * sColumn + 2 * n), c3_4 = load(s, sOffset + 4 * sColumn + 3 * n);
    for (int k = 0; k < depth; k++) {
      int ak = aOffset + k * aStep;
      FloatVector a0 = load(a, ak);
      FloatVector a1 = load(a, ak + n);
      FloatVector a2 = load(a, ak + 2 * n);
      FloatVector a3 = load(a, ak + 3 * n);
      int bk = bOffset + k * bStep;
      FloatVector b0 = broadcast(b, bk);
      c0_0 = a0.fma(b0, c0_0); c1_0 = a1.fma(b0, c1_0); c2_0 = a2.fma(b0, c2_0); c3_0 = a3.fma(b0, c3_0);
      FloatVector b1 = broadcast(b, bk + bColumn);
      c0_1 = a0.fma(b1, c0_1); c1_1 = a1.fma(b1, c1_1); c2_1 = a2.fma(b1, c2_1); c3_1 = a3.fma(b1, c3_1);
      FloatVector b2 = broadcast(b, bk + 2 * bColumn);
      c0_2 = a0.fma(b2, c0_2); c1_2 = a1.fma(b2, c1_2); c2_2 = a2.fma(b2, c2_2); c3_2 = a3.fma(b2, c3_2);
      FloatVector b3 = broadcast(b, bk + 3 * bColumn);
      c0_3 = a0.fma(b3, c0_3); c1_3 = a1.fma(b3, c1_3); c2_3 = a2.fma(b3, c2_3); c3_3 = a3.fma(b3, c3_3);
      FloatVector b4 = broadcast(b, bk + 4 * bColumn);
      c0_4 = a0.fma(b4, c0_4); c1_4 = a1.fma(b4, c1_4); c2_4 = a2.fma(b4, c2_4); c3_4 = a3.fma(b4, c3_4);
    }
    c0_0.intoArray(c, d0); c1_0.intoArray(c, d0 + n); c2_0.intoArray(c, d0 + 2 * n); c3_0.intoArray(c, d0 + 3 * n);
    c0_1.intoArray(c, d1); c1_1.intoArray(c, d1 + n); c2_1.intoArray(c, d1 + 2 * n); c3_1.intoArray(c, d1 + 3 * n);
    c0_2.intoArray(c, d2); c1_2.intoArray(c, d2 + n); c2_2.intoArray(c, d2 + 2 * n); c3_2.intoArray(c, d2 + 3 * n);
    c0_3.intoArray(c, d3); c1_3.intoArray(c, d3 + n); c2_3.intoArray(c, d3 + 2 * n); c3_3.intoArray(c, d3 + 3 * n);
    c0_4.intoArray(c, d4); c1_4.intoArray(c, d4 + n); c2_4.intoArray(c, d4 + 2 * n); c3_4.intoArray(c, d4 + 3 * n);
  }
  // spotless:on

  private MicroKernel4x5() {}
}
