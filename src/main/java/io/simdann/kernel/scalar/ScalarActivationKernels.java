package io.simdann.kernel.scalar;

import io.simdann.kernel.ActivationKernels;
import io.simdann.kernel.ElementaryFunctions;
import io.simdann.kernel.Kernels;

/** {@link ActivationKernels} as plain loops. */
interface ScalarActivationKernels extends ActivationKernels {

  @Override
  default void exp(float[] x, int xOffset, float[] result, int resultOffset, int count) {
    for (int i = 0; i < count; i++) {
      result[resultOffset + i] = ElementaryFunctions.exp(x[xOffset + i]);
    }
  }

  @Override
  default void log(float[] x, int xOffset, float[] result, int resultOffset, int count) {
    for (int i = 0; i < count; i++) {
      result[resultOffset + i] = ElementaryFunctions.log(x[xOffset + i]);
    }
  }

  @Override
  default void sigmoid(float[] x, int xOffset, float[] result, int resultOffset, int count) {
    for (int i = 0; i < count; i++) {
      result[resultOffset + i] = ElementaryFunctions.sigmoid(x[xOffset + i]);
    }
  }

  @Override
  default void biasSigmoid(
      float[] z, int offset, int rows, int stride, float[] bias, int biasOffset) {
    for (int row = 0; row < rows; row++) {
      for (int lane = 0; lane < stride; lane++) {
        int element = offset + row * stride + lane;
        z[element] = ElementaryFunctions.sigmoid(z[element] + bias[biasOffset + lane]);
      }
    }
  }

  @Override
  default void sigmoidGradient(
      float[] activation,
      int activationOffset,
      float[] gradient,
      int gradientOffset,
      int rows,
      int stride,
      float[] sums) {
    for (int row = 0; row < rows; row++) {
      for (int lane = 0; lane < stride; lane++) {
        int element = row * stride + lane;
        float a = activation[activationOffset + element];
        float dz = gradient[gradientOffset + element] * (a * (1f - a));
        gradient[gradientOffset + element] = dz;
        sums[row % Kernels.SUM_WAYS * stride + lane] += dz;
      }
    }
  }

  @Override
  default void softmax(float[] panel, int offset, int rows, float[] bias, int biasOffset) {
    for (int lane = 0; lane < Kernels.LANES; lane++) {
      float sum = shiftedExponentials(panel, offset + lane, rows, bias, biasOffset);
      for (int row = 0; row < rows; row++) {
        panel[offset + row * Kernels.LANES + lane] /= sum;
      }
    }
  }

  @Override
  default void softmaxCrossEntropy(
      float[] panel,
      int offset,
      int rows,
      float[] bias,
      int biasOffset,
      float[] labels,
      int labelsOffset,
      float[] cost,
      int costOffset) {
    for (int lane = 0; lane < Kernels.LANES; lane++) {
      float sum = shiftedExponentials(panel, offset + lane, rows, bias, biasOffset);
      float label = labels[labelsOffset + lane];
      boolean empty = label < 0f;
      float labelProbability = 0f;
      for (int row = 0; row < rows; row++) {
        int element = offset + row * Kernels.LANES + lane;
        float probability = panel[element] / sum;
        if (row == label) {
          labelProbability = probability;
          probability -= 1f;
        }
        panel[element] = empty ? 0f : probability;
      }
      cost[costOffset + lane] =
          empty ? 0f : -ElementaryFunctions.log(labelProbability + Kernels.COST_EPSILON);
    }
  }

  /** z ← exp(z + bias − max) for one lane; returns the sum. */
  private static float shiftedExponentials(
      float[] panel, int lane, int rows, float[] bias, int biasOffset) {
    float max = Float.NEGATIVE_INFINITY;
    for (int row = 0; row < rows; row++) {
      max = Math.max(max, panel[lane + row * Kernels.LANES] + bias[biasOffset + row]);
    }
    float sum = 0f;
    for (int row = 0; row < rows; row++) {
      int element = lane + row * Kernels.LANES;
      panel[element] = ElementaryFunctions.exp(panel[element] + bias[biasOffset + row] - max);
      sum += panel[element];
    }
    return sum;
  }
}
