package io.simdann.kernel;

/**
 * The arithmetic of training, on {@code float[]} buffers. Every implementation gives the same bits:
 * each result has one order of operations, stated here, and lanes run over independent results.
 *
 * <p>Values of a layer lie in <b>rows</b>: one row per sample, units side by side, from one row to
 * the next a stride that is a multiple of {@value #LANES}. Lanes run over units. The softmax alone
 * wants lanes over samples, and works on <b>panels</b> of rows × {@value #LANES}: element (row,
 * lane) at {@code offset + row·16 + lane}, where a lane is a sample and a row is a class.
 *
 * <p>Offsets, steps and strides count floats. No method allocates. Arrays that are too short raise
 * {@link IndexOutOfBoundsException}; NaN and infinities follow IEEE 754.
 */
public interface Kernels {

  /** The floats of which rows are multiples, and the lanes of a panel. */
  int LANES = 16;

  /** The lanes that {@link #accumulate} works on, 4 times {@value #LANES}. */
  int WIDE_LANES = 64;

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
   * The lanes of the micro-kernel's tile, MR in BLIS: a multiple of {@value #LANES}.
   *
   * @return 16 or 32
   */
  int tileRows();

  /**
   * The columns of the micro-kernel's tile, NR in BLIS.
   *
   * @return 5 or 10
   */
  int tileColumns();

  /**
   * The micro-kernel: an MR × NR tile of C, with chains that start with what is given.
   *
   * <pre>
   *   c(i, j) = s(i, j)
   *   for k ascending:
   *     c(i, j) = fma(a[aOffset + k·aStep + i], b[bOffset + k·bStep + j·bColumn], c(i, j))
   *
   *   c(i, j) at cOffset + j·cColumn + i,   s(i, j) at sOffset + j·sColumn + i
   * </pre>
   *
   * Lanes are contiguous in A, S and C; everything else has a stride of its own, so that operands
   * can be read where they lie. S is C itself where a chain goes on, in one place with it; MR zeros
   * with a column stride of 0 where it begins, so that C is not read.
   *
   * @param depth the number of multiply-adds in each element's chain, 0 or more; a negative number
   *     makes a call that does nothing, not even C = S
   * @param a what is multiplied as vectors
   * @param aOffset its first lane at k = 0
   * @param aStep from one k to the next
   * @param b what is multiplied as broadcast single values
   * @param bOffset its first column at k = 0
   * @param bStep from one k to the next
   * @param bColumn from one column to the next
   * @param s what the chains start with: C's array, or one that doesn't hold C
   * @param sOffset its start
   * @param sColumn from one column to the next, or 0
   * @param c the tile
   * @param cOffset its start
   * @param cColumn from one column of the tile to the next
   */
  void multiply(
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
      int cColumn);

  /**
   * {@link #multiply(int, float[], int, int, float[], int, int, int, float[], int, int, float[],
   * int, int) multiply} with chains that start with C: adds a product to the tile.
   *
   * @param depth as there
   * @param a as there
   * @param aOffset as there
   * @param aStep as there
   * @param b as there
   * @param bOffset as there
   * @param bStep as there
   * @param bColumn as there
   * @param c as there
   * @param cOffset as there
   * @param cColumn as there
   */
  default void multiply(
      int depth,
      float[] a,
      int aOffset,
      int aStep,
      float[] b,
      int bOffset,
      int bStep,
      int bColumn,
      float[] c,
      int cOffset,
      int cColumn) {
    multiply(
        depth, a, aOffset, aStep, b, bOffset, bStep, bColumn, c, cOffset, cColumn, c, cOffset,
        cColumn);
  }

  /**
   * {@link #multiply(int, float[], int, int, float[], int, int, int, float[], int, int, float[],
   * int, int) multiply} on a tile of {@value #LANES} × NR, for what is left of MR lanes.
   *
   * @param depth as there
   * @param a as there
   * @param aOffset as there
   * @param aStep as there
   * @param b as there
   * @param bOffset as there
   * @param bStep as there
   * @param bColumn as there
   * @param s as there
   * @param sOffset as there
   * @param sColumn as there
   * @param c as there
   * @param cOffset as there
   * @param cColumn as there
   */
  void multiplyNarrow(
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
      int cColumn);

  /**
   * {@link #multiplyNarrow(int, float[], int, int, float[], int, int, int, float[], int, int,
   * float[], int, int) multiplyNarrow} with chains that start with C: adds a product to the tile.
   *
   * @param depth as there
   * @param a as there
   * @param aOffset as there
   * @param aStep as there
   * @param b as there
   * @param bOffset as there
   * @param bStep as there
   * @param bColumn as there
   * @param c as there
   * @param cOffset as there
   * @param cColumn as there
   */
  default void multiplyNarrow(
      int depth,
      float[] a,
      int aOffset,
      int aStep,
      float[] b,
      int bOffset,
      int bStep,
      int bColumn,
      float[] c,
      int cOffset,
      int cColumn) {
    multiplyNarrow(
        depth, a, aOffset, aStep, b, bOffset, bStep, bColumn, c, cOffset, cColumn, c, cOffset,
        cColumn);
  }

