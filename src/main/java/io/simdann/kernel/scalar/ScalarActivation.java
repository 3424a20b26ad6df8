package io.simdann.kernel.scalar;

import io.simdann.kernel.ActivationKernel;
import io.simdann.kernel.Kernels;

/** An activation whose loops are those of every activation. */
abstract class ScalarActivation implements ActivationKernel {
  private final String name;
  private final boolean keepsDerivative;

  /**
   * An activation.
   *
   * @param name its name
   * @param keepsDerivative whether the {@link #derivative} takes z, and is kept
   */
  ScalarActivation(String name, boolean keepsDerivative) {
    this.name = name;
    this.keepsDerivative = keepsDerivative;
  }

  /** a = f(z). */
  abstract float value(float z);

  /** f′(z), from a; or from z, if it is kept. */
  abstract float derivative(float known);

  @Override
  public final String name() {
    return name;
  }

  @Override
  public final boolean keepsDerivative() {
    return keepsDerivative;
  }

  @Override
  public final void forward(
      float[] memory, int z, int a, int rows, int stride, float[] bias, int biasOffset) {
    for (int row = 0; row < rows; row++) {
      for (int lane = 0; lane < stride; lane++) {
        int element = row * stride + lane;
        float argument = memory[z + element] + bias[biasOffset + lane] + 0f;
        if (keepsDerivative) {
          memory[z + element] = derivative(argument);
        }
        memory[a + element] = value(argument);
      }
    }
  }

  @Override
  public final void backward(
      float[] memory, int z, int a, int gradient, int rows, int stride, float[] sums) {
    for (int row = 0; row < rows; row++) {
      for (int lane = 0; lane < stride; lane++) {
        int element = row * stride + lane;
        float derivative = keepsDerivative ? memory[z + element] : derivative(memory[a + element]);
        float dz = memory[gradient + element] * derivative;
        memory[gradient + element] = dz;
        sums[row % Kernels.SUM_WAYS * stride + lane] += dz;
      }
    }
  }
}
