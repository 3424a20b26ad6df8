package io.simdann.random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ShuffleTest {

  @Test
  void theOrdersAreThoseOfAnIndependentProgram() throws Exception {
    assertArrayEquals(new int[] {9, 8, 4, 2, 0, 6, 3, 5, 1, 7}, order(10, 1, 0));
    assertArrayEquals(new int[] {8, 3, 0, 2, 4, 5, 7, 6, 9, 1}, order(10, 1, 1));
    assertArrayEquals(new int[] {3, 4, 6, 7, 2, 5, 1, 8, 0, 9}, order(10, 2, 0));
    assertArrayEquals(
        new int[] {6, 9, 8, 3, 4, 5, 0, 2, 1, 7}, order(10, 0xffff_ffffL, Integer.MAX_VALUE));

    ByteBuffer mnist = ByteBuffer.allocate(60_000 * Integer.BYTES);
    mnist.asIntBuffer().put(order(60_000, 1, 0));
    assertEquals(
        "f77f389f0f7ef8cc45c1ea28feb7f2fb53d2ece6f9e9eadac575479fd96b24a2",
        HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(mnist.array())));
  }

  @Test
  void everyOrderHasEachSampleOnce() {
    for (int samples : new int[] {1, 2, 3, 31, 64, 1000}) {
      for (int epoch = 0; epoch < 20; epoch++) {
        int[] order = order(samples, 3, epoch);
        Arrays.sort(order);
        assertArrayEquals(IntStream.range(0, samples).toArray(), order);
      }
    }
  }

  @Test
  void eachEpochAndSeedHasAnOrderOfItsOwn() {
    int[] first = order(100, 1, 0);

    assertFalse(Arrays.equals(first, order(100, 1, 1)));
    assertFalse(Arrays.equals(first, order(100, 2, 0)));
    assertFalse(Arrays.equals(order(100, 1, 1), order(100, 2, 0)));
  }

  @Test
  void anOrderDoesNotDependOnTheOnesAskedForBefore() {
    Shuffle shuffle = new Shuffle(50, 1);
    shuffle.order(0);
    shuffle.order(9);

    assertArrayEquals(order(50, 1, 5), shuffle.order(5));
  }

  @Test
  void allOrdersOfFourSamplesAreEquallyProbable() {
    Map<String, Integer> counts = new HashMap<>();
    int each = 1000;
    for (int epoch = 0; epoch < 24 * each; epoch++) {
      counts.merge(Arrays.toString(order(4, 1, epoch)), 1, Integer::sum);
    }

    assertEquals(24, counts.size());
    // Six standard deviations.
    counts.forEach(
        (order, count) ->
            assertTrue(Math.abs(count - each) < 6 * Math.sqrt(each), order + ": " + count));
  }

  private static int[] order(int samples, long seed, int epoch) {
    return new Shuffle(samples, seed).order(epoch);
  }
}
