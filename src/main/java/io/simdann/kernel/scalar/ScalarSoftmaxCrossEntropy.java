package io.simdann.kernel.scalar;

import static io.simdann.kernel.Kernels.LANES;

import io.simdann.kernel.ElementaryFunctions;
import io.simdann.kernel.Kernels;
import io.simdann.kernel.LossKernel;

/**
 * The cross-entropy of a softmax output. The softmax of a lane: its maximum is subtracted, then
 * exp, then each value is divided by the sum of all, which is added up in ascending row order. A
 * lane that holds NaN, +∞ or nothing but −∞ becomes NaN. The gradient is A − Y, and a sample's cost
 * −log(A[class] + 1e-8).
 */
final class ScalarSoftmaxCrossEntropy implements LossKernel {

  @Override
  public String name() {
    return "softmax_cross_entropy";
  }

  @Override
  public LossKernel with(float smoothing) {
    return new ScalarSmoothedCrossEntropy(this, smoothing);
  }

  @Override
  public int targetRows(int outputs) {
    return 1;
  }

  @Override
  public void outputs(float[] panel, int offset, int outputs, float[] bias, int biasOffset) {
    for (int lane = offset; lane < offset + LANES; lane++) {
      float sum = shiftedExponentials(panel, lane, outputs, bias, biasOffset);
      for (int row = 0; row < outputs; row++) {
        panel[lane + row * LANES] /= sum;
      }
    }
  }

  @Override
  public void gradient(
      float[] panel,
      int offset,
      int outputs,
      float[] bias,
      int biasOffset,
      float[] targets,
      float[] costs) {
    evaluate(panel, offset, outputs, bias, biasOffset, targets, costs);
    for (int lane = 0; lane < LANES; lane++) {
      for (int row = 0; row < outputs; row++) {
        int element = offset + row * LANES + lane;
        float oneHot = row == targets[lane] ? 1f : 0f;
        panel[element] = targets[lane] < 0f ? 0f : panel[element] - oneHot;
      }
    }
  }

  @Override
  public void evaluate(
      float[] panel,
      int offset,
      int outputs,
      float[] bias,
      int biasOffset,
      float[] targets,
      float[] costs) {
    outputs(panel, offset, outputs, bias, biasOffset);
    for (int lane = 0; lane < LANES; lane++) {
      int target = (int) targets[lane];
      costs[lane] =
          target < 0
              ? 0f
              : -ElementaryFunctions.log(
                  panel[offset + target * LANES + lane] + Kernels.COST_EPSILON);
    }
  }

  /**
   * z ← exp(z + bias − max) for one lane; returns the sum. Without + 0: exp(−0) is exp(+0), and max
   * is only subtracted.
   */
  private static float shiftedExponentials(
      float[] panel, int lane, int outputs, float[] bias, int biasOffset) {
    float max = Float.NEGATIVE_INFINITY;
    for (int row = 0; row < outputs; row++) {
      max = Math.max(max, panel[lane + row * LANES] + bias[biasOffset + row]);
    }
    float sum = 0f;
    for (int row = 0; row < outputs; row++) {
      int element = lane + row * LANES;
      panel[element] = ElementaryFunctions.exp(panel[element] + bias[biasOffset + row] - max);
      sum += panel[element];
    }
    return sum;
  }
}
