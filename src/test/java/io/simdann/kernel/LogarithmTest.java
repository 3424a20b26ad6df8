package io.simdann.kernel;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class LogarithmTest {

  @Test
  void itIsWithinOneUlpOfTheTruth() {
    for (float x : FloatSweep.values()) {
      float result = ElementaryFunctions.log(x);
      double ulps = FloatSweep.ulps(result, StrictMath.log(x));
      assertTrue(ulps <= 1, "log(" + x + ") = " + result + " is off by " + ulps + " ulp");
    }
  }

  @Test
  void limitsAreExact() {
    float infinity = Float.POSITIVE_INFINITY;
    float[] x = {0f, -0f, 1f, infinity, -infinity, -1f, -Float.MIN_VALUE, Float.NaN};
    float[] expected = {
      -infinity, -infinity, 0f, infinity, Float.NaN, Float.NaN, Float.NaN, Float.NaN
    };
    float[] actual = new float[x.length];
    for (int i = 0; i < x.length; i++) {
      actual[i] = ElementaryFunctions.log(x[i]);
    }
    Bits.assertSame(expected, actual, "log");
  }
}
