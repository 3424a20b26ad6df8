package io.simdann.kernel;

/** z / (1 + |z|): what it takes to add an activation, this file and its name in a registry. */
final class SoftsignKernel implements ActivationKernel {

  @Override
  public String name() {
    return "softsign";
  }

  @Override
  public boolean keepsDerivative() {
    return false;
  }

  @Override
  public void forward(
      float[] memory, int z, int a, int rows, int stride, float[] bias, int biasOffset) {
    for (int row = 0; row < rows; row++) {
      for (int lane = 0; lane < stride; lane++) {
        int element = row * stride + lane;
        float argument = memory[z + element] + bias[biasOffset + lane] + 0f;
        memory[a + element] = value(argument);
      }
    }
  }

  @Override
  public void backward(
      float[] memory, int z, int a, int gradient, int rows, int stride, float[] sums) {
    for (int row = 0; row < rows; row++) {
      for (int lane = 0; lane < stride; lane++) {
        int element = row * stride + lane;
        float dz = memory[gradient + element] * derivative(memory[a + element]);
        memory[gradient + element] = dz;
        sums[row % Kernels.SUM_WAYS * stride + lane] += dz;
      }
    }
  }

  static float value(float z) {
    return z / (1f + Math.abs(z));
  }

  static float derivative(float a) {
    float rest = 1f - Math.abs(a);
    return rest * rest;
  }
}
