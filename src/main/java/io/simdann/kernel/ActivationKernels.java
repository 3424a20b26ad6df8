package io.simdann.kernel;

/**
 * Activation functions, the functions that they are made of, and their derivatives; in a pass fused
 * with what stands beside them. {@link Kernels} says how rows and panels lie.
 */
public interface ActivationKernels {

  /**
   * e to the power of x, within 1.02 ulp (see {@link Exponential}).
   *
   * @param x the exponents
   * @param xOffset the first of them
   * @param result where the powers go; may be {@code x} with the same offset
   * @param resultOffset the first of them
   * @param count how many
   */
  void exp(float[] x, int xOffset, float[] result, int resultOffset, int count);

  /**
   * The natural logarithm, within 0.84 ulp (see {@link Logarithm}).
   *
   * @param x the arguments; negative ones give NaN
   * @param xOffset the first of them
   * @param result where the logarithms go; may be {@code x} with the same offset
   * @param resultOffset the first of them
   * @param count how many
   */
  void log(float[] x, int xOffset, float[] result, int resultOffset, int count);

  /**
   * The logistic function 1 / (1 + exp(−x)).
   *
   * @param x the arguments
   * @param xOffset the first of them
   * @param result where the values, 0 to 1, go; may be {@code x} with the same offset
   * @param resultOffset the first of them
   * @param count how many
   */
  void sigmoid(float[] x, int xOffset, float[] result, int resultOffset, int count);

  /**
   * a = sigmoid(z + bias), in place, row by row.
   *
   * @param z the rows; become a
   * @param offset the first row
   * @param rows the number of samples
   * @param stride from one row to the next, and the lanes that are computed
   * @param bias one value per lane
   * @param biasOffset the first of them
   */
  void biasSigmoid(float[] z, int offset, int rows, int stride, float[] bias, int biasOffset);

  /**
   * The sigmoid's derivative fused into the backward pass, with the bias gradient: dz = dA·(a·(1 −
   * a)), in place; {@code sums[(row mod 16)·stride + lane] += dz}, rows ascending.
   *
   * @param activation a, in rows
   * @param activationOffset its first row
   * @param gradient dA, in rows; becomes dz
   * @param gradientOffset its first row
   * @param rows the number of samples
   * @param stride from one row to the next, and the lanes that are computed
   * @param sums the bias gradient's partial sums, 16 rows of stride
   */
  void sigmoidGradient(
      float[] activation,
      int activationOffset,
      float[] gradient,
      int gradientOffset,
      int rows,
      int stride,
      float[] sums);

  /**
   * softmax(z + bias) of each lane, in place: the lane's maximum is subtracted, then exp, then each
   * value is divided by the sum of all, which is added up in ascending row order. A lane that holds
   * NaN, +∞ or nothing but −∞ becomes NaN.
   *
   * @param panel z, rows × 16; becomes the probabilities
   * @param offset its start
   * @param rows the number of classes, at least 1
   * @param bias one value per row
   * @param biasOffset the first of them
   */
  void softmax(float[] panel, int offset, int rows, float[] bias, int biasOffset);

  /**
   * {@link #softmax} and, in its last pass, the gradient of the cross-entropy A − Y and each
   * sample's cost −log(A[label] + 1e-8).
   *
   * @param panel z, rows × 16; becomes A − Y, and zero in lanes without a sample
   * @param offset its start
   * @param rows the number of classes, at least 1
   * @param bias one value per row
   * @param biasOffset the first of them
   * @param labels for each lane the row of its class, as a float; negative marks a lane without a
   *     sample
   * @param labelsOffset the first lane's
   * @param cost for each lane its cost, written; zero without a sample
   * @param costOffset the first lane's
   */
  void softmaxCrossEntropy(
      float[] panel,
      int offset,
      int rows,
      float[] bias,
      int biasOffset,
      float[] labels,
      int labelsOffset,
      float[] cost,
      int costOffset);
}
