package io.simdann.kernel.scalar;

import static io.simdann.kernel.Kernels.LANES;

import io.simdann.kernel.ElementaryFunctions;
import io.simdann.kernel.LossKernel;

/**
 * The cross-entropy of a softmax output with label smoothing s (Szegedy et al. 2016): targets t are
 * (1 − s)·one-hot + s/K for K classes. Outputs are those without smoothing, the gradient is A − t,
 * and a sample's cost log Σexp(z) − Σt·z, with z less their maximum.
 */
final class ScalarSmoothedCrossEntropy implements LossKernel {
  private final LossKernel plain;
  private final float smoothing;

  ScalarSmoothedCrossEntropy(LossKernel plain, float smoothing) {
    this.plain = plain;
    this.smoothing = LossKernel.requireFraction("label smoothing", smoothing);
  }

  @Override
  public String name() {
    return plain.name();
  }

  @Override
  public int targetRows(int outputs) {
    return 1;
  }

  @Override
  public void outputs(float[] panel, int offset, int outputs, float[] bias, int biasOffset) {
    plain.outputs(panel, offset, outputs, bias, biasOffset);
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
    float other = smoothing / outputs;
    for (int lane = 0; lane < LANES; lane++) {
      for (int row = 0; row < outputs; row++) {
        int element = offset + row * LANES + lane;
        float target = row == targets[lane] ? 1f - smoothing + other : other;
        panel[element] = targets[lane] < 0f ? 0f : panel[element] - target;
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
    for (int lane = 0; lane < LANES; lane++) {
      costs[lane] =
          targets[lane] < 0f
              ? 0f
              : cost(panel, offset + lane, outputs, bias, biasOffset, (int) targets[lane]);
    }
    plain.outputs(panel, offset, outputs, bias, biasOffset);
  }

  private float cost(
      float[] panel, int lane, int outputs, float[] bias, int biasOffset, int target) {
    float max = Float.NEGATIVE_INFINITY;
    for (int row = 0; row < outputs; row++) {
      max = Math.max(max, panel[lane + row * LANES] + bias[biasOffset + row]);
    }
    float sum = 0f;
    float all = 0f;
    for (int row = 0; row < outputs; row++) {
      float z = panel[lane + row * LANES] + bias[biasOffset + row] - max;
      sum += ElementaryFunctions.exp(z);
      all += z;
    }
    float chosen = panel[lane + target * LANES] + bias[biasOffset + target] - max;
    return ElementaryFunctions.log(sum) - ((1f - smoothing) * chosen + smoothing / outputs * all);
  }
}
