package io.simdann.gemm;

/**
 * A matrix where it lies: its memory, offset and strides. Element (row, column) is at {@code offset
 * + row·rowStride + column·columnStride}. An object is made once; it may be aimed again for each
 * product by the thread that it belongs to, or else be read by all.
 *
 * <p>Values of a layer that lie in {@link Rows}, one row per sample, are a column-major matrix of
 * units × samples, or a row-major one of samples × units.
 */
public final class Operand {
  float[] data;
  int offset;
  int rowStride;
  int columnStride;

  /**
   * Aims at a matrix whose columns are contiguous.
   *
   * @param data where it is
   * @param offset its first element
   * @param leadingDimension from one column to the next
   * @return this
   */
  public Operand columnMajor(float[] data, int offset, int leadingDimension) {
    return at(data, offset, 1, leadingDimension);
  }

  /**
   * Aims at a matrix whose rows are contiguous.
   *
   * @param data where it is
   * @param offset its first element
   * @param leadingDimension from one row to the next
   * @return this
   */
  public Operand rowMajor(float[] data, int offset, int leadingDimension) {
    return at(data, offset, leadingDimension, 1);
  }

  /** Aims at any matrix. */
  Operand at(float[] data, int offset, int rowStride, int columnStride) {
    // To store a reference costs the garbage collector's barrier, and mostly it is the same one.
    if (this.data != data) {
      this.data = data;
    }
    this.offset = offset;
    this.rowStride = rowStride;
    this.columnStride = columnStride;
    return this;
  }

  /** Where an element is. */
  int offset(int row, int column) {
    return offset + row * rowStride + column * columnStride;
  }

  /** Lets go of the memory. */
  void release() {
    data = null;
  }
}