  /**
   * {@link #multiply} on a tile of {@value #LANES} × 1, for what is left of NR columns.
   *
   * @param depth as there
   * @param a as there
   * @param aOffset as there
   * @param aStep as there
   * @param b as there
   * @param bOffset as there
   * @param bStep as there
   * @param c as there
   * @param cOffset as there
   */
  void multiplyColumn(
      int depth,
      float[] a,
      int aOffset,
      int aStep,
      float[] b,
      int bOffset,
      int bStep,
      float[] c,
      int cOffset);

  /**
   * The sparse kernel: adds multiples of picked rows to {@value #WIDE_LANES} lanes of a sum.
   *
   * <pre>
   *   entry:  | row: 8 bits | value: 8 bits |
   *
   *   for e = entries[from], …, entries[to − 1]:
   *     sum(i) = fma(rows[rowsOffset + (e ≫ 8)·rowStride + i], table[tableOffset + (e &amp; 255)], sum(i))
   * </pre>
   *
   * @param entries which rows, and times what
   * @param from the first entry
   * @param to the entry after the last
   * @param table the values that entries refer to
   * @param tableOffset value 0
   * @param rows the rows
   * @param rowsOffset the first lane of row 0
   * @param rowStride from one row to the next
   * @param sum where to add
   * @param sumOffset its first lane
   */
  void accumulate(
      char[] entries,
      int from,
      int to,
      float[] table,
      int tableOffset,
      float[] rows,
      int rowsOffset,
      int rowStride,
      float[] sum,
      int sumOffset);

  /**
   * {@link #accumulate} on {@value #LANES} lanes.
   *
   * @param entries as there
   * @param from as there
   * @param to as there
   * @param table as there
   * @param tableOffset as there
   * @param rows as there
   * @param rowsOffset as there
   * @param rowStride as there
   * @param sum as there
   * @param sumOffset as there
   */
  void accumulateNarrow(
      char[] entries,
      int from,
      int to,
      float[] table,
      int tableOffset,
      float[] rows,
      int rowsOffset,
      int rowStride,
      float[] sum,
      int sumOffset);

  /**
   * The reverse of {@link #accumulate}: adds multiples of one row to picked rows.
   *
   * <pre>
   *   for e = entries[from], …, entries[to − 1]:
   *     r = rowsOffset + (e ≫ 8)·rowStride
   *     rows(r + i) = fma(x(i), table[tableOffset + (e &amp; 255)], rows(r + i))
   * </pre>
   *
   * @param entries which rows, and times what; no row twice
   * @param from the first entry
   * @param to the entry after the last
   * @param table the values that entries refer to
   * @param tableOffset value 0
   * @param x what is added
   * @param xOffset its first lane
   * @param rows where to add
   * @param rowsOffset the first lane of row 0
   * @param rowStride from one row to the next
   * @param lanes {@value #WIDE_LANES} or {@value #LANES}
   */
  void scatter(
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
      int lanes);

  /**
   * Adds up the multiples of picked rows that two lists name, each list in a chain of its own, and
   * then the two.
   *
   * <pre>
   *   for each list of entries, from … to − 1:
   *     s(i) = 0
   *     for e in the list:
   *       s(i) = fma(rows[rowsOffset + (e ≫ 8)·rowStride + i], table[tableOffset + (e &amp; 255)], s(i))
   *   sum(i) = s₁(i) + s₂(i)
   * </pre>
   *
   * @param entries which rows, and times what
   * @param from1 the first list's first entry
   * @param to1 the entry after its last
   * @param from2 the second list's first entry
   * @param to2 the entry after its last
   * @param table the values that entries refer to
   * @param tableOffset value 0
   * @param rows the rows
   * @param rowsOffset the first lane of row 0
   * @param rowStride from one row to the next
   * @param sum overwritten; must not be the same memory as the rows
   * @param sumOffset its first lane
   * @param lanes {@value #WIDE_LANES} or {@value #LANES}
   */
  void sumPair(
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
      int lanes);

  /**
   * Tells which values are not zero.
   *
   * @param values the values
   * @param offset the first of them
   * @param count how many, at most 64
   * @return bit i is 0 if value i is 0 or −0, else 1; bits from {@code count} on are 0
   */
  long nonZeros(float[] values, int offset, int count);

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
   * One step of gradient descent: {@code updated(i) = fma(−step, gradient(i), parameters(i))}.
   *
   * @param parameters the parameters before the step
   * @param parametersOffset the first of them
   * @param gradient the gradient
   * @param gradientOffset its start
   * @param step the learning rate, divided by the number of samples where the gradient is a sum
   * @param updated the parameters after it; may be {@code parameters} with the same offset
   * @param updatedOffset the first of them
   * @param count how many
   */
  void descend(
      float[] parameters,
      int parametersOffset,
      float[] gradient,
      int gradientOffset,
      float step,
      float[] updated,
      int updatedOffset,
      int count);

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
