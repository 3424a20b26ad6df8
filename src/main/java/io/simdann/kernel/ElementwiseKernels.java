package io.simdann.kernel;

/**
 * Conversions and sums, element by element. {@link Kernels} says how offsets count and how rows
 * lie.
 */
public interface ElementwiseKernels {

  /**
   * Converts unsigned bytes to floats 0 … 255.
   *
   * @param source the bytes
   * @param sourceOffset the first of them
   * @param target the floats
   * @param targetOffset the first of them
   * @param count how many
   */
  void widen(byte[] source, int sourceOffset, float[] target, int targetOffset, int count);

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
   * Copies rows, multiplied with a factor, and a term added: {@code target(row, i) = source(row, i)
   * · factor + term}, rounded twice. A term of −0 changes nothing, one of +0 makes a zero of each
   * sign +0.
   *
   * @param source the rows
   * @param sourceOffset the first row
   * @param sourceStride from one row to the next
   * @param target where they go; must not be the same memory
   * @param targetOffset the first row
   * @param targetStride from one row to the next
   * @param rows how many
   * @param count the values of a row
   * @param factor what each value is multiplied with
   * @param term what is added to each product
   */
  void scaleRows(
      float[] source,
      int sourceOffset,
      int sourceStride,
      float[] target,
      int targetOffset,
      int targetStride,
      int rows,
      int count,
      float factor,
      float term);

  /**
   * The partial sums over samples of some rows: {@code sums[(row mod 16)·stride + lane] += z(row,
   * lane)}, rows ascending.
   *
   * @param z the rows
   * @param offset the first row
   * @param rows the number of samples
   * @param stride from one row to the next, and the lanes that are added
   * @param sums 16 rows of stride
   */
  void addRowSums(float[] z, int offset, int rows, int stride, float[] sums);
}
