package io.simdann.kernel;

/** What it takes to add an activation: this file and its name in a registry. */
final class TanhKernel implements ActivationKernel {

  @Override
  public String name() {
    return "tanh";
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
        memory[a + element] = (float) StrictMath.tanh(argument);
      }
    }
  }

  @Override
  public void backward(
      float[] memory, int z, int a, int gradient, int rows, int stride, float[] sums) {
    for (int row = 0; row < rows; row++) {
      for (int lane = 0; lane < stride; lane++) {
        int element = row * stride + lane;
        float tanh = memory[a + element];
        float dz = memory[gradient + element] * (1f - tanh * tanh);
        memory[gradient + element] = dz;
        sums[row % Kernels.SUM_WAYS * stride + lane] += dz;
      }
    }
  }
}
