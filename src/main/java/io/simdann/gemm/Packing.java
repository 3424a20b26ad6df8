package io.simdann.gemm;

import io.simdann.matrix.Matrix;
import java.util.Arrays;

/**
 * Copies operands into the two packed layouts of the micro-kernel: panels (depth × MR) and groups
 * (depth × NR), the last one padded with zeros.
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
   * Packs sample panels (rows × MR samples each, consecutive) into groups whose columns are rows of
   * the panels and whose steps are samples.
   *
   * @param panels the panels
   * @param panelStride from one panel to the next
   * @param rows rows to pack, the columns of the groups
   * @param samples samples to pack, the steps of the groups
   * @param mr samples to a panel
   * @param nr columns to a group
   * @param target ⌈rows / NR⌉ groups of samples × NR, from index 0
   */
  public static void panelsToGroups(
      float[] panels, int panelStride, int rows, int samples, int mr, int nr, float[] target) {
    for (int first = 0; first < rows; first += nr) {
      int group = first * samples;
      int present = Math.min(nr, rows - first);
      for (int sample = 0; sample < samples; sample += mr) {
        int lanes = Math.min(mr, samples - sample);
        int panel = sample / mr * panelStride + first * mr;
        for (int column = 0; column < nr; column++) {
          int to = group + sample * nr + column;
          int from = panel + column * mr;
          for (int lane = 0; lane < lanes; lane++) {
            target[to + lane * nr] = column < present ? panels[from + lane] : 0f;
          }
        }
      }
    }
  }

  /**
   * Transposes sample panels (rows × MR samples each, consecutive) into panels whose lanes are the
   * rows and whose steps are the samples.
   *
   * @param panels the panels
   * @param panelStride from one panel to the next
   * @param rows rows to pack, the lanes of the result
   * @param samples samples to pack, the steps of the result
   * @param mr lanes to a panel, here and there
   * @param target ⌈rows / MR⌉ panels of samples × MR, from index 0
   */
  public static void transposePanels(
      float[] panels, int panelStride, int rows, int samples, int mr, float[] target) {
    for (int first = 0; first < rows; first += mr) {
      int block = first * samples;
      int present = Math.min(mr, rows - first);
      for (int sample = 0; sample < samples; sample++) {
        int from = sample / mr * panelStride + first * mr + sample % mr;
        int to = block + sample * mr;
        for (int lane = 0; lane < present; lane++) {
          target[to + lane] = panels[from + lane * mr];
        }
        Arrays.fill(target, to + present, to + mr, 0f);
      }
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
