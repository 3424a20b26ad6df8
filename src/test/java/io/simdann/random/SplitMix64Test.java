package io.simdann.random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SplitMix64Test {

  @Test
  void theNumbersAreThoseOfThePublishedReference() {
    assertArrayEquals(
        new long[] {
          0x599ed017fb08fc85L,
          0x2c73f08458540fa5L,
          0x883ebce5a3f27c77L,
          0x3fbef740e9177b3fL,
          0xe3b8346708cb5ecdL
        },
        numbers(1234567, 5));
    assertArrayEquals(
        new long[] {
          0xe220a8397b1dcdafL, 0x6e789e6aa1b965f4L, 0x06c45d188009454fL, 0xf88bb8a8724c81ecL
        },
        numbers(0, 4));
  }

  @Test
  void theNumbersAreThoseOfTheGeneratorInTheJdk() {
    for (long state : new long[] {0, 1, -1, 1L << 32, Long.MIN_VALUE, Long.MAX_VALUE}) {
      SplittableRandom jdk = new SplittableRandom(state);
      assertArrayEquals(
          LongStream.generate(jdk::nextLong).limit(1000).toArray(), numbers(state, 1000));
    }
  }

  @Test
  void numbersBelowABoundAreThoseOfAnIndependentProgram() {
    // Of this bound's 32-bit products a quarter is tried again, three of these first nine.
    SplitMix64 random = new SplitMix64(0);
    assertArrayEquals(
        new int[] {1422671636, 695024487, 42574568, 171283335, 1242662708, 395709749},
        IntStream.generate(() -> random.nextInt(0x5fff_ffff)).limit(6).toArray());
  }

  @Test
  void numbersBelowABoundFillItEvenly() {
    for (int bound : new int[] {1, 2, 3, 10, 64, 1000}) {
      SplitMix64 random = new SplitMix64(bound);
      int[] counts = new int[bound];
      int each = 1000;
      for (int i = 0; i < bound * each; i++) {
        counts[random.nextInt(bound)]++;
      }
      double chiSquare = 0;
      for (int count : counts) {
        chiSquare += (count - each) * (count - each) / (double) each;
      }
      // Its mean is bound − 1, its deviation √(2(bound − 1)): six of these are too many.
      double deviations = (chiSquare - (bound - 1)) / Math.sqrt(2.0 * Math.max(1, bound - 1));
      assertTrue(deviations < 6, bound + ": " + deviations);
    }
  }

  @Test
  void theGreatestBoundIsNeverReached() {
    SplitMix64 random = new SplitMix64(7);
    int greatest = 0;
    for (int i = 0; i < 100_000; i++) {
      int number = random.nextInt(Integer.MAX_VALUE);
      assertTrue(number >= 0 && number < Integer.MAX_VALUE);
      greatest = Math.max(greatest, number);
    }
    assertEquals(1, greatest / 2_000_000_000);
  }

  private static long[] numbers(long state, int count) {
    SplitMix64 random = new SplitMix64(state);
    return LongStream.generate(random::nextLong).limit(count).toArray();
  }
}
