package io.simdann.gemm;

import io.simdann.kernel.Kernels;

/**
 * One tile of a block of C. The last tiles of a block that is no whole number of tiles are moved
 * back until they end with it, and overlap those before:
 *
 * <pre>
 *   | tile 0      | tile 1      |
 *                     | tile 2      |      its first lanes are done
 * </pre>
 *
 * Where chains begin, an overlapping tile is computed where it lies: the shared elements get the
 * same bits once more. Where they go on it is computed in a scratch tile, and so is a tile that is
 * larger than the block.
 */
final class SgemmTile {
  /** Runs from this length on are copied by the JVM's own routine, which takes time to start. */
  private static final int LONG_RUN = 8;

  private final Kernels kernels;
  private final int mr;
  private final int nr;
  private final float[] scratch;

  /** What chains begin with: a column of +0. */
  private final float[] zeros;

  SgemmTile(Kernels kernels, int mr, int nr) {
    this.kernels = kernels;
    this.mr = mr;
    this.nr = nr;
    this.scratch = new float[mr * nr];
    this.zeros = new float[mr];
  }

  /**
   * Multiplies a panel with a group.
   *
   * @param width lanes of the panel
   * @param lanes those of them that the block has
   * @param lanesDone the first of those, which the tile before has too
   * @param columns the columns of the group that the block has
   * @param columnsDone the first of those, which the tile before has too
   * @param c where the tile is; its element (lane, column) at {@code to + lane + column·cColumn}
   * @param begin whether the chains begin at +0 here, and C is not read
   */
  void multiply(
      int steps,
      LaneOperand a,
      BroadcastOperand b,
      int width,
      int lanes,
      int lanesDone,
      int columns,
      int columnsDone,
      float[] c,
      int to,
      int cColumn,
      boolean begin) {
    boolean whole = lanes == width && columns == nr;
    if (whole && begin) {
      multiply(steps, a, b, width, zeros, 0, 0, c, to, cColumn);
    } else if (whole && lanesDone == 0 && columnsDone == 0) {
      multiply(steps, a, b, width, c, to, cColumn, c, to, cColumn);
    } else {
      if (begin) {
        multiply(steps, a, b, width, zeros, 0, 0, scratch, 0, width);
      } else if (whole) {
        multiply(steps, a, b, width, c, to, cColumn, scratch, 0, width);
      } else {
        for (int column = 0; column < columns; column++) {
          copy(c, to + column * cColumn, scratch, column * width, lanes);
        }
        multiply(steps, a, b, width, scratch, 0, width, scratch, 0, width);
      }
      for (int column = columnsDone; column < columns; column++) {
        int from = column * width + lanesDone;
        copy(scratch, from, c, to + column * cColumn + lanesDone, lanes - lanesDone);
      }
    }
  }

  private void multiply(
      int steps,
      LaneOperand a,
      BroadcastOperand b,
      int width,
      float[] s,
      int sOffset,
      int sColumn,
      float[] c,
      int to,
      int cColumn) {
    if (width == mr) {
      kernels.multiply(
          steps, a.data, a.offset, a.step, b.data, b.offset, b.step, b.column, s, sOffset, sColumn,
          c, to, cColumn);
    } else {
      kernels.multiplyNarrow(
          steps, a.data, a.offset, a.step, b.data, b.offset, b.step, b.column, s, sOffset, sColumn,
          c, to, cColumn);
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
