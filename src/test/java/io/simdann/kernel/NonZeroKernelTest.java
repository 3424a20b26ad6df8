package io.simdann.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The masks of the values that are not zero, and the lists made of them. */
class NonZeroKernelTest {
  private static final int OFFSET = 5;
  private static final int MOST = 300;
  private static final float[] KINDS = {
    0f, -0f, 0f, -0f, 0f, 1f, -1f, Float.MIN_VALUE, -Float.MIN_VALUE, Float.NaN, -1f / 0f
  };

  private static final int ZEROS = 5;

  @ParameterizedTest
  @MethodSource("io.simdann.kernel.KernelSets#all")
  void aMaskHasABitForEachValueThatIsNotZero(Kernels kernels) {
    Random random = new Random(1);
    for (int count = 0; count <= MOST; count++) {
      // What lies beside the values is not zero.
      float[] values = new float[OFFSET + MOST + 64];
      Arrays.fill(values, 1f);
      long[] masks = new long[MOST / 64 + 2];
      Arrays.setAll(masks, word -> random.nextLong() & random.nextLong() & random.nextLong());
      long[] expected = masks.clone();
      draw(random, values, OFFSET, count, expected);
      kernels.nonZeros(values, OFFSET, count, masks);
      assertArrayEquals(expected, masks, count + " values");
    }
  }

  @ParameterizedTest
  @MethodSource("io.simdann.kernel.KernelSets#all")
  void fourSamplesShareAMask(Kernels kernels) {
    Random random = new Random(2);
    for (int count = 0; count <= MOST; count++) {
      int stride = count + random.nextInt(3);
      float[] values = new float[OFFSET + 3 * stride + count + 1];
      Arrays.fill(values, 1f);
      long[] masks = new long[MOST / 64 + 2];
      Arrays.setAll(masks, word -> random.nextLong() & random.nextLong() & random.nextLong());
      long[] expected = masks.clone();
      for (int sample = 0; sample < Kernels.SHARED_ROWS; sample++) {
        draw(random, values, OFFSET + sample * stride, count, expected);
      }
      kernels.nonZerosOfRows(values, OFFSET, stride, count, masks);
      assertArrayEquals(expected, masks, count + " values");
    }
  }

  /** Values of all kinds, most of them zero, and what that means for the masks. */
  private static void draw(Random random, float[] values, int offset, int count, long[] masks) {
    for (int i = 0; i < count; i++) {
      int kind = random.nextInt(random.nextBoolean() ? ZEROS : KINDS.length);
      values[offset + i] = KINDS[kind];
      masks[i / 64] |= (kind < ZEROS ? 0L : 1L) << i % 64;
    }
  }

  @ParameterizedTest
  @MethodSource("io.simdann.kernel.KernelSets#all")
  void aListNamesThePlaceOfEachBitTwice(Kernels kernels) {
    Random random = new Random(3);
    for (int round = 0; round < 300; round++) {
      int words = round % 5;
      int from = random.nextInt(3);
      int next = random.nextInt(20);
      long[] masks = new long[from + words + 1];
      // Beside the masks, and where no bits are, there must be no entries.
      Arrays.fill(masks, -1);
      char[] entries = new char[next + words * 64];
      Arrays.fill(entries, 'x');
      char[] expected = entries.clone();
      int end = next;
      for (int word = 0; word < words; word++) {
        long mask = mask(random);
        masks[from + word] = mask;
        for (int bit = 0; bit < 64; bit++) {
          if ((mask >>> bit & 1) != 0) {
            expected[end++] = (char) ((word * 64 + bit) * 0x101);
          }
        }
      }
      assertEquals(end, kernels.list(masks, from, words, entries, next), "round " + round);
      assertArrayEquals(
          Arrays.copyOf(expected, end), Arrays.copyOf(entries, end), "round " + round);
    }
  }

  /** Bits of any density, none and all among them. */
  private static long mask(Random random) {
    return switch (random.nextInt(6)) {
      case 0 -> 0;
      case 1 -> -1;
      case 2 -> random.nextLong() & random.nextLong() & random.nextLong();
      case 3 -> random.nextLong() | random.nextLong();
      case 4 -> random.nextLong() << 32;
      default -> random.nextLong();
    };
  }
}
