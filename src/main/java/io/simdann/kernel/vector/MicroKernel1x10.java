package io.simdann.kernel.vector;

import static io.simdann.kernel.vector.Lanes.broadcast;
import static io.simdann.kernel.vector.Lanes.load;

import jdk.incubator.vector.FloatVector;

/**
 * The 1 vector × 10 columns micro-kernel: what {@link MicroKernel2x10} leaves of the lanes.
 *
 * <p>Registers: 10 accumulators + 1 of A + up to 10 broadcasts = 21 of 32 registers.
 *
 * <pre>
 *   a: k-th step = | a0 |   at aOffset + k·aStep
 *   b: k-th step = | b0 |, …, | b9 |      at bOffset + k·bStep, then every bColumn
 *   s: like c, at sOffset + j·sColumn, read
 *   c: column j  = | c0_j |   at cOffset + j·cColumn, written
 * </pre>
 */
final class MicroKernel1x10 {
  static final int COLUMNS = 10;

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
    int d5 = cOffset + 5 * cColumn;
    int d6 = cOffset + 6 * cColumn;
    int d7 = cOffset + 7 * cColumn;
    int d8 = cOffset + 8 * cColumn;
    int d9 = cOffset + 9 * cColumn;
    FloatVector c0_0 = load(s, sOffset);
    FloatVector c0_1 = load(s, sOffset + sColumn);
    FloatVector c0_2 = load(s, sOffset + 2 * sColumn);
    FloatVector c0_3 = load(s, sOffset + 3 * sColumn);
    FloatVector c0_4 = load(s, sOffset + 4 * sColumn);
    FloatVector c0_5 = load(s, sOffset + 5 * sColumn);
    FloatVector c0_6 = load(s, sOffset + 6 * sColumn);
    FloatVector c0_7 = load(s, sOffset + 7 * sColumn);
    FloatVector c0_8 = load(s, sOffset + 8 * sColumn);
    FloatVector c0_9 = load(s, sOffset + 9 * sColumn);
    for (int k = 0; k < depth; k++) {
      int ak = aOffset + k * aStep;
      FloatVector a0 = load(a, ak);
      int bk = bOffset + k * bStep;
      FloatVector b0 = broadcast(b, bk);
      c0_0 = a0.fma(b0, c0_0);
      FloatVector b1 = broadcast(b, bk + bColumn);
      c0_1 = a0.fma(b1, c0_1);
      FloatVector b2 = broadcast(b, bk + 2 * bColumn);
      c0_2 = a0.fma(b2, c0_2);
      FloatVector b3 = broadcast(b, bk + 3 * bColumn);
      c0_3 = a0.fma(b3, c0_3);
      FloatVector b4 = broadcast(b, bk + 4 * bColumn);
      c0_4 = a0.fma(b4, c0_4);
      FloatVector b5 = broadcast(b, bk + 5 * bColumn);
      c0_5 = a0.fma(b5, c0_5);
      FloatVector b6 = broadcast(b, bk + 6 * bColumn);
      c0_6 = a0.fma(b6, c0_6);
      FloatVector b7 = broadcast(b, bk + 7 * bColumn);
      c0_7 = a0.fma(b7, c0_7);
      FloatVector b8 = broadcast(b, bk + 8 * bColumn);
      c0_8 = a0.fma(b8, c0_8);
      FloatVector b9 = broadcast(b, bk + 9 * bColumn);
      c0_9 = a0.fma(b9, c0_9);
    }
    c0_0.intoArray(c, d0);
    c0_1.intoArray(c, d1);
    c0_2.intoArray(c, d2);
    c0_3.intoArray(c, d3);
    c0_4.intoArray(c, d4);
    c0_5.intoArray(c, d5);
    c0_6.intoArray(c, d6);
    c0_7.intoArray(c, d7);
    c0_8.intoArray(c, d8);
    c0_9.intoArray(c, d9);
  }
  // spotless:on

  private MicroKernel1x10() {}
}
