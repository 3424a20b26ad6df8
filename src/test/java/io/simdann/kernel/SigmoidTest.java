package io.simdann.kernel;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SigmoidTest {
  private static final float[] X = FloatSweep.values();

  /**
   * exp is within an ulp, at most 2⁻²³ of the value; the sum and the quotient round by at most 2⁻²⁴
   * each: together 2⁻²² of the sigmoid, products of these errors aside (the last factor). Where
   * exp(−x) overflows the result is 0 and the truth less than 2⁻¹²⁸.
   */
  @Test
  void scalarIsWithinTheBoundOfItsRoundings() {
    float[] results = sigmoid(KernelSets.scalar(), X);
    for (int i = 0; i < X.length; i++) {
      double truth = 1 / (1 + StrictMath.exp(-(double) X[i]));
      double bound = 0x1p-22 * truth * (1 + 0x1p-20) + 0x1p-128;
      double error = Math.abs(results[i] - truth);
      assertTrue(
          error <= bound || Double.isNaN(truth) && Float.isNaN(results[i]),
          "sigmoid(" + X[i] + ") = " + results[i] + " instead of " + truth);
    }
  }

  @Test
  void scalarStaysBetweenZeroAndOneAndNeverFalls() {
    float[] x = new float[4001];
    for (int i = 0; i < x.length; i++) {
      x[i] = (i - 2000) * 0.06f;
    }
    float[] results = sigmoid(KernelSets.scalar(), x);
    for (int i = 0; i < x.length; i++) {
      assertTrue(results[i] >= 0 && results[i] <= 1, "sigmoid(" + x[i] + ") = " + results[i]);
      assertTrue(i == 0 || results[i] >= results[i - 1], "sigmoid falls at " + x[i]);
    }
  }

  @ParameterizedTest
  @MethodSource("io.simdann.kernel.KernelSets#vectors")
  void vectorsGiveTheScalarBits(Kernels kernels) {
    Bits.assertSame(sigmoid(KernelSets.scalar(), X), sigmoid(kernels, X), "sigmoid");
  }

  @ParameterizedTest
  @MethodSource("io.simdann.kernel.KernelSets#all")
  void limitsAreExact(Kernels kernels) {
    float infinity = Float.POSITIVE_INFINITY;
    float[] x = {0f, -0f, infinity, 1e30f, 20f, -infinity, -1e30f, -89f, Float.NaN};
    float[] expected = {0.5f, 0.5f, 1f, 1f, 1f, 0f, 0f, 0f, Float.NaN};
    Bits.assertSame(expected, sigmoid(kernels, x), "sigmoid");
  }

  private static float[] sigmoid(Kernels kernels, float[] x) {
    int rows = (x.length + Kernels.LANES - 1) / Kernels.LANES;
    float[] memory = Arrays.copyOf(x, rows * Kernels.LANES);
    float[] bias = new float[Kernels.LANES];
    kernels.activation("sigmoid").forward(memory, 0, 0, rows, Kernels.LANES, bias, 0);
    return Arrays.copyOf(memory, x.length);
  }
}
