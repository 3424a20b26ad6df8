package io.simdann.kernel;

import static org.junit.jupiter.api.Assertions.fail;

/** Comparison of floats bit for bit: 0 differs from −0. Of a NaN only that it is one counts. */
public final class Bits {

  /** Fails at the first element that differs, naming it. */
  public static void assertSame(float[] expected, float[] actual, String what) {
    if (expected.length != actual.length) {
      fail(what + ": " + actual.length + " values instead of " + expected.length);
    }
    for (int i = 0; i < expected.length; i++) {
      if (!same(expected[i], actual[i])) {
        fail(what + ": [" + i + "] is " + show(actual[i]) + ", must be " + show(expected[i]));
      }
    }
  }

  /** Fails if the values differ. */
  public static void assertSame(float expected, float actual, String what) {
    if (!same(expected, actual)) {
      fail(what + " is " + show(actual) + ", must be " + show(expected));
    }
  }

  /** Whether the bits are the same. */
  public static boolean same(float x, float y) {
    return Float.floatToIntBits(x) == Float.floatToIntBits(y);
  }

  private static String show(float value) {
    return value + " (" + Float.toHexString(value) + ")";
  }

  private Bits() {}
}
