package io.simdann.gemm;

import io.simdann.kernel.HeapBytes;
import io.simdann.kernel.Kernels;

/**
 * The macro-kernel: goes with one micropanel of A past the columns of B, NR of them at a time, and
 * multiplies them into tiles of C by the micro-kernel. All products are made of this. The last
 * tiles of a C that is no whole number of tiles are moved back until they end with it, and overlap
 * those before:
 *
 * <pre>
 *   | tile 0      | tile 1      |
 *                     | tile 2      |      its first lanes, or columns, are done
 * </pre>
 *
 * Where C is overwritten, an overlapping tile is computed where it lies: the shared elements get
 * the same bits once more. Where C is accumulated, it is computed in a scratch tile, and so is a
 * tile that is larger than C. An object belongs to one thread.
 */
final class MacroKernel {
  /** Runs from this length on are copied by the JVM's own routine, which takes time to start. */
  private static final int LONG_RUN = 8;

  private final Kernels kernels;
  private final int mr;
  private final int nr;
  private final float[] scratch;

  /** What chains begin with: a column of +0. */
  private final float[] zeros;

  /** For a micropanel that lies in a matrix. */
  private final float[] copy;

  private final boolean copies;

  private Micropanels a;
  private Operand b;
  private Operand c;
  private int columns;

  // The micropanel in progress.
  private int width;
  private int lanes;
  private int lanesDone;
  private int steps;
  private boolean overwrite;
  private boolean isCopied;
  private int aOffset;
  private int aStride;
  private int bOffset;
  private int cOffset;

  /**
   * For a kernel set.
   *
   * @param kernels the kernel set
   * @param sizes its block sizes
   * @param mostSteps the most steps of a micropanel
   */
  MacroKernel(Kernels kernels, BlockSizes sizes, int mostSteps) {
    sizes.requireFor(kernels);
    this.kernels = kernels;
    this.mr = sizes.mr();
    this.nr = sizes.nr();
    this.scratch = new float[mr * nr];
    this.zeros = new float[mr];
    this.copy = new float[copiedFloats(sizes, mostSteps)];
    this.copies = kernels.prefersPackedPanels();
  }

  /** None where MR is a wide one: no such kernel needs a copy. */
  private static int copiedFloats(BlockSizes sizes, int mostSteps) {
    return sizes.mr() == Kernels.LANES ? sizes.mr() * mostSteps : 0;
  }

  /** What an object takes of the heap. */
  static long heapBytes(BlockSizes sizes, int mostSteps) {
    return HeapBytes.floats((long) sizes.mr() * sizes.nr())
        + HeapBytes.floats(sizes.mr())
        + HeapBytes.floats(copiedFloats(sizes, mostSteps));
  }

  /**
   * Begins a product. The operands are read at each call, and must stay as they are.
   *
   * @param a the micropanels, whose lanes are the rows of C
   * @param b of which NR columns must be readable if there are fewer, whatever their values
   * @param columns those of B and C
   * @param c whose columns are contiguous
   */
  void begin(Micropanels a, Operand b, int columns, Operand c) {
    // As in Operand: to store a reference isn't free.
    if (this.a != a || this.b != b || this.c != c) {
      this.a = a;
      this.b = b;
      this.c = c;
    }
    this.columns = columns;
  }

  /** The lanes of the micropanel that begins with a lane. */
  int width(int lane) {
    return Micropanels.width(a.lanes - lane, mr);
  }

  /**
   * Multiplies a micropanel with all columns.
   *
   * @param lane where it begins: the sum of the widths before
   * @param k its first step
   * @param steps how many
   * @param overwrite whether chains begin at +0 here, and C is not read; else they go on
   */
  void multiply(int lane, int k, int steps, boolean overwrite) {
    begin(lane, k, steps, overwrite);
    multiply(0, columns);
  }

  /** Begins a micropanel: {@link #multiply(int, int, int, boolean)} without the columns. */
  void begin(int lane, int k, int steps, boolean overwrite) {
    width = width(lane);
    lanes = Math.min(width, a.lanes);
    int first = Math.min(lane, a.lanes - lanes);
    lanesDone = lane - first;
    this.steps = steps;
    this.overwrite = overwrite;
    aStride = a.stride(lane);
    aOffset = a.offset(lane, first) + k * aStride;
    isCopied = copies && aStride != width && columns > nr;
    if (isCopied) {
      // Times 1, plus −0: the same values.
      kernels.scaleRows(a.data, aOffset, aStride, copy, 0, width, steps, width, 1f, -0f);
      aOffset = 0;
      aStride = width;
    }
    bOffset = b.offset + k * b.rowStride;
    cOffset = c.offset + first;
  }

  /**
   * Multiplies the micropanel with some columns.
   *
   * @param from the first, a multiple of NR
   * @param to the one after the last, a multiple of NR too or that of all columns
   */
  void multiply(int from, int to) {
    boolean direct = lanes == width && (overwrite || lanesDone == 0);
    int column = from;
    for (; direct && column + nr <= to; column += nr) {
      multiplyInPlace(column);
    }
    for (; column < to; column += nr) {
      edge(column);
    }
  }

  private void multiplyInPlace(int column) {
    int at = cOffset + column * c.columnStride;
    if (overwrite) {
      multiply(column, zeros, 0, 0, c.data, at, c.columnStride);
    } else {
      multiply(column, c.data, at, c.columnStride, c.data, at, c.columnStride);
    }
  }

  /** A tile that reaches beyond C, or overlaps others. */
  private void edge(int column) {
    int present = Math.min(nr, columns);
    int first = Math.min(column, columns - present);
    boolean whole = lanes == width && present == nr;
    if (whole && overwrite) {
      multiplyInPlace(first);
      return;
    }
    int stride = c.columnStride;
    int at = cOffset + first * stride;
    if (overwrite) {
      multiply(first, zeros, 0, 0, scratch, 0, width);
    } else if (whole) {
      multiply(first, c.data, at, stride, scratch, 0, width);
    } else {
      for (int j = 0; j < present; j++) {
        copy(c.data, at + j * stride, scratch, j * width, lanes);
      }
      multiply(first, scratch, 0, width, scratch, 0, width);
    }
    for (int j = column - first; j < present; j++) {
      int from = j * width + lanesDone;
      copy(scratch, from, c.data, at + j * stride + lanesDone, lanes - lanesDone);
    }
  }

  /** A tile of chains that start with S, into T. */
  private void multiply(
      int column, float[] s, int sOffset, int sStride, float[] t, int tOffset, int tStride) {
    float[] panel = isCopied ? copy : a.data;
    int from = bOffset + column * b.columnStride;
    if (width == mr) {
      kernels.multiply(
          steps,
          panel,
          aOffset,
          aStride,
          b.data,
          from,
          b.rowStride,
          b.columnStride,
          s,
          sOffset,
          sStride,
          t,
          tOffset,
          tStride);
    } else {
      kernels.multiplyNarrow(
          steps,
          panel,
          aOffset,
          aStride,
          b.data,
          from,
          b.rowStride,
          b.columnStride,
          s,
          sOffset,
          sStride,
          t,
          tOffset,
          tStride);
    }
  }

  private static void copy(float[] source, int from, float[] target, int to, int length) {
    if (length >= LONG_RUN) {
      System.arraycopy(source, from, target, to, length);
      return;
    }
    for (int i = 0; i < length; i++) {
      target[to + i] = source[from + i];
    }
  }
}
