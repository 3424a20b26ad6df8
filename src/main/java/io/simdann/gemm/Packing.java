package io.simdann.gemm;

import io.simdann.kernel.Kernels;
import io.simdann.matrix.Matrix;

/**
 * Copies operands into packed layouts: panels of lanes for products, and panels of 16 samples for
 * the softmax.
 */
public final class Packing {

  /**
   * Packs some columns of an operand B (depth × columns) into groups of NR columns; and, with MR in
   * the place of NR, some rows of an operand A into panels, A's rows taken for columns.
   *
   * <pre>
   *   target: | k=0: c0 … c(NR-1) | k=1: c0 … c(NR-1) | …     group 0, then group 1, …
   * </pre>
   *
   * @param source where B is; its element (k, column) at {@code offset + k·depthStride +
   *     column·columnStride}
   * @param offset the place of (0, 0)
   * @param depth the steps k
   * @param depthStride from one step to the next
   * @param columns the columns to pack
   * @param columnStride from one column to the next
   * @param scale what each element is multiplied with
   * @param nr columns to a group
   * @param target ⌈columns / NR⌉ groups of depth × NR, the last one padded with columns of zeros
   * @param targetOffset the first one's start
   */
  public static void groups(
      float[] source,
      int offset,
      int depth,
      int depthStride,
      int columns,
      int columnStride,
      float scale,
      int nr,
      float[] target,
      int targetOffset) {
    for (int first = 0; first < columns; first += nr) {
      int present = Math.min(nr, columns - first);
      int from = offset + first * columnStride;
      int to = targetOffset + first * depth;
      int column = 0;
      for (; column + 4 <= present; column += 4) {
        fourColumns(
            source,
            from + column * columnStride,
            depth,
            depthStride,
            columnStride,
            scale,
            nr,
            target,
            to + column);
      }
      for (; column < present; column++) {
        int next = from + column * columnStride;
        for (int k = 0; k < depth; k++) {
          target[to + column + k * nr] = source[next] * scale;
          next += depthStride;
        }
      }
      for (; column < nr; column++) {
        for (int k = 0; k < depth; k++) {
          target[to + column + k * nr] = 0f;
        }
      }
    }
  }

  /** Four columns of a group at a time take half the time of four single ones. */
  private static void fourColumns(
      float[] source,
      int from,
      int depth,
      int depthStride,
      int columnStride,
      float scale,
      int nr,
      float[] target,
      int to) {
    int from0 = from;
    int from1 = from0 + columnStride;
    int from2 = from1 + columnStride;
    int from3 = from2 + columnStride;
    int next = to;
    for (int k = 0; k < depth; k++) {
      target[next] = source[from0] * scale;
      target[next + 1] = source[from1] * scale;
      target[next + 2] = source[from2] * scale;
      target[next + 3] = source[from3] * scale;
      from0 += depthStride;
      from1 += depthStride;
      from2 += depthStride;
      from3 += depthStride;
      next += nr;
    }
  }

  /**
   * Packs rows (one per step) into panels of lanes, for all panels a part of the steps.
   *
   * <pre>
   *   target: | panel 0: depth × wide lanes | panel 1 | … | the last 16 lanes perhaps: depth × 16 |
   * </pre>
   *
   * @param source where the rows are; element (k, lane) at {@code offset + k·stepStride +
   *     lane·laneStride}
   * @param offset the place of (0, 0)
   * @param stepStride from one step to the next
   * @param laneStride from one lane to the next
   * @param fromStep the first step to pack
   * @param toStep the step after the last
   * @param depth all steps of a panel
   * @param lanes the lanes that are there; the others of a panel are left as they are
   * @param width the lanes with padding: {@link Rows#width} of lanes
   * @param wide the lanes of a panel
   * @param scale what each element is multiplied with
   * @param target the panels
   * @param targetOffset the first one's start
   */
  public static void lanePanels(
      float[] source,
      int offset,
      int stepStride,
      int laneStride,
      int fromStep,
      int toStep,
      int depth,
      int lanes,
      int width,
      int wide,
      float scale,
      float[] target,
      int targetOffset) {
    for (int lane = 0, panelLanes; lane < lanes; lane += panelLanes) {
      panelLanes = Rows.lanes(lane, width, wide);
      int present = Math.min(panelLanes, lanes - lane);
      int panel = targetOffset + lane * depth;
      int from = offset + lane * laneStride;
      if (stepStride == 1 && laneStride != 1) {
        transpose(
            source, from, laneStride, fromStep, toStep, present, scale, target, panel, panelLanes);
        continue;
      }
      for (int k = fromStep; k < toStep; k++) {
        int to = panel + k * panelLanes;
        copy(source, from + k * stepStride, laneStride, present, scale, target, to);
      }
    }
  }

  /**
   * Steps that lie side by side in the source, as many at a time as a cache line has: lanes may be
   * thousands of floats apart, and then few of their lines stay in the first-level cache at a time.
   */
  private static void transpose(
      float[] source,
      int offset,
      int laneStride,
      int fromStep,
      int toStep,
      int lanes,
      float scale,
      float[] target,
      int panel,
      int panelLanes) {
    for (int first = fromStep; first < toStep; first += Kernels.LANES) {
      int end = Math.min(toStep, first + Kernels.LANES);
      for (int lane = 0; lane < lanes; lane++) {
        int from = offset + lane * laneStride;
        int to = panel + lane;
        for (int k = first; k < end; k++) {
          target[to + k * panelLanes] = source[from + k] * scale;
        }
      }
    }
  }

  private static void copy(
      float[] source, int from, int stride, int count, float scale, float[] target, int to) {
    if (stride == 1 && scale == 1f) {
      System.arraycopy(source, from, target, to, count);
    } else if (stride == 1) {
      for (int i = 0; i < count; i++) {
        target[to + i] = source[from + i] * scale;
      }
    } else {
      for (int i = 0; i < count; i++) {
        target[to + i] = source[from + i * stride] * scale;
      }
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
   * Packs a matrix whose columns are samples into sample panels.
   *
   * <pre>
   *   target: | row 0: MR samples | row 1: MR samples | …     panel 0, then panel 1, …
   * </pre>
   *
   * @param samples rows × samples
   * @param mr samples to a panel
   * @param target ⌈samples / MR⌉ panels of rows × MR from index 0, the last one padded with lanes
   *     of zeros
   */
  public static void toPanels(Matrix samples, int mr, float[] target) {
    groups(
        samples.data(),
        samples.offset(),
        samples.rows(),
        1,
        samples.columns(),
        samples.leadingDimension(),
        1f,
        mr,
        target,
        0);
  }

  /**
   * The reverse of {@link #toPanels}; the padding is left out.
   *
   * @param panels ⌈samples / MR⌉ panels of rows × MR from index 0
   * @param mr samples to a panel
   * @param target rows × samples, overwritten
   */
  public static void fromPanels(float[] panels, int mr, Matrix target) {
    int rows = target.rows();
    for (int sample = 0; sample < target.columns(); sample++) {
      int from = (sample - sample % mr) * rows + sample % mr;
      int to = target.offset() + sample * target.leadingDimension();
      for (int row = 0; row < rows; row++) {
        target.data()[to + row] = panels[from + row * mr];
      }
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
