package io.simdann.kernel;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ExponentialTest {
  private static final float[] X = FloatSweep.values();

  /** Of all floats the one with the largest error. */
  private static final float WORST = -27.379135f;

  @Test
  void scalarIsWithinItsBoundOfTheTruth() {
    for (float x : X) {
      assertWithin(1.02, x);
    }
    assertWithin(1.02, WORST);
  }

  private static void assertWithin(double bound, float x) {
    float[] result = exp(KernelSets.scalar(), new float[] {x});
    double ulps = FloatSweep.ulps(result[0], StrictMath.exp(x));
    assertTrue(ulps <= bound, "exp(" + x + ") = " + result[0] + " is off by " + ulps + " ulp");
  }

  @ParameterizedTest
  @MethodSource("io.simdann.kernel.KernelSets#vectors")
  void vectorsGiveTheScalarBits(Kernels kernels) {
    Bits.assertSame(exp(KernelSets.scalar(), X), exp(kernels, X), "exp");
  }

  @ParameterizedTest
  @MethodSource("io.simdann.kernel.KernelSets#vectors")
  void vectorsGiveTheScalarBitsWhereAllArgumentsAreModerate(Kernels kernels) {
    float[] x = FloatSweep.moderate();
    Bits.assertSame(exp(KernelSets.scalar(), x), exp(kernels, x), "exp");
    for (float beyond : new float[] {Math.nextUp(Exponential.MODERATE), -100f, Float.NaN}) {
      x[x.length / 2] = beyond;
      Bits.assertSame(exp(KernelSets.scalar(), x), exp(kernels, x), "exp, one of " + beyond);
    }
  }

  @ParameterizedTest
  @MethodSource("io.simdann.kernel.KernelSets#all")
  void limitsAreExact(Kernels kernels) {
    float[] x = {
      0f,
      -0f,
      Float.MIN_VALUE,
      Float.NEGATIVE_INFINITY,
      -Float.MAX_VALUE,
      -104f,
      -103.98f,
      -103.97f,
      -103.2f,
      88.73f,
      89f,
      Float.MAX_VALUE,
      Float.POSITIVE_INFINITY,
      Float.NaN
    };
    float infinity = Float.POSITIVE_INFINITY;
    float tiny = Float.MIN_VALUE;
    float[] expected = {
      1f, 1f, 1f, 0f, 0f, 0f, 0f, tiny, tiny, infinity, infinity, infinity, infinity, Float.NaN
    };
    Bits.assertSame(expected, exp(kernels, x), "exp");
  }

  private static float[] exp(Kernels kernels, float[] x) {
    int whole = (x.length + Kernels.LANES - 1) / Kernels.LANES * Kernels.LANES;
    float[] result = Arrays.copyOf(x, whole);
    ArrayFunctions.exp(kernels, result, 0, result, 0, whole);
    return Arrays.copyOf(result, x.length);
  }
}
