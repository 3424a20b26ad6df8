package io.simdann.gemm;

import io.simdann.kernel.Kernels;
import java.util.Arrays;

/**
 * One tile of C. Whole tiles are multiplied where they lie; those that reach over C's edges go
 * through a scratch tile.
 */
final class SgemmTile {
  /** Runs from this length on are copied by the JVM's own routine, which takes time to start. */
  private static final int LONG_RUN = 8;

  private final Kernels kernels;
  private final int mr;
  private final int nr;
  private final float[] scratch;

  SgemmTile(Kernels kernels, int mr, int nr) {
    this.kernels = kernels;
    this.mr = mr;
    this.nr = nr;
    this.scratch = new float[mr * nr];
  }

  /**
   * Adds a panel times a group to a tile.
   *
   * @param width lanes of the panel
   * @param lanes those of them that C has
   * @param columns the columns of the group that C has
   * @param c where the tile is; its element (lane, column) at {@code to + lane + column·cColumn}
   * @param zeros whether C holds zeros there
   */
  void multiply(
      int steps,
      LaneOperand a,
      BroadcastOperand b,
      int width,
      int lanes,
      int columns,
      float[] c,
      int to,
      int cColumn,
      boolean zeros) {
    if (lanes == width && columns == nr) {
      multiply(steps, a, b, width, c, to, cColumn);
    } else {
      if (zeros) {
        Arrays.fill(scratch, 0, width * nr, 0f);
      }
      for (int column = 0; column < columns && !zeros; column++) {
        copy(c, to + column * cColumn, scratch, column * width, lanes);
      }
      multiply(steps, a, b, width, scratch, 0, width);
      for (int column = 0; column < columns; column++) {
        copy(scratch, column * width, c, to + column * cColumn, lanes);
      }
    }
  }

  private void multiply(
      int steps, LaneOperand a, BroadcastOperand b, int width, float[] c, int to, int cColumn) {
    if (width == mr) {
      kernels.multiply(
          steps, a.data, a.offset, a.step, b.data, b.offset, b.step, b.column, c, to, cColumn);
    } else {
      kernels.multiplyNarrow(
          steps, a.data, a.offset, a.step, b.data, b.offset, b.step, b.column, c, to, cColumn);
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
