package io.simdann.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.simdann.random.Threefry;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DropoutKernelTest {
  private static final int[] NUMBERS = {5, 0, Integer.MAX_VALUE, 59_999, 1, 2, 3};
  private static final float GUARD = -12345f;

  @ParameterizedTest
  @MethodSource("io.simdann.kernel.KernelSets#vectors")
  void vectorsGiveTheScalarBits(Kernels kernels) {
    assertFalse(kernels.dropout().vectorClasses().isEmpty());
    for (double rate : new double[] {1e-12, 0.2, 0.5, 0.75, Math.nextDown(1.0)}) {
      for (int stride : new int[] {16, 32, 48, 80, 208, 1040}) {
        for (int unit : new int[] {0, 32, 320}) {
          for (int rows = 0; rows <= 5; rows++) {
            String where = "rate " + rate + ", stride " + stride + ", " + rows + " rows at " + unit;
            DropoutMask mask = mask(rate, stride);
            float[] expected = applied(KernelSets.scalar(), mask, rows, unit, stride, 5300);
            float[] actual = applied(kernels, mask, rows, unit, stride, 5300);
            Bits.assertSame(expected, actual, where);
            float[] expectedInPlace = applied(KernelSets.scalar(), mask, rows, unit, stride, 7);
            float[] inPlace = applied(kernels, mask, rows, unit, stride, 7);
            Bits.assertSame(expectedInPlace, inPlace, where + " in place");
            Bits.assertSame(
                Arrays.copyOfRange(expected, 5300 + 7, 5300 + 7 + rows * stride),
                Arrays.copyOfRange(inPlace, 7, 7 + rows * stride),
                where);
          }
        }
      }
    }
  }

  private static DropoutMask mask(double rate, int layer) {
    DropoutMask mask = new DropoutMask(rate, layer);
    mask.begin(0x8765_4321L, 77);
    return mask;
  }

  private static float[] applied(
      Kernels kernels, DropoutMask mask, int rows, int unit, int stride, int shift) {
    int start = 7;
    int target = shift == start ? start : shift + start;
    float[] memory = new float[2 * 5300 + 5 * stride];
    Arrays.fill(memory, GUARD);
    System.arraycopy(RandomFloats.wild(stride, 5 * stride), 0, memory, start, rows * stride);
    int[] words = new int[DropoutKernel.WORDS];
    kernels.dropout().apply(mask, NUMBERS, 1, rows, unit, memory, start, target, stride, words);
    return memory;
  }

  /** Written down once more, from the words of Threefry. */
  @Test
  void whatIsKeptFollowsFromSeedIterationLayerSampleAndUnit() {
    DropoutMask mask = new DropoutMask(0.3, 2);
    mask.begin(4_000_000_000L, 12);
    long key = Threefry.bits((int) 4_000_000_000L, 0x64726f70, 12, 2);
    for (int unit = 0; unit < 200; unit++) {
      int counter = 16 * (unit >> 5) + (unit & 15);
      long words = Threefry.bits((int) key, (int) (key >>> 32), 99, counter);
      long word = (unit & 16) == 0 ? words & 0xffff_ffffL : words >>> 32;
      assertEquals(
          word / 2 >= Math.round(0.3 * 2147483648.0), mask.keeps(99, unit), "unit " + unit);
    }
    assertEquals((float) (1 / (1 - 0.3)), mask.factor());
  }

  /** As many as the rate says, within 5 standard deviations, by whatever they are counted. */
  @ParameterizedTest
  @ValueSource(doubles = {0.01, 0.2, 0.5, 0.9})
  void theShareOfTheDroppedIsTheRate(double rate) {
    int samples = 500;
    int units = 400;
    int[] ofUnit = new int[units];
    int[] ofWord = new int[2];
    int pairs = 0;
    int all = 0;
    for (int sample = 0; sample < samples; sample++) {
      DropoutMask mask = mask(rate, 1);
      int ofSample = 0;
      for (int unit = 0; unit < units; unit++) {
        if (!mask.keeps(sample, unit)) {
          ofSample++;
          ofUnit[unit]++;
          ofWord[unit / 16 % 2]++;
          pairs += !mask.keeps(sample + 1, unit) ? 1 : 0;
        }
      }
      assertShare(rate, ofSample, units, "sample " + sample);
      all += ofSample;
    }
    for (int unit = 0; unit < units; unit++) {
      assertShare(rate, ofUnit[unit], samples, "unit " + unit);
    }
    assertShare(rate, all, samples * units, "all");
    assertShare(rate, ofWord[0], samples * 208, "first words");
    assertShare(rate, ofWord[1], samples * 192, "second words");
    assertShare(rate * rate, pairs, samples * units, "neighbouring samples");
  }

  private static void assertShare(double rate, int dropped, int of, String where) {
    double deviation = Math.sqrt(of * rate * (1 - rate));
    assertEquals(of * rate, dropped, 5 * deviation + 1, where);
  }

  @Test
  void iterationsLayersAndSeedsHaveMasksOfTheirOwn() {
    DropoutMask one = new DropoutMask(0.5, 1);
    DropoutMask otherLayer = new DropoutMask(0.5, 2);
    one.begin(1, 0);
    otherLayer.begin(1, 0);
    assertShare(0.5, differences(one, otherLayer), 1000, "another layer");
    DropoutMask other = new DropoutMask(0.5, 1);
    other.begin(1, 1);
    assertShare(0.5, differences(one, other), 1000, "another iteration");
    other.begin(2, 0);
    assertShare(0.5, differences(one, other), 1000, "another seed");
    other.begin(1 + (1L << 32), 0);
    assertShare(0.5, differences(one, other), 1000, "a seed with another upper half");
    other.begin(1, 0);
    assertEquals(0, differences(one, other), "the same again");
  }

  private static int differences(DropoutMask one, DropoutMask other) {
    int differences = 0;
    for (int unit = 0; unit < 1000; unit++) {
      differences += one.keeps(3, unit) != other.keeps(3, unit) ? 1 : 0;
    }
    return differences;
  }

  @Test
  void theLargestRateStillDropsAndTheLeastKeeps() {
    DropoutMask all = mask(Math.nextDown(1.0), 1);
    DropoutMask none = mask(Double.MIN_VALUE, 1);
    assertEquals(1f, none.factor());
    for (int unit = 0; unit < 1000; unit++) {
      assertFalse(all.keeps(0, unit));
      assertTrue(none.keeps(0, unit));
    }
  }
}
