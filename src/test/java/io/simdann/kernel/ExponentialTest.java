package io.simdann.kernel;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ExponentialTest {
  private static final float[] X = FloatSweep.values();

  @Test
  void scalarIsWithinOneUlpOfTheTruth() {
    float[] results = exp(KernelSets.scalar(), X);
    for (int i = 0; i < X.length; i++) {
      double ulps = FloatSweep.ulps(results[i], StrictMath.exp(X[i]));
      assertTrue(ulps <= 1, "exp(" + X[i] + ") = " + results[i] + " is off by " + ulps + " ulp");
    }
  }

  @ParameterizedTest
  @MethodSource("io.simdann.kernel.KernelSets#vectors")
  void vectorsGiveTheScalarBits(Kernels kernels) {
    Bits.assertSame(exp(KernelSets.scalar(), X), exp(kernels, X), "exp");
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
    float[] result = new float[x.length];
    kernels.exp(x, 0, result, 0, x.length);
    return result;
  }
}
