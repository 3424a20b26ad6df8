package io.simdann.gemm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class RowsTest {

  @Test
  void aStrideIsTheLeastThatSuitsTheKernelsAndTheCache() {
    for (int units = 1; units <= 3000; units++) {
      int least = units;
      while (!suits(least)) {
        least++;
      }
      assertEquals(least, Rows.stride(units), units + " units");
    }
  }

  /** A sum of 64s and at most one 16; beyond 64 an odd number of cache lines of 16 floats. */
  private static boolean suits(int stride) {
    boolean widths = stride % 64 == 0 || stride % 64 == 16;
    return widths && (stride <= 64 || stride % 32 == 16);
  }

  @Test
  void aWidthIsTheLeastThatSuitsTheKernels() {
    for (int units = 1; units <= 3000; units++) {
      int least = units;
      while (least % 64 != 0 && least % 64 != 16) {
        least++;
      }
      assertEquals(least, Rows.width(units), units + " units");
    }
  }

  @Test
  void stridesOfCommonLayersAreThese() {
    int[] units = {1, 10, 16, 17, 50, 64, 65, 80, 81, 100, 128, 129, 144, 145, 256, 784};
    int[] strides = {16, 16, 16, 64, 64, 64, 80, 80, 144, 144, 144, 144, 144, 208, 272, 784};
    for (int i = 0; i < units.length; i++) {
      assertEquals(strides[i], Rows.stride(units[i]), units[i] + " units");
    }
  }

  @Test
  void kernelsOfEitherWidthGoThroughAWholeRow() {
    for (int units = 1; units <= 1000; units++) {
      int stride = Rows.width(units);
      for (int wide : new int[] {16, 32, 64}) {
        int lane = 0;
        while (lane < stride) {
          int lanes = Rows.lanes(lane, stride, wide);
          assertTrue(lanes == wide || lanes == 16);
          assertEquals(
              stride - lane >= wide, lanes == wide, "the wider kernel where there is room");
          lane += lanes;
        }
        assertEquals(stride, lane, "the end of a row");
      }
    }
  }
}
