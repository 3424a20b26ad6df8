package io.simdann.kernel.scalar;

import io.simdann.kernel.ElementaryFunctions;
import io.simdann.kernel.Kernels;

/** Every kernel as plain loops: what the vector kernels must equal bit for bit. */
public final class ScalarKernels implements Kernels {
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
  public int tileRows() {
    return LANES;
  }

  @Override
  public int tileColumns() {
    return NR;
  }

  @Override
  public void multiply(
      int depth,
      float[] a,
      int aOffset,
      int aStep,
      float[] b,
      int bOffset,
      int bStep,
      int bColumn,
      float[] s,
      int sOffset,
      int sColumn,
      float[] c,
      int cOffset,
      int cColumn) {
    if (depth < 0) {
      return;
    }
    for (int j = 0; j < NR; j++) {
      System.arraycopy(s, sOffset + j * sColumn, c, cOffset + j * cColumn, LANES);
      multiplyColumn(
          depth, a, aOffset, aStep, b, bOffset + j * bColumn, bStep, c, cOffset + j * cColumn);
    }
  }

  @Override
  public void multiplyNarrow(
      int depth,
      float[] a,
      int aOffset,
      int aStep,
      float[] b,
      int bOffset,
      int bStep,
      int bColumn,
      float[] s,
      int sOffset,
      int sColumn,
      float[] c,
      int cOffset,
      int cColumn) {
    multiply(
        depth, a, aOffset, aStep, b, bOffset, bStep, bColumn, s, sOffset, sColumn, c, cOffset,
        cColumn);
  }

  @Override
  public void multiplyColumn(
      int depth,
      float[] a,
      int aOffset,
      int aStep,
      float[] b,
      int bOffset,
      int bStep,
      float[] c,
      int cOffset) {
    for (int k = 0; k < depth; k++) {
      addMultiple(a, aOffset + k * aStep, b[bOffset + k * bStep], c, cOffset, LANES);
    }
  }

  @Override
  public void accumulate(
      char[] entries,
      int from,
      int to,
      float[] table,
      int tableOffset,
      float[] rows,
      int rowsOffset,
      int rowStride,
      float[] sum,
      int sumOffset) {
    for (int e = from; e < to; e++) {
      int row = rowsOffset + (entries[e] >>> 8) * rowStride;
      addMultiple(rows, row, table[tableOffset + (entries[e] & 255)], sum, sumOffset, WIDE_LANES);
    }
  }

  @Override
  public void accumulateNarrow(
      char[] entries,
      int from,
      int to,
      float[] table,
      int tableOffset,
      float[] rows,
      int rowsOffset,
      int rowStride,
      float[] sum,
      int sumOffset) {
    for (int e = from; e < to; e++) {
      int row = rowsOffset + (entries[e] >>> 8) * rowStride;
      addMultiple(rows, row, table[tableOffset + (entries[e] & 255)], sum, sumOffset, LANES);
    }
  }

  @Override
  public void scatter(
      char[] entries,
      int from,
      int to,
      float[] table,
      int tableOffset,
      float[] x,
      int xOffset,
      float[] rows,
      int rowsOffset,
      int rowStride,
      int lanes) {
    for (int e = from; e < to; e++) {
      int row = rowsOffset + (entries[e] >>> 8) * rowStride;
      addMultiple(x, xOffset, table[tableOffset + (entries[e] & 255)], rows, row, lanes);
    }
  }

  @Override
  public void sumPair(
      char[] entries,
      int from1,
      int to1,
      int from2,
      int to2,
      float[] table,
      int tableOffset,
      float[] rows,
      int rowsOffset,
      int rowStride,
      float[] sum,
      int sumOffset,
      int lanes) {
    for (int i = 0; i < lanes; i++) {
      float s1 = chain(entries, from1, to1, table, tableOffset, rows, rowsOffset + i, rowStride);
      float s2 = chain(entries, from2, to2, table, tableOffset, rows, rowsOffset + i, rowStride);
      sum[sumOffset + i] = s1 + s2;
    }
  }

