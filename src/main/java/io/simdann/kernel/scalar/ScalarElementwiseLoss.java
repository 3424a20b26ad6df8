package io.simdann.kernel.scalar;

import static io.simdann.kernel.Kernels.LANES;

import io.simdann.kernel.LossKernel;

/**
 * A loss that is the mean over the outputs of a function of one output and its target, with z =
 * (sum of products + bias) + 0. Costs of a sample are added up in ascending row order, and then
 * divided by the number of outputs; so is the gradient.
 */
abstract class ScalarElementwiseLoss implements LossKernel {
  private final String name;

  ScalarElementwiseLoss(String name) {
    this.name = name;
  }

  /** The output. */
  abstract float output(float z);

  /** The cost of an output. */
  abstract float cost(float z, float target);

  /** The derivative of the cost with respect to z. */
  abstract float slope(float z, float target);

  @Override
  public final String name() {
    return name;
  }

  @Override
  public final int targetRows(int outputs) {
    return outputs;
  }

  @Override
  public final void outputs(float[] panel, int offset, int outputs, float[] bias, int biasOffset) {
    for (int row = 0; row < outputs; row++) {
      for (int lane = 0; lane < LANES; lane++) {
        int element = offset + row * LANES + lane;
        panel[element] = output(panel[element] + bias[biasOffset + row] + 0f);
      }
    }
  }

  @Override
  public final void gradient(
      float[] panel,
      int offset,
      int outputs,
      float[] bias,
      int biasOffset,
      float[] targets,
      float[] costs) {
    costs(panel, offset, outputs, bias, biasOffset, targets, costs);
    for (int row = 0; row < outputs; row++) {
      for (int lane = 0; lane < LANES; lane++) {
        int element = offset + row * LANES + lane;
        float z = panel[element] + bias[biasOffset + row] + 0f;
        panel[element] = slope(z, targets[row * LANES + lane]) / outputs;
      }
    }
  }

  @Override
  public final void evaluate(
      float[] panel,
      int offset,
      int outputs,
      float[] bias,
      int biasOffset,
      float[] targets,
      float[] costs) {
    costs(panel, offset, outputs, bias, biasOffset, targets, costs);
    outputs(panel, offset, outputs, bias, biasOffset);
  }

  private void costs(
      float[] panel,
      int offset,
      int outputs,
      float[] bias,
      int biasOffset,
      float[] targets,
      float[] costs) {
    for (int lane = 0; lane < LANES; lane++) {
      float sum = 0f;
      for (int row = 0; row < outputs; row++) {
        float z = panel[offset + row * LANES + lane] + bias[biasOffset + row] + 0f;
        sum += cost(z, targets[row * LANES + lane]);
      }
      costs[lane] = sum / outputs;
    }
  }
}
