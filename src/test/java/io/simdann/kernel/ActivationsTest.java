package io.simdann.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** All activations: vectors against plain loops, and plain loops against float64. */
class ActivationsTest {
  private static final int STRIDE = 48;
  private static final float[] X = FloatSweep.values();
  private static final int ROWS = X.length / STRIDE;

  /** An activation, and what it is in float64. */
  private record Truth(String name, DoubleUnaryOperator value, DoubleUnaryOperator derivative) {}

  private static final List<Truth> TRUTHS =
      List.of(
          new Truth("identity", z -> z, z -> 1),
          new Truth("sigmoid", ActivationsTest::sigmoid, z -> sigmoid(z) * sigmoid(-z)),
          new Truth("tanh", StrictMath::tanh, z -> 1 / Math.pow(StrictMath.cosh(z), 2)),
          new Truth("relu", z -> Math.max(z, 0), z -> z > 0 ? 1 : 0),
          new Truth("leaky_relu", z -> z > 0 ? z : 0.01 * z, z -> z > 0 ? 1 : 0.01),
          new Truth("elu", z -> z > 0 ? z : Math.expm1(z), z -> z > 0 ? 1 : Math.exp(z)),
          new Truth("gelu", z -> z * normal(z), z -> normal(z) + z * density(z)),
          new Truth("silu", z -> z * sigmoid(z), z -> sigmoid(z) * (1 + z * sigmoid(-z))));

  private static double sigmoid(double z) {
    return 1 / (1 + Math.exp(-z));
  }

  private static double normal(double z) {
    return 0.5 * (1 + TrueErf.erf(z / Math.sqrt(2)));
  }

  private static double density(double z) {
    return Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI);
  }

  @Test
  void valuesAndDerivativesAreThoseOfFloat64() {
    for (Truth truth : TRUTHS) {
      for (float z = -12f; z < 12f; z += 0.0137f) {
        float[] memory = {z, 0f, 1f};
        ActivationKernel kernel = KernelSets.scalar().activation(truth.name);
        kernel.forward(memory, 0, 1, 1, 1, new float[1], 0);
        kernel.backward(memory, 0, 1, 2, 1, 1, new float[Kernels.SUM_WAYS]);
        double scale = Math.max(1, Math.abs(z));
        assertEquals(
            truth.value.applyAsDouble(z), memory[1], 3e-7 * scale, truth.name + " of " + z);
        double slope = truth.derivative.applyAsDouble(z);
        assertEquals(slope, memory[2], 5e-7 * scale, truth.name + "' of " + z);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("io.simdann.kernel.KernelSets#vectors")
  void vectorsGiveTheScalarBits(Kernels kernels) {
    for (Truth truth : TRUTHS) {
      ActivationKernel scalar = KernelSets.scalar().activation(truth.name);
      ActivationKernel vector = kernels.activation(truth.name);
      assertEquals(truth.name, vector.name());
      assertEquals(scalar.keepsDerivative(), vector.keepsDerivative());
      assertTrue(!vector.vectorClasses().isEmpty(), truth.name + " has vectors");
      Bits.assertSame(step(scalar, X), step(vector, X), truth.name);
      Bits.assertSame(prediction(scalar, X), prediction(vector, X), truth.name);
      float[] moderate = X.clone();
      for (int i = 0; i < moderate.length; i++) {
        moderate[i] = (i % 4001 - 2000) * 0.01f;
      }
      Bits.assertSame(step(scalar, moderate), step(vector, moderate), truth.name);
    }
  }

  /** z, a, dz and sums, one after the other. */
  private static float[] step(ActivationKernel kernel, float[] x) {
    int count = ROWS * STRIDE;
    float[] memory = new float[3 * count + Kernels.SUM_WAYS * STRIDE];
    System.arraycopy(x, 0, memory, 0, count);
    for (int i = 0; i < count; i++) {
      memory[2 * count + i] = (i % 7 - 3) * 0.3f;
    }
    float[] sums = new float[Kernels.SUM_WAYS * STRIDE];
    int z = kernel.keepsDerivative() ? 0 : count;
    System.arraycopy(x, 0, memory, z, count);
    kernel.forward(memory, z, count, ROWS, STRIDE, bias(), 0);
    kernel.backward(memory, z, count, 2 * count, ROWS, STRIDE, sums);
    System.arraycopy(sums, 0, memory, 3 * count, sums.length);
    return memory;
  }

  private static float[] prediction(ActivationKernel kernel, float[] x) {
    float[] memory = Arrays.copyOf(x, ROWS * STRIDE);
    kernel.forward(memory, 0, 0, ROWS, STRIDE, bias(), 0);
    return memory;
  }

  private static float[] bias() {
    float[] bias = new float[STRIDE];
    for (int i = 0; i < STRIDE; i++) {
      bias[i] = i % 3 == 0 ? 0f : (i - 20) * 0.05f;
    }
    return bias;
  }
}