  private static float chain(
      char[] entries,
      int from,
      int to,
      float[] table,
      int tableOffset,
      float[] rows,
      int rowsOffset,
      int rowStride) {
    float s = 0f;
    for (int e = from; e < to; e++) {
      int row = rowsOffset + (entries[e] >>> 8) * rowStride;
      s = Math.fma(rows[row], table[tableOffset + (entries[e] & 255)], s);
    }
    return s;
  }

  /** sum(i) = fma(x(i), factor, sum(i)). */
  private static void addMultiple(
      float[] x, int xOffset, float factor, float[] sum, int sumOffset, int lanes) {
    for (int i = 0; i < lanes; i++) {
      sum[sumOffset + i] = Math.fma(x[xOffset + i], factor, sum[sumOffset + i]);
    }
  }

  @Override
  public long nonZeros(float[] values, int offset, int count) {
    long mask = 0;
    for (int i = 0; i < count; i++) {
      if (values[offset + i] != 0f) {
        mask |= 1L << i;
      }
    }
    return mask;
  }

  @Override
  public void widen(byte[] source, int sourceOffset, float[] target, int targetOffset, int count) {
    for (int i = 0; i < count; i++) {
      target[targetOffset + i] = source[sourceOffset + i] & 0xff;
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
  public void biasSigmoid(
      float[] z, int offset, int rows, int stride, float[] bias, int biasOffset) {
    for (int row = 0; row < rows; row++) {
      for (int lane = 0; lane < stride; lane++) {
        int element = offset + row * stride + lane;
        z[element] = ElementaryFunctions.sigmoid(z[element] + bias[biasOffset + lane]);
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
      int stride,
      float[] sums) {
    for (int row = 0; row < rows; row++) {
      for (int lane = 0; lane < stride; lane++) {
        int element = row * stride + lane;
        float a = activation[activationOffset + element];
        float dz = gradient[gradientOffset + element] * (a * (1f - a));
        gradient[gradientOffset + element] = dz;
        sums[row % SUM_WAYS * stride + lane] += dz;
      }
    }
  }

  @Override
  public void softmax(float[] panel, int offset, int rows, float[] bias, int biasOffset) {
    for (int lane = 0; lane < LANES; lane++) {
      float sum = shiftedExponentials(panel, offset + lane, rows, bias, biasOffset);
      for (int row = 0; row < rows; row++) {
        panel[offset + row * LANES + lane] /= sum;
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
    for (int lane = 0; lane < LANES; lane++) {
      float sum = shiftedExponentials(panel, offset + lane, rows, bias, biasOffset);
      float label = labels[labelsOffset + lane];
      boolean empty = label < 0f;
      float labelProbability = 0f;
      for (int row = 0; row < rows; row++) {
        int element = offset + row * LANES + lane;
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
      max = Math.max(max, panel[lane + row * LANES] + bias[biasOffset + row]);
    }
    float sum = 0f;
    for (int row = 0; row < rows; row++) {
      int element = lane + row * LANES;
      panel[element] = ElementaryFunctions.exp(panel[element] + bias[biasOffset + row] - max);
      sum += panel[element];
    }
    return sum;
  }

  @Override
  public void addRowSums(float[] z, int offset, int rows, int stride, float[] sums) {
    for (int row = 0; row < rows; row++) {
      for (int lane = 0; lane < stride; lane++) {
        sums[row % SUM_WAYS * stride + lane] += z[offset + row * stride + lane];
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
  public void scaleRows(
      float[] source,
      int sourceOffset,
      int sourceStride,
      float[] target,
      int targetOffset,
      int targetStride,
      int rows,
      int count,
      float factor,
      float term) {
    for (int row = 0; row < rows; row++) {
      int from = sourceOffset + row * sourceStride;
      int to = targetOffset + row * targetStride;
      for (int i = 0; i < count; i++) {
        target[to + i] = source[from + i] * factor + term;
      }
    }
  }

  @Override
  public void descend(
      float[] parameters,
      int parametersOffset,
      float[] gradient,
      int gradientOffset,
      float step,
      float[] updated,
      int updatedOffset,
      int count) {
    for (int i = 0; i < count; i++) {
      updated[updatedOffset + i] =
          Math.fma(-step, gradient[gradientOffset + i], parameters[parametersOffset + i]);
    }
  }
}
