package io.simdann.kernel.scalar;

import io.simdann.kernel.ElementaryFunctions;
import io.simdann.kernel.Kernels;

/** Every kernel as plain loops: what the vector kernels must equal bit for bit. */
public final class ScalarKernels implements Kernels {
  private static final int MR = 16;
  private static final int NR = 5;

  /** Creates the kernel set; it has no state. */
  public ScalarKernels() {}

  @Override
  public String name() {
    return "scalar";
  }

  @Override
  public int vectorBits() {
    return Float.SIZE;
  }

  @Override
  public int panelRows() {
    return MR;
  }

  @Override
  public int panelColumns() {
    return NR;
  }

  @Override
  public void multiply(
      int depth,
      float[] a,
      int aOffset,
      int[] index,
      float[] b,
      int bOffset,
      float[] c,
      int cOffset,
      int leadingDimension) {
    for (int k = 0; k < depth; k++) {
      for (int j = 0; j < NR; j++) {
        float factor = b[bOffset + index[k] + j];
        for (int i = 0; i < MR; i++) {
          int element = cOffset + j * leadingDimension + i;
          c[element] = Math.fma(a[aOffset + k * MR + i], factor, c[element]);
        }
      }
    }
  }

  @Override
  public void widen(byte[] source, int sourceOffset, float[] target, int count) {
    for (int i = 0; i < count; i++) {
      target[i] = source[sourceOffset + i] & 0xff;
    }
  }

  @Override
  public void exp(float[] x, int xOffset, float[] result, int resultOffset, int count) {
    for (int i = 0; i < count; i++) {
      result[resultOffset + i] = ElementaryFunctions.exp(x[xOffset + i]);
    }
  }

  @Override
  public void log(float[] x, int xOffset, float[] result, int resultOffset, int count) {
    for (int i = 0; i < count; i++) {
      result[resultOffset + i] = ElementaryFunctions.log(x[xOffset + i]);
    }
  }

  @Override
  public void sigmoid(float[] x, int xOffset, float[] result, int resultOffset, int count) {
    for (int i = 0; i < count; i++) {
      result[resultOffset + i] = ElementaryFunctions.sigmoid(x[xOffset + i]);
    }
  }

  @Override
  public void biasSigmoid(float[] panel, int offset, int rows, float[] bias, int biasOffset) {
    for (int row = 0; row < rows; row++) {
      for (int lane = 0; lane < MR; lane++) {
        int element = offset + row * MR + lane;
        panel[element] = ElementaryFunctions.sigmoid(panel[element] + bias[biasOffset + row]);
      }
    }
  }

  @Override
  public void sigmoidGradient(
      float[] activation,
      int activationOffset,
      float[] gradient,
      int gradientOffset,
      int rows,
      float[] sums,
      int sumsOffset) {
    for (int row = 0; row < rows; row++) {
      for (int lane = 0; lane < MR; lane++) {
        int element = row * MR + lane;
        float a = activation[activationOffset + element];
        float dz = gradient[gradientOffset + element] * (a * (1f - a));
        gradient[gradientOffset + element] = dz;
        sums[sumsOffset + row * SUM_WAYS + lane % SUM_WAYS] += dz;
      }
    }
  }

  @Override
  public void softmax(float[] panel, int offset, int rows, float[] bias, int biasOffset) {
    for (int lane = 0; lane < MR; lane++) {
      float sum = shiftedExponentials(panel, offset + lane, rows, bias, biasOffset);
      for (int row = 0; row < rows; row++) {
        panel[offset + row * MR + lane] /= sum;
      }
    }
  }

  @Override
  public void softmaxCrossEntropy(
      float[] panel,
      int offset,
      int rows,
      float[] bias,
      int biasOffset,
      float[] labels,
      int labelsOffset,
      float[] cost,
      int costOffset) {
    for (int lane = 0; lane < MR; lane++) {
      float sum = shiftedExponentials(panel, offset + lane, rows, bias, biasOffset);
      float label = labels[labelsOffset + lane];
      boolean empty = label < 0f;
      float labelProbability = 0f;
      for (int row = 0; row < rows; row++) {
        int element = offset + row * MR + lane;
        float probability = panel[element] / sum;
        if (row == label) {
          labelProbability = probability;
          probability -= 1f;
        }
        panel[element] = empty ? 0f : probability;
      }
      cost[costOffset + lane] =
          empty ? 0f : -ElementaryFunctions.log(labelProbability + COST_EPSILON);
    }
  }

  /** z ← exp(z + bias − max) for one lane; returns the sum. */
  private static float shiftedExponentials(
      float[] panel, int lane, int rows, float[] bias, int biasOffset) {
    float max = Float.NEGATIVE_INFINITY;
    for (int row = 0; row < rows; row++) {
      max = Math.max(max, panel[lane + row * MR] + bias[biasOffset + row]);
    }
    float sum = 0f;
    for (int row = 0; row < rows; row++) {
      int element = lane + row * MR;
      panel[element] = ElementaryFunctions.exp(panel[element] + bias[biasOffset + row] - max);
      sum += panel[element];
    }
    return sum;
  }

  @Override
  public void addRowSums(float[] panel, int offset, int rows, float[] sums, int sumsOffset) {
    for (int row = 0; row < rows; row++) {
      for (int lane = 0; lane < MR; lane++) {
        sums[sumsOffset + row * SUM_WAYS + lane % SUM_WAYS] += panel[offset + row * MR + lane];
      }
    }
  }

  @Override
  public void add(float[] sum, int sumOffset, float[] term, int termOffset, int count) {
    for (int i = 0; i < count; i++) {
      sum[sumOffset + i] += term[termOffset + i];
    }
  }

  @Override
  public void descend(
      float[] parameters, float[] gradient, float step, float[] updated, int count) {
    for (int i = 0; i < count; i++) {
      updated[i] = Math.fma(-step, gradient[i], parameters[i]);
    }
  }
}
