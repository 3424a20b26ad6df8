package io.simdann.kernel.vector;

import static io.simdann.kernel.vector.Lanes.broadcast;
import static io.simdann.kernel.vector.Lanes.load;

import jdk.incubator.vector.FloatVector;

/**
 * The 2 vectors × 10 columns micro-kernel, for 512-bit vectors and their 32 registers.
 *
 * <p>Registers: 20 accumulators + 2 of A + up to 10 broadcasts = 32 registers. Accumulators: two
 * fma units of latency 4 need 8 chains; 20 leave room for the loads.
 *
 * <pre>
 *   a: k-th step = | a0 | | a1 |        (2 vectors, contiguous)
 *   b: k-th step = | b0 … b9 |        at bOffset + index[k]
 *   c: column j  = | c0_j | | c1_j |    at cOffset + j·leadingDimension, read and written
 * </pre>
 */
final class MicroKernel2x10 {
  static final int COLUMNS = 10;

  // spotless:off
  static void multiply(
      int depth, float[] a, int aOffset, int[] index, float[] b, int bOffset,
      float[] c, int cOffset, int leadingDimension) {
    int n = Lanes.COUNT;
    int d0 = cOffset;
    int d1 = cOffset + leadingDimension;
    int d2 = cOffset + 2 * leadingDimension;
    int d3 = cOffset + 3 * leadingDimension;
    int d4 = cOffset + 4 * leadingDimension;
    int d5 = cOffset + 5 * leadingDimension;
    int d6 = cOffset + 6 * leadingDimension;
    int d7 = cOffset + 7 * leadingDimension;
    int d8 = cOffset + 8 * leadingDimension;
    int d9 = cOffset + 9 * leadingDimension;
    FloatVector c0_0 = load(c, d0), c1_0 = load(c, d0 + n);
    FloatVector c0_1 = load(c, d1), c1_1 = load(c, d1 + n);
    FloatVector c0_2 = load(c, d2), c1_2 = load(c, d2 + n);
    FloatVector c0_3 = load(c, d3), c1_3 = load(c, d3 + n);
    FloatVector c0_4 = load(c, d4), c1_4 = load(c, d4 + n);
    FloatVector c0_5 = load(c, d5), c1_5 = load(c, d5 + n);
    FloatVector c0_6 = load(c, d6), c1_6 = load(c, d6 + n);
    FloatVector c0_7 = load(c, d7), c1_7 = load(c, d7 + n);
    FloatVector c0_8 = load(c, d8), c1_8 = load(c, d8 + n);
    FloatVector c0_9 = load(c, d9), c1_9 = load(c, d9 + n);
    for (int k = 0; k < depth; k++) {
      int ak = aOffset + k * Lanes.PANEL;
      FloatVector a0 = load(a, ak);
      FloatVector a1 = load(a, ak + n);
      int bk = bOffset + index[k];
      FloatVector b0 = broadcast(b, bk);
      c0_0 = a0.fma(b0, c0_0); c1_0 = a1.fma(b0, c1_0);
      FloatVector b1 = broadcast(b, bk + 1);
      c0_1 = a0.fma(b1, c0_1); c1_1 = a1.fma(b1, c1_1);
      FloatVector b2 = broadcast(b, bk + 2);
      c0_2 = a0.fma(b2, c0_2); c1_2 = a1.fma(b2, c1_2);
      FloatVector b3 = broadcast(b, bk + 3);
      c0_3 = a0.fma(b3, c0_3); c1_3 = a1.fma(b3, c1_3);
      FloatVector b4 = broadcast(b, bk + 4);
      c0_4 = a0.fma(b4, c0_4); c1_4 = a1.fma(b4, c1_4);
      FloatVector b5 = broadcast(b, bk + 5);
      c0_5 = a0.fma(b5, c0_5); c1_5 = a1.fma(b5, c1_5);
      FloatVector b6 = broadcast(b, bk + 6);
      c0_6 = a0.fma(b6, c0_6); c1_6 = a1.fma(b6, c1_6);
      FloatVector b7 = broadcast(b, bk + 7);
      c0_7 = a0.fma(b7, c0_7); c1_7 = a1.fma(b7, c1_7);
      FloatVector b8 = broadcast(b, bk + 8);
      c0_8 = a0.fma(b8, c0_8); c1_8 = a1.fma(b8, c1_8);
      FloatVector b9 = broadcast(b, bk + 9);
      c0_9 = a0.fma(b9, c0_9); c1_9 = a1.fma(b9, c1_9);
    }
    c0_0.intoArray(c, d0); c1_0.intoArray(c, d0 + n);
    c0_1.intoArray(c, d1); c1_1.intoArray(c, d1 + n);
    c0_2.intoArray(c, d2); c1_2.intoArray(c, d2 + n);
    c0_3.intoArray(c, d3); c1_3.intoArray(c, d3 + n);
    c0_4.intoArray(c, d4); c1_4.intoArray(c, d4 + n);
    c0_5.intoArray(c, d5); c1_5.intoArray(c, d5 + n);
    c0_6.intoArray(c, d6); c1_6.intoArray(c, d6 + n);
    c0_7.intoArray(c, d7); c1_7.intoArray(c, d7 + n);
    c0_8.intoArray(c, d8); c1_8.intoArray(c, d8 + n);
    c0_9.intoArray(c, d9); c1_9.intoArray(c, d9 + n);
  }
  // spotless:on

  private MicroKernel2x10() {}
}
