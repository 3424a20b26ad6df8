package io.simdann.kernel;

/**
 * Products with samples whose zeros are left out. What is left is listed as {@code char} entries,
 * each of which names a row and a value of a table; {@link Kernels} says how rows lie.
 */
public interface SparseKernels {
  /** The rows that entries can name: 8 bits. */
  int ENTRY_ROWS = 256;

  /**
   * The sparse kernel: adds multiples of picked rows to {@value Kernels#WIDE_LANES} lanes of a sum.
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
   * {@link #accumulate} on {@value Kernels#LANES} lanes.
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
   * @param lanes {@value Kernels#WIDE_LANES} or {@value Kernels#LANES}
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
   * @param lanes {@value Kernels#WIDE_LANES} or {@value Kernels#LANES}
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
   * {@link #accumulate} for {@value Kernels#SHARED_ROWS} samples that share a list: of the places
   * where any of them has a value. Each sample has its own values and its own sum.
   *
   * <pre>
   *   for each sample s, and e = entries[from], …, entries[to − 1]:
   *     p = e ≫ 8
   *     sum(s, i) = fma(rows[rowsOffset + p·lanes + i], x[xOffset + s·xStride + p], sum(s, i))
   * </pre>
   *
   * @param entries which rows; the lower 8 bits are not looked at
   * @param from the first entry
   * @param to the entry after the last
   * @param x the values of the samples
   * @param xOffset the first sample's value 0
   * @param xStride from one sample to the next
   * @param rows the rows, one after the other without gaps
   * @param rowsOffset the first lane of row 0
   * @param sum where to add
   * @param sumOffset the first lane of the first sample's sum
   * @param sumStride from one sample to the next
   * @param lanes {@value Kernels#WIDE_LANES} or {@value Kernels#LANES}
   */
  void accumulateRows(
      char[] entries,
      int from,
      int to,
      float[] x,
      int xOffset,
      int xStride,
      float[] rows,
      int rowsOffset,
      float[] sum,
      int sumOffset,
      int sumStride,
      int lanes);

  /**
   * Marks the values that are not zero: bit {@code i mod 64} of {@code masks[i / 64]} becomes 1 if
   * value i is neither 0 nor −0, and else stays as it is.
   *
   * @param values the values
   * @param offset value 0
   * @param count how many
   * @param masks where their bits go, from bit 0 of the first on
   */
  void nonZeros(float[] values, int offset, int count, long[] masks);

  /**
   * {@link #nonZeros} of {@value Kernels#SHARED_ROWS} samples: places where any of them has a value
   * other than zero.
   *
   * @param values the values
   * @param offset the first sample's value 0
   * @param stride from one sample to the next
   * @param count how many of each
   * @param masks where their bits go, from bit 0 of the first on
   */
  void nonZerosOfRows(float[] values, int offset, int stride, int count, long[] masks);

  /**
   * Lists the ones of masks, ascending, as entries that name the place twice, so that the values
   * that were marked are the table of values.
   *
   * @param masks the masks
   * @param from the one with place 0 in its lowest bit
   * @param words how many, at most 4
   * @param entries where the list goes; of the 64 · {@code words} entries from its start on, those
   *     behind its end may be overwritten
   * @param next its start
   * @return its end
   */
  int list(long[] masks, int from, int words, char[] entries, int next);
}
