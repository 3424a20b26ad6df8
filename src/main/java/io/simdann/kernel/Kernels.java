package io.simdann.kernel;

/**
 * The arithmetic of training, on {@code float[]} buffers. Every implementation gives the same bits:
 * each result has one order of operations, and lanes run over independent results. The families
 * that the kernels are made of, {@link MatrixKernels}, {@link SparseKernels} and {@link
 * ElementwiseKernels}, state the order of each. Activations and losses are objects, which a network
 * chooses by name.
 *
 * <p>Values of a layer lie in <b>rows</b>: one row per sample, units side by side, from one row to
 * the next a stride that is a multiple of {@value #LANES}. Lanes run over units. Losses alone want
 * lanes over samples, and work on <b>panels</b> of rows × {@value #LANES}: element (row, lane) at
 * {@code offset + row·16 + lane}, where a lane is a sample and a row is an output.
 *
 * <p>Offsets, steps and strides count floats. No method allocates. Arrays that are too short raise
 * {@link IndexOutOfBoundsException}; NaN and infinities follow IEEE 754.
 */
public interface Kernels extends MatrixKernels, SparseKernels, ElementwiseKernels {

  /** The floats of which rows are multiples, and the lanes of a panel. */
  int LANES = 16;

  /** The lanes that {@link #accumulate} works on, 4 times {@value #LANES}. */
  int WIDE_LANES = 64;

  /** The samples that {@link #accumulateRows} works on. */
  int SHARED_ROWS = 4;

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
   * @return {@code scalar}, or {@code scalar-no-fma} where {@link FusedMultiplyAdd} has no
   *     instruction, or {@code vector-128}, {@code vector-256}, {@code vector-512}
   */
  String name();

  /**
   * The width of the SIMD vectors.
   *
   * @return bits, or 32 for the scalar kernels
   */
  int vectorBits();

  /**
   * The arithmetic of an optimizer.
   *
   * @param name its name
   * @return the same object each time
   * @throws IllegalArgumentException if there is none of that name; the message lists those there
   *     are
   */
  UpdateKernel update(String name);

  /**
   * An activation function.
   *
   * @param name its name
   * @return the same object each time
   * @throws IllegalArgumentException if there is none of that name; the message lists those there
   *     are
   */
  ActivationKernel activation(String name);

  /**
   * A loss.
   *
   * @param name its name
   * @return the same object each time
   * @throws IllegalArgumentException if there is none of that name; the message lists those there
   *     are
   */
  LossKernel loss(String name);

  /**
   * What drops values.
   *
   * @return the same object each time
   */
  DropoutKernel dropout();

  /**
   * The fixed tree that ends every 16-way sum: 16 → 8 → 4 → 2 → 1, the upper half added to the
   * lower.
   *
   * @param sums 16 partial sums
   * @param offset the first of them
   * @param stride from one to the next
   * @return their sum
   */
  static float foldSums(float[] sums, int offset, int stride) {
    float s0 = sums[offset] + sums[offset + 8 * stride];
    float s1 = sums[offset + stride] + sums[offset + 9 * stride];
    float s2 = sums[offset + 2 * stride] + sums[offset + 10 * stride];
    float s3 = sums[offset + 3 * stride] + sums[offset + 11 * stride];
    float s4 = sums[offset + 4 * stride] + sums[offset + 12 * stride];
    float s5 = sums[offset + 5 * stride] + sums[offset + 13 * stride];
    float s6 = sums[offset + 6 * stride] + sums[offset + 14 * stride];
    float s7 = sums[offset + 7 * stride] + sums[offset + 15 * stride];
    return ((s0 + s4) + (s2 + s6)) + ((s1 + s5) + (s3 + s7));
  }
}
