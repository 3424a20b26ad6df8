package io.simdann.gemm;

import io.simdann.kernel.AlignedFloats;

/**
 * A block of the operand that is multiplied as broadcast single values, steps × columns. It is read
 * where it lies, or copied as it lies, contiguous runs at a time:
 *
 * <pre>
 *   contiguous steps:     | column 0: all steps | column 1 | …         an odd number of lines apart
 *   contiguous columns:   | step 0: all columns | step 1 | …           an odd number of lines apart
 * </pre>
 *
 * No two columns of a copied group meet in the same sets of the cache.
 */
final class BroadcastOperand {
  /** Each run that is copied is padded by less than so many floats: to an odd number of lines. */
  static final int PADDING = 2 * AlignedFloats.lines(1);

  /** Columns a multiple of so many floats apart meet in the same sets of the first-level cache. */
  private static final int COLLIDING = 1024;

  private final int nr;
  private float[] copy = {};
  private int steps;
  private float[] source;
  private int sourceOffset;
  private int sourceStep;
  private int sourceColumn;
  private int columnsInPlace;
  private int copiedStep;

  /** Where the group last asked for is. */
  float[] data;

  /** Its first column at step 0. */
  int offset;

  /** From one step to the next. */
  int step;

  /** From one column to the next. */
  int column;

  BroadcastOperand(int nr) {
    this.nr = nr;
  }

  /** Makes room for a block, padding included. */
  void reserve(long length) {
    if (copy.length < AlignedFloats.FIRST + length) {
      copy = AlignedFloats.allocate(length);
    }
  }

  /**
   * Takes a block. One of its strides is 1.
   *
   * @param source where it is; its element (k, column) at {@code from + k·stepStride +
   *     column·columnStride}
   */
  void take(float[] source, int from, int stepStride, int columnStride, int steps, int columns) {
    this.source = source;
    this.steps = steps;
    sourceOffset = from;
    sourceStep = stepStride;
    sourceColumn = columnStride;
    boolean inPlace = stepStride == 1 && columnStride % COLLIDING != 0;
    columnsInPlace = inPlace && columns >= nr ? columns : 0;
    if (stepStride == 1) {
      copyColumns(columns);
    } else {
      copySteps(columns);
    }
  }

  private void copyColumns(int columns) {
    int stride = oddLines(steps);
    for (int first = columnsInPlace; first < columns; first++) {
      int to = AlignedFloats.FIRST + first * stride;
      System.arraycopy(source, sourceOffset + first * sourceColumn, copy, to, steps);
    }
  }

  private void copySteps(int columns) {
    copiedStep = oddLines(Packing.roundUp(columns, nr));
    for (int k = 0; k < steps; k++) {
      int to = AlignedFloats.FIRST + k * copiedStep;
      System.arraycopy(source, sourceOffset + k * sourceStep, copy, to, columns);
    }
  }

  private static int oddLines(int floats) {
    int lines = AlignedFloats.lines(floats);
    int line = AlignedFloats.lines(1);
    return lines / line % 2 == 0 ? lines + line : lines;
  }

  /** Tells where a group is. */
  void locate(int first) {
    if (first < columnsInPlace) {
      data = source;
      offset = sourceOffset + first * sourceColumn;
      step = sourceStep;
      column = sourceColumn;
    } else if (sourceStep == 1) {
      data = copy;
      offset = AlignedFloats.FIRST + first * oddLines(steps);
      step = 1;
      column = oddLines(steps);
    } else {
      data = copy;
      offset = AlignedFloats.FIRST + first;
      step = copiedStep;
      column = 1;
    }
  }

  /** Lets go of the operand. */
  void release() {
    source = null;
    data = null;
  }
}
