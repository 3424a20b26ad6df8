package io.simdann.gemm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.simdann.kernel.Bits;
import io.simdann.kernel.RandomFloats;
import io.simdann.matrix.Matrix;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class PackingTest {
  private static final int[] WIDTHS = {1, 4, 5, 10, 16, 32};
  private static final int DEPTH = 7;

  @Test
  void groupsHoldTheirColumnsStepByStepAndPadWithZeros() {
    for (int nr : WIDTHS) {
      for (int columns : new int[] {0, 1, nr - 1, nr, nr + 1, 3 * nr - 1}) {
        for (float scale : new float[] {1f, -0.3f}) {
          verifyGroups(nr, columns, 1, DEPTH + 2, scale);
          verifyGroups(nr, columns, columns + 3, 1, scale);
        }
      }
    }
  }

  private static void verifyGroups(
      int nr, int columns, int depthStride, int columnStride, float scale) {
    int offset = 4;
    int targetOffset = 3;
    int length = offset + DEPTH * depthStride + columns * columnStride + 1;
    float[] source = RandomFloats.ordinary(1, length);
    int groups = Packing.roundUp(columns, nr) / nr;
    float[] expected = nans(targetOffset + groups * nr * DEPTH + 2);
    for (int padded = 0; padded < groups * nr; padded++) {
      for (int k = 0; k < DEPTH; k++) {
        int target = targetOffset + padded / nr * nr * DEPTH + k * nr + padded % nr;
        int from = offset + k * depthStride + padded * columnStride;
        expected[target] = padded < columns ? source[from] * scale : 0f;
      }
    }
    float[] actual = nans(expected.length);
    Packing.groups(
        source, offset, DEPTH, depthStride, columns, columnStride, scale, nr, actual, targetOffset);
    Bits.assertSame(expected, actual, columns + " columns in groups of " + nr);
  }

  @Test
  void lanePanelsHoldTheirLanesStepByStepAndLeaveThePaddingAlone() {
    for (int lanes : new int[] {1, 10, 16, 17, 64, 65, 80, 81, 100, 129, 144}) {
      for (int wide : new int[] {16, 32, 64}) {
        for (float scale : new float[] {1f, -0.3f}) {
          verifyLanePanels(lanes, wide, lanes + 2, 1, scale);
          verifyLanePanels(lanes, wide, 1, DEPTH + 3, scale);
        }
      }
    }
  }

  /** In one go, and in parts of the steps. */
  private static void verifyLanePanels(
      int lanes, int wide, int stepStride, int laneStride, float scale) {
    int stride = Rows.width(lanes);
    int offset = 4;
    int to = 3;
    float[] source =
        RandomFloats.ordinary(1, offset + (DEPTH - 1) * stepStride + (lanes - 1) * laneStride + 1);
    float[] expected = nans(to + DEPTH * stride + 2);
    for (int k = 0; k < DEPTH; k++) {
      for (int lane = 0; lane < lanes; lane++) {
        expected[to + LanePanels.index(k, lane, DEPTH, stride, wide)] =
            source[offset + k * stepStride + lane * laneStride] * scale;
      }
    }
    for (int[] steps : new int[][] {{0, DEPTH}, {0, 1, 3, 3, DEPTH}}) {
      float[] actual = nans(expected.length);
      for (int part = 1; part < steps.length; part++) {
        Packing.lanePanels(
            source,
            offset,
            stepStride,
            laneStride,
            steps[part - 1],
            steps[part],
            DEPTH,
            lanes,
            stride,
            wide,
            scale,
            actual,
            to);
      }
      Bits.assertSame(expected, actual, lanes + " lanes in panels of " + wide);
    }
  }

  @Test
  void rowsGoToAPanelAndBack() {
    for (int units : new int[] {1, 10, 16, 17, 65}) {
      for (int samples : new int[] {0, 1, 15, 16}) {
        int stride = Rows.stride(units);
        float[] rows = RandomFloats.ordinary(1, 5 + samples * stride);
        float[] panel = nans(units * 16 + 3);
        float[] expectedPanel = panel.clone();
        float[] back = nans(7 + samples * units);
        float[] expectedBack = back.clone();
        float[] padded = nans(5 + samples * stride + 2);
        float[] expectedPadded = padded.clone();
        for (int sample = 0; sample < samples; sample++) {
          for (int unit = 0; unit < units; unit++) {
            float value = rows[5 + sample * stride + unit];
            expectedPanel[unit * 16 + sample] = value;
            expectedBack[7 + sample * units + unit] = value;
            expectedPadded[5 + sample * stride + unit] = value;
          }
        }
        String what = samples + " samples of " + units;
        Packing.rowsToPanel(rows, 5, stride, samples, units, panel);
        Bits.assertSame(expectedPanel, panel, what + " in a panel");
        Packing.panelToRows(panel, back, 7, units, samples, units);
        Bits.assertSame(expectedBack, back, what + " in columns");
        Packing.panelToRows(panel, padded, 5, stride, samples, units);
        Bits.assertSame(expectedPadded, padded, what + " in rows");
      }
    }
  }

  @Test
  void matricesGoToPanelsAndBack() {
    for (int mr : new int[] {16, 32}) {
      for (int rows : new int[] {0, 1, 3, 10}) {
        for (int samples : new int[] {0, 1, mr - 1, mr, mr + 1, 2 * mr + 5}) {
          Matrix matrix = RandomMatrix.window(1, rows, samples, 2);
          int padded = Packing.roundUp(samples, mr);
          float[] panels = nans(padded * rows);
          Packing.toPanels(matrix, mr, panels);
          for (int sample = 0; sample < padded; sample++) {
            for (int row = 0; row < rows; row++) {
              float value = panels[sample / mr * rows * mr + row * mr + sample % mr];
              assertEquals(sample < samples ? matrix.get(row, sample) : 0f, value);
            }
          }
          Matrix back = RandomMatrix.window(2, rows, samples, 3);
          float[] around = back.data().clone();
          Packing.fromPanels(panels, mr, back);
          assertTrue(matrix.contentEquals(back));
          back.fill(0f);
          Matrix.wrap(around, back.offset(), rows, samples, back.leadingDimension()).fill(0f);
          Bits.assertSame(around, back.data(), "around the columns");
        }
      }
    }
  }

  @Test
  void roundUpGivesTheNextMultiple() {
    assertEquals(0, Packing.roundUp(0, 5));
    assertEquals(5, Packing.roundUp(1, 5));
    assertEquals(5, Packing.roundUp(5, 5));
    assertEquals(10, Packing.roundUp(6, 5));
  }

  private static float[] nans(int count) {
    float[] values = new float[count];
    Arrays.fill(values, Float.NaN);
    return values;
  }
}
