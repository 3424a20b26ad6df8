package io.simdann.gemm;

import io.simdann.kernel.Kernels;

/**
 * Copies operands into packed layouts: micropanels for products, and panels of 16 samples for the
 * softmax.
 */
public final class Packing {
  /**
   * The micropanels that are copied at a time, so that with MR 32 a column is read in runs of one
   * kilobyte: it may have a page to itself.
   */
  private static final int COPIED_PANELS = 8;

  /** The columns that are transposed at a time: of 32 rows a quarter of the first-level cache. */
  private static final int TRANSPOSED_COLUMNS = 64;

  /**
   * Packs some columns k of an operand A into micropanels, for all of them. The last one ends with
   * the lanes, and overlaps the one before if these are no whole number of micropanels.
   *
   * @param source A, whose rows or columns are contiguous
   * @param rows its rows, at most as many as there are lanes; the lanes beyond are left as they are
   * @param from the first k
   * @param to the k after the last
   * @param target packed micropanels
   */
  public static void pack(Operand source, int rows, int from, int to, Micropanels target) {
    boolean columnsContiguous = source.rowStride == 1;
    int wide = target.panelLanes;
    int lane = 0;
    if (columnsContiguous) {
      for (int count; lane + wide <= rows; lane += count * wide) {
        count = Math.min(COPIED_PANELS, (rows - lane) / wide);
        copyPanels(source, lane, count, from, to, target);
      }
    }
    for (int width; lane < rows; lane += width) {
      width = Micropanels.width(target.lanes - lane, wide);
      int first = Math.min(lane, Math.max(0, target.lanes - width));
      int present = Math.min(width, rows - first);
      if (columnsContiguous) {
        copyPanel(source, first, present, from, to, target, lane);
      } else {
        transposePanel(source, first, present, from, to, target, lane);
      }
    }
  }

  /** Copies some whole micropanels, column by column. */
  private static void copyPanels(
      Operand source, int lane, int count, int from, int to, Micropanels target) {
    int wide = target.panelLanes;
    for (int k = from; k < to; k++) {
      int next = source.offset(lane, k);
      for (int first = lane; first < lane + count * wide; first += wide) {
        int at = target.start + first * target.depth + k * wide;
        System.arraycopy(source.data, next, target.data, at, wide);
        next += wide;
      }
    }
  }

  private static void copyPanel(
      Operand source, int row, int rows, int from, int to, Micropanels target, int lane) {
    int offset = target.offset(lane, row);
    int width = target.stride(lane);
    for (int k = from; k < to; k++) {
      System.arraycopy(source.data, source.offset(row, k), target.data, offset + k * width, rows);
    }
  }

  /** Eight rows at a time, whose columns lie side by side in the source. */
  private static void transposePanel(
      Operand source, int row, int rows, int from, int to, Micropanels target, int lane) {
    int stride = source.rowStride;
    int width = target.stride(lane);
    for (int k = from; k < to; k += TRANSPOSED_COLUMNS) {
      int columns = Math.min(TRANSPOSED_COLUMNS, to - k);
      int next = source.offset(row, k);
      int at = target.offset(lane, row) + k * width;
      int i = 0;
      for (; i + 8 <= rows; i += 8) {
        eightRows(source.data, next, stride, columns, target.data, at + i, width);
        next += 8 * stride;
      }
      for (; i < rows; i++) {
        for (int column = 0; column < columns; column++) {
          target.data[at + i + column * width] = source.data[next + column];
        }
        next += stride;
      }
    }
  }

  private static void eightRows(
      float[] source, int from, int stride, int columns, float[] target, int to, int width) {
    int from1 = from + stride;
    int from2 = from1 + stride;
    int from3 = from2 + stride;
    int from4 = from3 + stride;
    int from5 = from4 + stride;
    int from6 = from5 + stride;
    int from7 = from6 + stride;
    for (int i = 0; i < columns; i++) {
      int next = to + i * width;
      target[next] = source[from + i];
      target[next + 1] = source[from1 + i];
      target[next + 2] = source[from2 + i];
      target[next + 3] = source[from3 + i];
      target[next + 4] = source[from4 + i];
      target[next + 5] = source[from5 + i];
      target[next + 6] = source[from6 + i];
      target[next + 7] = source[from7 + i];
    }
  }

  /**
   * Multiplies all that is packed, rows beyond those of A included.
   *
   * @param target packed micropanels, whose lanes are filled up to a multiple of 16
   * @param factor what each element is multiplied with
   */
  public static void scale(Micropanels target, float factor) {
    if (factor == 1f) {
      return;
    }
    int end = target.start + target.packedLanes() * target.depth;
    for (int i = target.start; i < end; i++) {
      target.data[i] *= factor;
    }
  }

  /**
   * Transposes some rows of samples into a panel of rows × 16, as the softmax wants it.
   *
   * @param source rows, one per sample
   * @param offset the first row
   * @param stride from one row to the next
   * @param samples how many, at most 16
   * @param units the values of each row
   * @param panel units × 16, whose lanes without a sample are left as they are
   */
  public static void rowsToPanel(
      float[] source, int offset, int stride, int samples, int units, float[] panel) {
    for (int sample = 0; sample < samples; sample++) {
      int from = offset + sample * stride;
      for (int unit = 0; unit < units; unit++) {
        panel[unit * Kernels.LANES + sample] = source[from + unit];
      }
    }
  }

  /**
   * The reverse of {@link #rowsToPanel}.
   *
   * @param panel units × 16
   * @param target rows, one per sample
   * @param offset the first row
   * @param stride from one row to the next
   * @param samples how many, at most 16
   * @param units the values of each row
   */
  public static void panelToRows(
      float[] panel, float[] target, int offset, int stride, int samples, int units) {
    int sample = 0;
    for (; sample + 4 <= samples; sample += 4) {
      fourToRows(panel, sample, target, offset + sample * stride, stride, units);
    }
    for (; sample < samples; sample++) {
      int to = offset + sample * stride;
      for (int unit = 0; unit < units; unit++) {
        target[to + unit] = panel[unit * Kernels.LANES + sample];
      }
    }
  }

  /** Four samples at a time take three fifths of the time of four single ones on JDK 17. */
  private static void fourToRows(
      float[] panel, int sample, float[] target, int to, int stride, int units) {
    int to1 = to + stride;
    int to2 = to1 + stride;
    int to3 = to2 + stride;
    for (int unit = 0; unit < units; unit++) {
      int from = unit * Kernels.LANES + sample;
      target[to + unit] = panel[from];
      target[to1 + unit] = panel[from + 1];
      target[to2 + unit] = panel[from + 2];
      target[to3 + unit] = panel[from + 3];
    }
  }

  /**
   * Rounds up to whole panels or groups.
   *
   * @param count rows or columns
   * @param multiple MR or NR
   * @return the smallest multiple that is not less
   */
  public static int roundUp(int count, int multiple) {
    return (count + multiple - 1) / multiple * multiple;
  }

  private Packing() {}
}
