package io.simdann.kernel;

/**
 * The arithmetic of training, on {@code float[]} buffers. Every implementation gives the same bits:
 * each result has one order of operations, stated here, and lanes run over independent results.
 *
 * <p>Three layouts occur, with {@code MR} = {@link #panelRows()} and {@code NR} = {@link
 * #panelColumns()}:
 *
 * <ul>
 *   <li>a <b>panel</b> of {@code rows} × {@code MR}: element (row, lane) at {@code offset + row·MR
 *       + lane}. In training a lane is a sample and a row is a unit of a layer (or the other way
 *       round);
 *   <li>a <b>group</b> of {@code depth} × {@code NR}: element (k, column) at {@code offset + k·NR +
 *       column};
 *   <li><b>sums</b> of {@code rows} × 16: a sum over samples is split by sample index modulo
 *       {@value #SUM_WAYS}, and folded by {@link #foldSums} at its very end.
 * </ul>
 *
 * <p>Offsets count floats. No method allocates. Arrays that are too short raise {@link
 * IndexOutOfBoundsException}; NaN and infinities follow IEEE 754.
 */
public interface Kernels {

  /** The number of partial sums in which a sum over samples is kept. */
  int SUM_WAYS = 16;

  /**
   * Added to a probability before its logarithm is taken, so that a probability of zero costs a
   * finite amount.
   */
  float COST_EPSILON = 1e-8f;

  /**
   * What to call this kernel set in a summary.
   *
   * @return {@code scalar}, or {@code vector-128}, {@code vector-256}, {@code vector-512}
   */
  String name();

  /**
   * The width of the SIMD vectors.
   *
   * @return bits, or 32 for the scalar kernels
   */
  int vectorBits();

  /**
   * The lanes of a panel, MR in BLIS: a multiple of 16.
   *
   * @return 16 or 32
   */
  int panelRows();

  /**
   * The columns of a group, NR in BLIS.
   *
   * @return 5 or 10
   */
  int panelColumns();

  /**
   * The micro-kernel: adds the product of a packed MR × depth panel and picked rows of a packed
   * group to an MR × NR tile of C.
   *
   * <pre>
   *            a: depth × MR                 b: group of NR columns
   *   k=0  | a00 a10 a20 … |        index[0] → | b b b b b |
   *   k=1  | a01 a11 a21 … |                   | (skipped) |
   *   k=2  | a02 a12 a22 … |        index[1] → | b b b b b |
   *                                 index[2] → | b b b b b |
   *
   *   for k ascending: c(i, j) = fma(a[aOffset + k·MR + i], b[bOffset + index[k] + j], c(i, j))
   * </pre>
   *
   * C is always read: a chain over more than one call goes on where the last one ended. Callers
   * that must not read C fill it with zeros first.
   *
   * @param depth the number of multiply-adds in each element's chain, 0 or more
   * @param a the panel
   * @param aOffset its start
   * @param index for each k, where its row of {@code b} starts, relative to {@code bOffset}
   * @param b the group
   * @param bOffset its start
   * @param c the column-major tile, element (i, j) at {@code cOffset + j·leadingDimension + i}
   * @param cOffset its start
   * @param leadingDimension from one column of the tile to the next, at least MR
   */
  void multiply(
      int depth,
      float[] a,
      int aOffset,
      int[] index,
      float[] b,
      int bOffset,
      float[] c,
      int cOffset,
      int leadingDimension);

  /**
   * Converts unsigned bytes to floats 0 … 255.
   *
   * @param source the bytes
   * @param sourceOffset the first of them
   * @param target the floats, written from 0
   * @param count how many, a multiple of 16
   */
  void widen(byte[] source, int sourceOffset, float[] target, int count);

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
   * a = sigmoid(z + bias), in place.
   *
   * @param panel z, rows × MR; becomes a
   * @param offset its start
   * @param rows the number of units
   * @param bias one value per row
   * @param biasOffset the first of them
   */
  void biasSigmoid(float[] panel, int offset, int rows, float[] bias, int biasOffset);

  /**
   * The sigmoid's derivative fused into the backward pass, with the bias gradient: dz = dA·(a·(1 −
   * a)), in place; {@code sums[row·16 + lane mod 16] += dz}, lanes ascending.
   *
   * @param activation a, rows × MR
   * @param activationOffset its start
   * @param gradient dA, rows × MR; becomes dz
   * @param gradientOffset its start
   * @param rows the number of units
   * @param sums the bias gradient's partial sums, rows × 16
   * @param sumsOffset their start
   */
  void sigmoidGradient(
      float[] activation,
      int activationOffset,
      float[] gradient,
      int gradientOffset,
      int rows,
      float[] sums,
      int sumsOffset);

  /**
   * softmax(z + bias) of each lane, in place: the lane's maximum is subtracted, then exp, then each
   * value is divided by the sum of all, which is added up in ascending row order. A lane that holds
   * NaN, +∞ or nothing but −∞ becomes NaN.
   *
   * @param panel z, rows × MR; becomes the probabilities
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
   * @param panel z, rows × MR; becomes A − Y, and zero in lanes without a sample
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

  /**
   * {@code sums[row·16 + lane mod 16] += panel(row, lane)}, lanes ascending.
   *
   * @param panel rows × MR
   * @param offset its start
   * @param rows the number of rows
   * @param sums rows × 16
   * @param sumsOffset their start
   */
  void addRowSums(float[] panel, int offset, int rows, float[] sums, int sumsOffset);

  /**
   * {@code sum[i] += term[i]}.
   *
   * @param sum where to add
   * @param sumOffset its start
   * @param term what to add
   * @param termOffset its start
   * @param count how many
   */
  void add(float[] sum, int sumOffset, float[] term, int termOffset, int count);

  /**
   * One step of gradient descent: {@code updated[i] = fma(−step, gradient[i], parameters[i])}.
   *
   * @param parameters the parameters before the step
   * @param gradient the gradient
   * @param step the learning rate, divided by the number of samples where the gradient is a sum
   * @param updated the parameters after it; may be {@code parameters}
   * @param count how many, from index 0
   */
  void descend(float[] parameters, float[] gradient, float step, float[] updated, int count);

  /**
   * The fixed tree that ends every 16-way sum: 16 → 8 → 4 → 2 → 1, the upper half added to the
   * lower.
   *
   * @param sums 16 partial sums
   * @param offset the first of them
   * @return their sum
   */
  static float foldSums(float[] sums, int offset) {
    float s0 = sums[offset] + sums[offset + 8];
    float s1 = sums[offset + 1] + sums[offset + 9];
    float s2 = sums[offset + 2] + sums[offset + 10];
    float s3 = sums[offset + 3] + sums[offset + 11];
    float s4 = sums[offset + 4] + sums[offset + 12];
    float s5 = sums[offset + 5] + sums[offset + 13];
    float s6 = sums[offset + 6] + sums[offset + 14];
    float s7 = sums[offset + 7] + sums[offset + 15];
    return ((s0 + s4) + (s2 + s6)) + ((s1 + s5) + (s3 + s7));
  }
}
