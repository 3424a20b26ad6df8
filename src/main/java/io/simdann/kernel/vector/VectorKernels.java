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
  public int panelRows() {
    return Lanes.PANEL;
  }

  @Override
  public int panelColumns() {
    return Lanes.BITS == 512 ? MicroKernel2x10.COLUMNS : MicroKernel2x5.COLUMNS;
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
    switch (Lanes.BITS) {
      case 512 ->
          MicroKernel2x10.multiply(
              depth, a, aOffset, index, b, bOffset, c, cOffset, leadingDimension);
      case 256 ->
          MicroKernel2x5.multiply(
              depth, a, aOffset, index, b, bOffset, c, cOffset, leadingDimension);
      default ->
          MicroKernel4x5.multiply(
              depth, a, aOffset, index, b, bOffset, c, cOffset, leadingDimension);
    }
  }

  @Override
  public void widen(byte[] source, int sourceOffset, float[] target, int count) {
    VectorElementwise.widen(source, sourceOffset, target, count);
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
  public void biasSigmoid(float[] panel, int offset, int rows, float[] bias, int biasOffset) {
    VectorActivations.biasSigmoid(panel, offset, rows, bias, biasOffset);
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
    VectorActivations.sigmoidGradient(
        activation, activationOffset, gradient, gradientOffset, rows, sums, sumsOffset);
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
  public void addRowSums(float[] panel, int offset, int rows, float[] sums, int sumsOffset) {
    VectorActivations.addRowSums(panel, offset, rows, sums, sumsOffset);
  }

  @Override
  public void add(float[] sum, int sumOffset, float[] term, int termOffset, int count) {
    VectorElementwise.add(sum, sumOffset, term, termOffset, count);
  }

  @Override
  public void descend(
      float[] parameters, float[] gradient, float step, float[] updated, int count) {
    VectorElementwise.descend(parameters, gradient, step, updated, count);
  }
}
