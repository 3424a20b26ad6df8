package io.simdann.gemm;

import io.simdann.kernel.AlignedFloats;

/**
 * A block of op(B), depth × columns, of which the micro-kernel reads single values. It is read
 * where it lies, or copied as it lies, contiguous runs at a time:
 *
 * <pre>
 *   contiguous columns:   | column 0: all k | column 1 | …         an odd number of lines apart
 *   contiguous rows:      | k = 0: all columns | k = 1 | …         an odd number of lines apart
 * </pre>
 *
 * No two columns of a copied tile meet in the same sets of the cache.
 */
final class PackedB {
  /** Each run that is copied is padded by less than so many floats: to an odd number of lines. */
  static final int PADDING = 2 * AlignedFloats.lines(1);

  /** Columns a multiple of so many floats apart meet in the same sets of the first-level cache. */
  private static final int COLLIDING = 1024;

  private final int nr;
  private float[] copy = {};

  /** The block taken. */
  final Operand block = new Operand();

  PackedB(int nr) {
    this.nr = nr;
  }

  /** Makes room for a block, padding included. */
  void reserve(long length) {
    if (copy.length < AlignedFloats.FIRST + length) {
      copy = AlignedFloats.allocate(length);
    }
  }

  /**
   * Takes a block.
   *
   * @param b op(B), whose rows or columns are contiguous
   */
  void take(Operand b, int k, int steps, int column, int columns) {
    int from = b.offset(k, column);
    if (b.rowStride != 1) {
      int stride = oddLines(Packing.roundUp(columns, nr));
      copy(b.data, from, b.rowStride, steps, columns, stride);
      block.rowMajor(copy, AlignedFloats.FIRST, stride);
    } else if (columns < nr || b.columnStride % COLLIDING == 0) {
      int stride = oddLines(steps);
      copy(b.data, from, b.columnStride, columns, steps, stride);
      block.columnMajor(copy, AlignedFloats.FIRST, stride);
    } else {
      block.columnMajor(b.data, from, b.columnStride);
    }
  }

  private void copy(float[] source, int from, int stride, int runs, int length, int newStride) {
    for (int run = 0; run < runs; run++) {
      int to = AlignedFloats.FIRST + run * newStride;
      System.arraycopy(source, from + run * stride, copy, to, length);
    }
  }

  private static int oddLines(int floats) {
    int lines = AlignedFloats.lines(floats);
    int line = AlignedFloats.lines(1);
    return lines / line % 2 == 0 ? lines + line : lines;
  }

  /** Lets go of the operand. */
  void release() {
    block.release();
  }
}
