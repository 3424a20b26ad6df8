package io.simdann.gemm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.simdann.kernel.Bits;
import io.simdann.kernel.RandomFloats;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class PackingTest {
  /** More than are transposed at a time. */
  private static final int DEPTH = 70;

  @Test
  void micropanelsHoldTheirLanesStepByStepAndLeaveThePaddingAlone() {
    for (int lanes : new int[] {1, 7, 8, 9, 10, 16, 17, 64, 65, 80, 81, 100, 129, 144, 600}) {
      for (int wide : new int[] {16, 32, 64}) {
        verifyMicropanels(lanes, wide, false);
        verifyMicropanels(lanes, wide, true);
      }
    }
  }

  /** In one go, and in parts of the steps. */
  private static void verifyMicropanels(int lanes, int wide, boolean rowMajor) {
    int width = Rows.width(lanes);
    int offset = 4;
    int to = 3;
    int leadingDimension = rowMajor ? DEPTH + 3 : lanes + 2;
    float[] source = RandomFloats.ordinary(1, offset + (lanes + 2) * (DEPTH + 3));
    Operand a = new Operand();
    if (rowMajor) {
      a.rowMajor(source, offset, leadingDimension);
    } else {
      a.columnMajor(source, offset, leadingDimension);
    }
    float[] expected = nans(to + DEPTH * width + 2);
    for (int k = 0; k < DEPTH; k++) {
      for (int lane = 0; lane < lanes; lane++) {
        int from = rowMajor ? k + lane * leadingDimension : k * leadingDimension + lane;
        expected[to + LanePanels.index(k, lane, DEPTH, width, wide)] = source[offset + from];
      }
    }
    for (int[] steps : new int[][] {{0, DEPTH}, {0, 1, 3, 3, 65, DEPTH}}) {
      float[] actual = nans(expected.length);
      Micropanels panels = new Micropanels().packed(actual, to, wide, width, DEPTH);
      for (int part = 1; part < steps.length; part++) {
        Packing.pack(a, lanes, steps[part - 1], steps[part], panels);
      }
      Bits.assertSame(expected, actual, lanes + " lanes in micropanels of " + wide);
    }
  }

  /** Lanes that fill no whole micropanels: the last one ends with them. */
  @Test
  void theLastMicropanelMayOverlapTheOneBefore() {
    for (int lanes : new int[] {1, 15, 17, 31, 33, 47, 50, 63, 79, 600}) {
      for (int wide : new int[] {16, 32}) {
        float[] source = RandomFloats.ordinary(1, lanes * DEPTH);
        Operand a = new Operand().columnMajor(source, 0, lanes);
        float[] packed = nans((lanes + wide) * DEPTH);
        Micropanels panels = new Micropanels().packed(packed, 0, wide, lanes, DEPTH);
        Packing.pack(a, lanes, 0, DEPTH, panels);
        Packing.scale(panels, -0.3f);
        int end = 0;
        for (int lane = 0, width; lane < lanes; lane += width) {
          width = lanes - lane > 16 ? wide : 16;
          int first = Math.min(lane, Math.max(0, lanes - width));
          for (int k = 0; k < DEPTH; k++) {
            for (int i = 0; i < Math.min(width, lanes); i++) {
              float expected = source[k * lanes + first + i] * -0.3f;
              assertEquals(expected, packed[lane * DEPTH + k * width + i]);
            }
          }
          end = lane + width;
        }
        assertEquals(end, panels.packedLanes());
        assertTrue(Float.isNaN(packed[end * DEPTH]), "nothing is written behind the last one");
      }
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
