package io.simdann.kernel.scalar;

import io.simdann.kernel.ActivationKernel;
import io.simdann.kernel.ElementaryFunctions;
import io.simdann.kernel.Kernels;

/** The logistic function a = 1 / (1 + exp(−z)), whose derivative is a·(1 − a). */
final class ScalarSigmoid implements ActivationKernel {

  @Override
  public String name() {
    return "sigmoid";
  }

  @Override
  public boolean keepsArgument() {
    return false;
  }

  @Override
  public void forward(
      float[] memory, int z, int a, int rows, int stride, float[] bias, int biasOffset) {
    for (int row = 0; row < rows; row++) {
      for (int lane = 0; lane < stride; lane++) {
        int element = row * stride + lane;
        float argument = memory[z + element] + bias[biasOffset + lane] + 0f;
        memory[a + element] = ElementaryFunctions.sigmoid(argument);
      }
    }
  }

  @Override
  public void backward(
      float[] memory, int z, int a, int gradient, int rows, int stride, float[] sums) {
    for (int row = 0; row < rows; row++) {
      for (int lane = 0; lane < stride; lane++) {
        int element = row * stride + lane;
        float activation = memory[a + element];
        float dz = memory[gradient + element] * (activation * (1f - activation));
        memory[gradient + element] = dz;
        sums[row % Kernels.SUM_WAYS * stride + lane] += dz;
      }
    }
  }
}
