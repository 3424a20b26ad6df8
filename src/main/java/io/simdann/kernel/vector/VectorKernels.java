package io.simdann.kernel.vector;

import io.simdann.kernel.Kernels;

/** The kernel set on SIMD lanes of {@link Lanes#BITS} bits. */
public final class VectorKernels implements Kernels {

  /** Creates the kernel set; it has no state. */
  public VectorKernels() {}

  @Override
  public String name() {
    return "vector-" + Lanes.BITS;
  }

  @Override
  public int vectorBits() {
    return Lanes.BITS;
  }

  @Override
  public int tileRows() {
    return Lanes.BITS == 512 ? 2 * LANES : LANES;
  }

  @Override
  public int tileColumns() {
    return Lanes.BITS == 512 ? MicroKernel2x10.COLUMNS : MicroKernel2x5.COLUMNS;
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
    if (Lanes.BITS == 512) {
      MicroKernel2x10.multiply(
          depth, a, aOffset, aStep, b, bOffset, bStep, bColumn, s, sOffset, sColumn, c, cOffset,
          cColumn);
    } else {
      multiplyNarrow(
          depth, a, aOffset, aStep, b, bOffset, bStep, bColumn, s, sOffset, sColumn, c, cOffset,
          cColumn);
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
    switch (Lanes.BITS) {
      case 512 ->
          MicroKernel1x10.multiply(
              depth, a, aOffset, aStep, b, bOffset, bStep, bColumn, s, sOffset, sColumn, c, cOffset,
              cColumn);
      case 256 ->
          MicroKernel2x5.multiply(
              depth, a, aOffset, aStep, b, bOffset, bStep, bColumn, s, sOffset, sColumn, c, cOffset,
              cColumn);
      default ->
          MicroKernel4x5.multiply(
              depth, a, aOffset, aStep, b, bOffset, bStep, bColumn, s, sOffset, sColumn, c, cOffset,
              cColumn);
    }
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
    VectorEdges.multiplyColumn(depth, a, aOffset, aStep, b, bOffset, bStep, c, cOffset);
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
    if (Lanes.BITS == 512) {
      Accumulate4.accumulate(
          entries, from, to, table, tableOffset, rows, rowsOffset, rowStride, sum, sumOffset);
      return;
    }
    // 8 vectors at a time: once with 256 bits, twice with 128.
    for (int lane = 0; lane < WIDE_LANES; lane += 8 * Lanes.COUNT) {
      Accumulate8.accumulate(
          entries,
          from,
          to,
          table,
          tableOffset,
          rows,
          rowsOffset + lane,
          rowStride,
          sum,
          sumOffset + lane);
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
    VectorEdges.accumulate(
        entries, from, to, table, tableOffset, rows, rowsOffset, rowStride, sum, sumOffset);
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
    int lane = 0;
    for (; lane + 4 * Lanes.COUNT <= lanes; lane += 4 * Lanes.COUNT) {
      Scatter4.scatter(
          entries,
          from,
          to,
          table,
          tableOffset,
          x,
          xOffset + lane,
          rows,
          rowsOffset + lane,
          rowStride);
    }
    for (; lane < lanes; lane += Lanes.COUNT) {
      VectorEdges.scatter(
          entries,
          from,
          to,
          table,
          tableOffset,
          x,
          xOffset + lane,
          rows,
          rowsOffset + lane,
          rowStride);
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
    int lane = 0;
    for (; lane + 4 * Lanes.COUNT <= lanes; lane += 4 * Lanes.COUNT) {
      SumPair4.sumPair(
          entries,
          from1,
          to1,
          from2,
          to2,
          table,
          tableOffset,
          rows,
          rowsOffset + lane,
          rowStride,
          sum,
          sumOffset + lane);
    }
    for (; lane < lanes; lane += Lanes.COUNT) {
      VectorEdges.sumPair(
          entries,
          from1,
          to1,
          from2,
          to2,
          table,
          tableOffset,
          rows,
          rowsOffset + lane,
          rowStride,
          sum,
          sumOffset + lane);
    }
  }

  @Override
  public long nonZeros(float[] values, int offset, int count) {
    return VectorNonZeros.nonZeros(values, offset, count);
  }

  @Override
  public void widen(byte[] source, int sourceOffset, float[] target, int targetOffset, int count) {
    VectorElementwise.widen(source, sourceOffset, target, targetOffset, count);
  }

  @Override
  public void exp(float[] x, int xOffset, float[] result, int resultOffset, int count) {
    VectorExponential.exp(x, xOffset, result, resultOffset, count);
  }

  @Override
  public void log(float[] x, int xOffset, float[] result, int resultOffset, int count) {
    VectorLogarithm.log(x, xOffset, result, resultOffset, count);
  }

  @Override
  public void sigmoid(float[] x, int xOffset, float[] result, int resultOffset, int count) {
    VectorExponential.sigmoid(x, xOffset, result, resultOffset, count);
  }

  @Override
  public void biasSigmoid(
      float[] z, int offset, int rows, int stride, float[] bias, int biasOffset) {
    VectorSigmoid.biasSigmoid(z, offset, rows, stride, bias, biasOffset);
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
    VectorActivations.sigmoidGradient(
        activation, activationOffset, gradient, gradientOffset, rows, stride, sums);
  }

  @Override
  public void softmax(float[] panel, int offset, int rows, float[] bias, int biasOffset) {
    VectorSoftmax.softmax(panel, offset, rows, bias, biasOffset);
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
    VectorSoftmax.softmaxCrossEntropy(
        panel, offset, rows, bias, biasOffset, labels, labelsOffset, cost, costOffset);
  }

  @Override
  public void addRowSums(float[] z, int offset, int rows, int stride, float[] sums) {
    VectorActivations.addRowSums(z, offset, rows, stride, sums);
  }

  @Override
  public void add(float[] sum, int sumOffset, float[] term, int termOffset, int count) {
    VectorElementwise.add(sum, sumOffset, term, termOffset, count);
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
    VectorElementwise.scaleRows(
        source,
        sourceOffset,
        sourceStride,
        target,
        targetOffset,
        targetStride,
        rows,
        count,
        factor,
        term);
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
    VectorElementwise.descend(
        parameters,
        parametersOffset,
        gradient,
        gradientOffset,
        step,
        updated,
        updatedOffset,
        count);
  }
}
