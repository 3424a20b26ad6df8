package io.simdann.kernel.vector;

import io.simdann.kernel.ActivationKernels;

/** {@link ActivationKernels} on SIMD lanes. */
interface VectorActivationKernels extends ActivationKernels {

  @Override
  default void exp(float[] x, int xOffset, float[] result, int resultOffset, int count) {
    VectorExponential.exp(x, xOffset, result, resultOffset, count);
  }

  @Override
  default void log(float[] x, int xOffset, float[] result, int resultOffset, int count) {
    VectorLogarithm.log(x, xOffset, result, resultOffset, count);
  }

  @Override
  default void sigmoid(float[] x, int xOffset, float[] result, int resultOffset, int count) {
    VectorExponential.sigmoid(x, xOffset, result, resultOffset, count);
  }

  @Override
  default void biasSigmoid(
      float[] z, int offset, int rows, int stride, float[] bias, int biasOffset) {
    VectorSigmoid.biasSigmoid(z, offset, rows, stride, bias, biasOffset);
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
    VectorActivations.sigmoidGradient(
        activation, activationOffset, gradient, gradientOffset, rows, stride, sums);
  }

  @Override
  default void softmax(float[] panel, int offset, int rows, float[] bias, int biasOffset) {
    VectorSoftmax.softmax(panel, offset, rows, bias, biasOffset);
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
    VectorSoftmax.softmaxCrossEntropy(
        panel, offset, rows, bias, biasOffset, labels, labelsOffset, cost, costOffset);
  }
}
