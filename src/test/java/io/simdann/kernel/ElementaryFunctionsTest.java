package io.simdann.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Errors of the elementary functions in ulp. {@code -Dsimdann.floats=all} takes every float, which
 * is minutes of work; otherwise it is every 9973rd, and corners.
 */
class ElementaryFunctionsTest {
  private static final boolean ALL = "all".equals(System.getProperty("simdann.floats"));

  /** A function of one float. */
  private interface FloatFunction {
    float apply(float x);
  }

  @Test
  void expIsWithinItsBound() {
    assertWithin(1.02, ElementaryFunctions::exp, StrictMath::exp, -200f, 200f, -27.379135f);
  }

  @Test
  void logIsWithinItsBound() {
    assertWithin(0.84, ElementaryFunctions::log, StrictMath::log, 0f, Float.MAX_VALUE, 1f);
  }

  @Test
  void tanhIsWithinItsBoundAndOdd() {
    float most = Float.MAX_VALUE;
    assertWithin(1.34, ElementaryFunctions::tanh, StrictMath::tanh, -most, most, 0.6310442f);
    assertOdd(ElementaryFunctions::tanh);
  }

  @Test
  void erfIsWithinItsBoundAndOdd() {
    float most = Float.MAX_VALUE;
    assertWithin(1.11, ElementaryFunctions::erf, TrueErf::erf, -most, most, 1.0677066f);
    assertOdd(ElementaryFunctions::erf);
  }

  @Test
  void expm1IsWithinItsBound() {
    FloatFunction expm1 = ElementaryFunctions::expm1;
    assertWithin(0.96, expm1, StrictMath::expm1, -Float.MAX_VALUE, 0f, -0.38342345f);
    assertWithin(1.5, expm1, StrictMath::expm1, 0f, ElementaryFunctions.GREATEST_EXPM1, 16.982925f);
  }

  @Test
  void log1pIsWithinItsBound() {
    assertWithin(1.5, ElementaryFunctions::log1p, StrictMath::log1p, 0f, 1f, 0.5f);
  }

  @Test
  void trueErfAgreesWithTables() {
    // Abramowitz and Stegun, table 7.1.
    assertEquals(0.5204998778, TrueErf.erf(0.5), 1e-10);
    assertEquals(0.8427007929, TrueErf.erf(1.0), 1e-10);
    assertEquals(0.9953222650, TrueErf.erf(2.0), 1e-10);
    assertEquals(0.9999779095, TrueErf.erf(3.0), 1e-10);
  }

  private static void assertOdd(FloatFunction function) {
    for (float x : FloatSweep.values()) {
      float[] expected = {-function.apply(x)};
      Bits.assertSame(expected, new float[] {function.apply(-x)}, "at " + -x);
    }
    Bits.assertSame(
        new float[] {0f, -0f, 1f, -1f, Float.NaN},
        new float[] {
          function.apply(0f),
          function.apply(-0f),
          function.apply(Float.POSITIVE_INFINITY),
          function.apply(Float.NEGATIVE_INFINITY),
          function.apply(Float.NaN)
        },
        "limits");
  }

  /** Compares floats of a range, and the worst one that is known. */
  private static void assertWithin(
      double bound,
      FloatFunction function,
      DoubleUnaryOperator truth,
      float from,
      float to,
      float worst) {
    IntStream bits = ALL ? IntStream.rangeClosed(Integer.MIN_VALUE, Integer.MAX_VALUE) : sweep();
    bits.parallel()
        .filter(i -> Float.intBitsToFloat(i) >= from && Float.intBitsToFloat(i) <= to)
        .forEach(i -> assertWithin(bound, function, truth, Float.intBitsToFloat(i)));
    assertWithin(bound, function, truth, worst);
  }

  private static IntStream sweep() {
    float[] values = FloatSweep.values();
    return IntStream.range(0, values.length).map(i -> Float.floatToRawIntBits(values[i]));
  }

  private static void assertWithin(
      double bound, FloatFunction function, DoubleUnaryOperator truth, float x) {
    float result = function.apply(x);
    double ulps = FloatSweep.ulps(result, truth.applyAsDouble(x));
    assertTrue(ulps <= bound, () -> "at " + x + ": " + result + " is off by " + ulps + " ulp");
  }
}
