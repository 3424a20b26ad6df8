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
