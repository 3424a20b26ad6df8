package io.simdann.gemm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.simdann.kernel.Bits;
import io.simdann.kernel.KernelSets;
import io.simdann.kernel.Kernels;
import io.simdann.kernel.RandomFloats;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Products with packed panels, against plain chains. */
class DenseProductTest {
  private static final int KC = SmallBlocks.KC;

  /** Around blocks of KC steps. */
  private static final int[] DEPTHS = {0, 1, KC - 1, KC, KC + 1, 2 * KC, 2 * KC + 1, 3 * KC - 1};

  /** Of one panel to several, with and without a last one of 16 lanes. */
  private static final int[] STRIDES = {16, 32, 48, 64, 80, 144};

  private static final int OFFSET = 12;
  private static final int BEHIND = 70;

  @ParameterizedTest
  @MethodSource("io.simdann.kernel.KernelSets#all")
  void everyElementIsOneChainWhateverTheBlocks(Kernels kernels) {
    int nr = kernels.nr();
    int cases = 0;
    for (int depth : DEPTHS) {
      for (int columns : new int[] {0, 1, nr - 1, nr, nr + 1, 2 * nr, 2 * nr + 1, 3 * nr - 1}) {
        for (int stride : STRIDES) {
          cases++;
          // Emulated kernels do a seventh of the cases: over all sizes, but not all their triples.
          if (!KernelSets.isEmulated(kernels) || cases % 7 == 0) {
            verify(kernels, depth, columns, stride, 1, depth + 3);
          }
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("io.simdann.kernel.KernelSets#all")
  void operandBIsReadInEitherDirection(Kernels kernels) {
    int columns = kernels.nr() + 2;
    for (int depth : new int[] {1, KC, KC + 1, 2 * KC + 3}) {
      verify(kernels, depth, columns, 80, 1, 144);
      verify(kernels, depth, columns, 80, 144, 1);
      verify(kernels, depth, columns, 80, columns, 1);
      verify(kernels, depth, columns, 80, 3, 5);
    }
  }

  @ParameterizedTest
  @MethodSource("io.simdann.kernel.KernelSets#all")
  void aPanelMayBeAPartOfLongerRowsAndOfLargerSums(Kernels kernels) {
    int nr = kernels.nr();
    DenseProduct product = new DenseProduct(kernels, SmallBlocks.of(kernels));
    for (int width : new int[] {kernels.mr(), 16}) {
      for (int columns : new int[] {1, nr - 1, nr, nr + 1, 2 * nr + 3}) {
        for (int depth : DEPTHS) {
          int aStep = 80;
          int cColumn = 144;
          float[] a = RandomFloats.ordinary(1, OFFSET + Math.max(0, depth - 1) * aStep + width);
          float[] b = RandomFloats.ordinary(2, 3 + depth * 65 + columns + nr);
          float[] c = RandomFloats.ordinary(3, OFFSET + columns * cColumn);
          float[] expected = c.clone();
          for (int column = 0; column < columns; column++) {
            for (int lane = 0; lane < width; lane++) {
              int element = OFFSET + column * cColumn + lane;
              for (int k = 0; k < depth; k++) {
                float factor = b[3 + k * 65 + column];
                expected[element] =
                    Math.fma(a[OFFSET + k * aStep + lane], factor, expected[element]);
              }
            }
          }
          product.accumulate(
              new Micropanels().inPlace(a, OFFSET, aStep, width, depth),
              new Operand().rowMajor(b, 3, 65),
              columns,
              new Operand().columnMajor(c, OFFSET, cColumn));
          Bits.assertSame(expected, c, depth + " steps of " + width + " lanes x " + columns);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("io.simdann.kernel.KernelSets#all")
  void theSizeOfBlocksChangesNoBit(Kernels kernels) {
    int mr = kernels.mr();
    int nr = kernels.nr();
    float[] a = RandomFloats.ordinary(1, 50 * 80);
    float[] b = RandomFloats.ordinary(2, (13 + nr) * 50);
    float[] expected = new float[13 * 80];
    Micropanels panels = new Micropanels().packed(a, 0, mr, 80, 50);
    Operand x = new Operand().columnMajor(b, 0, 50);
    new DenseProduct(kernels, new BlockSizes(mr, nr, 512, mr, nr))
        .accumulate(panels, x, 13, new Operand().columnMajor(expected, 0, 80));
    for (int kc : new int[] {1, 7, 25, 49, 50, 51}) {
      float[] c = new float[13 * 80];
      new DenseProduct(kernels, new BlockSizes(mr, nr, kc, mr, nr))
          .accumulate(panels, x, 13, new Operand().columnMajor(c, 0, 80));
      Bits.assertSame(expected, c, "blocks of " + kc);
    }
  }

  @Test
  void blockSizesOfOtherKernelsAreRefused() {
    assertEquals(
        "block sizes are for tiles of 32 x 10, but those of the kernels scalar are 16 x 5",
        assertThrows(
                IllegalArgumentException.class,
                () -> new DenseProduct(KernelSets.scalar(), new BlockSizes(32, 10, 8, 32, 10)))
            .getMessage());
  }

  private static void verify(
      Kernels kernels, int depth, int columns, int stride, int bStep, int bColumn) {
    int mr = kernels.mr();
    int width = stride - stride % 64 + Math.min(16, stride % 64);
    float[] a = RandomFloats.ordinary(1, OFFSET + depth * width);
    int readable = columns + kernels.nr();
    float[] b = RandomFloats.ordinary(2, 3 + depth * bStep + readable * bColumn);
    float[] c = RandomFloats.ordinary(3, OFFSET + columns * stride + BEHIND);
    float[] expected = c.clone();
    for (int column = 0; column < columns; column++) {
      for (int lane = 0; lane < width; lane++) {
        int element = OFFSET + column * stride + lane;
        for (int k = 0; k < depth; k++) {
          float x = a[OFFSET + LanePanels.index(k, lane, depth, width, mr)];
          float factor = b[3 + k * bStep + column * bColumn];
          expected[element] = Math.fma(x, factor, expected[element]);
        }
      }
    }
    String what = depth + " steps, " + columns + " rows of " + stride;
    DenseProduct product = new DenseProduct(kernels, SmallBlocks.of(kernels));
    Micropanels panels = new Micropanels().packed(a, OFFSET, mr, width, depth);
    Operand x = new Operand().at(b, 3, bStep, bColumn);
    float[] zeros = c.clone();
    Arrays.fill(zeros, OFFSET, OFFSET + columns * stride, 0f);
    float[] unread = c.clone();
    Arrays.fill(unread, OFFSET, OFFSET + columns * stride, Float.NaN);
    float[] byColumns = c.clone();
    float[] unreadByColumns = unread.clone();
    Operand z = new Operand();
    product.accumulate(panels, x, columns, z.columnMajor(c, OFFSET, stride));
    Bits.assertSame(expected, c, what);
    product.multiplyByColumns(panels, x, columns, z.columnMajor(byColumns, OFFSET, stride), false);
    Bits.assertSame(expected, byColumns, what + ", by columns");
    product.accumulate(panels, x, columns, z.columnMajor(zeros, OFFSET, stride));
    product.multiplyByColumns(
        panels, x, columns, z.columnMajor(unreadByColumns, OFFSET, stride), true);
    Bits.assertSame(zeros, unreadByColumns, what + ", by columns from zero");
    product.multiply(panels, x, columns, z.columnMajor(unread, OFFSET, stride));
    for (int column = 0; column < columns; column++) {
      int padding = OFFSET + column * stride + width;
      Arrays.fill(zeros, padding, padding + stride - width, Float.NaN);
    }
    Bits.assertSame(zeros, unread, what + ", from zero");
  }
}
