package io.simdann.kernel;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LogarithmTest {
  private static final float[] X = FloatSweep.values();

  @Test
  void scalarIsWithinOneUlpOfTheTruth() {
    float[] results = log(KernelSets.scalar(), X);
    for (int i = 0; i < X.length; i++) {
      double ulps = FloatSweep.ulps(results[i], StrictMath.log(X[i]));
      assertTrue(ulps <= 1, "log(" + X[i] + ") = " + results[i] + " is off by " + ulps + " ulp");
    }
  }

  @ParameterizedTest
  @MethodSource("io.simdann.kernel.KernelSets#vectors")
  void vectorsGiveTheScalarBits(Kernels kernels) {
    Bits.assertSame(log(KernelSets.scalar(), X), log(kernels, X), "log");
  }

  @ParameterizedTest
  @MethodSource("io.simdann.kernel.KernelSets#all")
  void limitsAreExact(Kernels kernels) {
    float infinity = Float.POSITIVE_INFINITY;
    float[] x = {0f, -0f, 1f, infinity, -infinity, -1f, -Float.MIN_VALUE, Float.NaN};
    float[] expected = {
      -infinity, -infinity, 0f, infinity, Float.NaN, Float.NaN, Float.NaN, Float.NaN
    };
    Bits.assertSame(expected, log(kernels, x), "log");
  }

  private static float[] log(Kernels kernels, float[] x) {
    float[] result = new float[x.length];
    kernels.log(x, 0, result, 0, x.length);
    return result;
  }
}
