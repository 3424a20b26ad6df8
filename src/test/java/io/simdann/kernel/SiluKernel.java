package io.simdann.kernel;

/** z·sigmoid(z), whose derivative takes z. */
final class SiluKernel implements ActivationKernel {

  @Override
  public String name() {
    return "silu";
  }

  @Override
  public boolean keepsArgument() {
    return true;
  }

  @Override
  public void forward(
      float[] memory, int z, int a, int rows, int stride, float[] bias, int biasOffset) {
    for (int row = 0; row < rows; row++) {
      for (int lane = 0; lane < stride; lane++) {
        int element = row * stride + lane;
        float argument = memory[z + element] + bias[biasOffset + lane] + 0f;
        memory[z + element] = argument;
        memory[a + element] = argument * ElementaryFunctions.sigmoid(argument);
      }
    }
  }

  @Override
  public void backward(
      float[] memory, int z, int a, int gradient, int rows, int stride, float[] sums) {
    for (int row = 0; row < rows; row++) {
      for (int lane = 0; lane < stride; lane++) {
        int element = row * stride + lane;
        float argument = memory[z + element];
        float sigmoid = ElementaryFunctions.sigmoid(argument);
        float slope = sigmoid * (1f + argument * (1f - sigmoid));
        float dz = memory[gradient + element] * slope;
        memory[gradient + element] = dz;
        sums[row % Kernels.SUM_WAYS * stride + lane] += dz;
      }
    }
  }
}
