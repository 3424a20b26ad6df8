package io.simdann.kernel;

import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Floats of every magnitude and sign, at which a function of one argument is tested. */
final class FloatSweep {
  private static final long STRIDE = 9973;

  /** Where something happens in exp or log; their neighbours are taken as well. */
  private static final float[] CORNERS = {
    0f,
    Float.MIN_VALUE,
    Float.MIN_NORMAL,
    Float.MAX_VALUE,
    0.34657359f, // ½ ln 2, where exp's reduced argument changes sides
    0.5f,
    0.70710678f, // √½, where log's exponent changes
    1f,
    1.41421356f,
    2f,
    87.33654f, // ln of the inverse of the smallest normal float
    88.72284f, // ln of the greatest float
    Exponential.MODERATE,
    Exponential.HIGHEST,
    103.27893f, // ln of the inverse of the smallest subnormal
    103.97208f, // where exp(-x) rounds to zero
    -Exponential.LOWEST,
    Float.POSITIVE_INFINITY,
    Float.NaN
  };

  /** Every 9973rd bit pattern, then the corners with three neighbours on either side, then ±x. */
  static float[] values() {
    IntStream patterns =
        LongStream.rangeClosed(0, (1L << 32) / STRIDE).mapToInt(i -> (int) (i * STRIDE));
    IntStream corners =
        IntStream.range(0, CORNERS.length * 14)
            .map(
                i -> {
                  int bits = Float.floatToRawIntBits(CORNERS[i / 14]) + i % 7 - 3;
                  return i / 7 % 2 == 0 ? bits : bits ^ Integer.MIN_VALUE;
                });
    int[] bits = IntStream.concat(patterns, corners).toArray();
    float[] values = new float[bits.length];
    for (int i = 0; i < bits.length; i++) {
      values[i] = Float.intBitsToFloat(bits[i]);
    }
    return values;
  }

  /** Those of them that are {@linkplain Exponential#MODERATE moderate}, of which there are many. */
  static float[] moderate() {
    float[] all = values();
    int count = 0;
    for (float x : all) {
      if (Math.abs(x) <= Exponential.MODERATE) {
        all[count++] = x;
      }
    }
    return Arrays.copyOf(all, count);
  }

  /**
   * How far a result is from the true value, in units in the last place of the latter. An infinity
   * is right only where it is the nearest float.
   */
  static double ulps(float result, double truth) {
    if (!Float.isFinite(result)) {
      return Bits.same(result, (float) truth) ? 0 : Double.POSITIVE_INFINITY;
    }
    float magnitude = (float) Math.min(Math.abs(truth), Float.MAX_VALUE);
    double distance = Math.abs(result - truth) / Math.ulp(magnitude);
    return Double.isNaN(distance) ? Double.POSITIVE_INFINITY : distance;
  }

  private FloatSweep() {}
}
