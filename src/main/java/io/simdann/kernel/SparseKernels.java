package io.simdann.kernel;

/**
 * Products with samples whose zeros are left out. What is left is listed as {@code char} entries,
 * each of which names a row and a value of a table; {@link Kernels} says how rows lie.
 */
public interface SparseKernels {

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
   * Tells which values are not zero.
   *
   * @param values the values
   * @param offset the first of them
   * @param count how many, at most 64
   * @return bit i is 0 if value i is 0 or −0, else 1; bits from {@code count} on are 0
   */
  long nonZeros(float[] values, int offset, int count);
}
