package io.simdann.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.simdann.parallel.PairwiseReduction;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SubtreesTest {

  @Test
  void sumsOfSubtreesMakeTheSumOfTheTree() {
    Random random = new Random(7);
    for (int shards = 1; shards <= 64; shards++) {
      float[] values = new float[shards];
      for (int i = 0; i < shards; i++) {
        values[i] = (float) Math.exp(20 * random.nextGaussian());
      }
      float[] expected = values.clone();
      PairwiseReduction.forEachPair(shards, (into, from) -> expected[into] += expected[from]);
      for (int partitions = 1; partitions <= shards; partitions++) {
        assertEquals(expected[0], sumByParts(values, partitions), shards + "/" + partitions);
      }
    }
  }

  private static float sumByParts(float[] values, int partitions) {
    int shards = values.length;
    Float[] sums = new Float[shards];
    for (int partition = 0; partition < partitions; partition++) {
      int from = shards * partition / partitions;
      int to = shards * (partition + 1) / partitions;
      int[] firsts = Subtrees.split(from, to, shards);
      for (int i = 0; i < firsts.length; i++) {
        int end = i + 1 < firsts.length ? firsts[i + 1] : to;
        sums[firsts[i]] = sum(Arrays.copyOfRange(values, firsts[i], end));
      }
    }
    PairwiseReduction.forEachPair(
        shards,
        (into, from) -> {
          if (sums[from] != null) {
            sums[into] += sums[from];
          }
        });
    return sums[0];
  }

  /** A subtree is the tree of its own shards. */
  private static float sum(float[] values) {
    PairwiseReduction.forEachPair(values.length, (into, from) -> values[into] += values[from]);
    return values[0];
  }

  @Test
  void aRangeIsSplitIntoFewSubtrees() {
    assertArrayEquals(new int[] {0}, Subtrees.split(0, 63, 63));
    assertArrayEquals(new int[] {0}, Subtrees.split(0, 32, 63));
    assertArrayEquals(new int[] {32}, Subtrees.split(32, 63, 63));
    assertArrayEquals(new int[] {0, 16, 20}, Subtrees.split(0, 21, 63));
    assertArrayEquals(new int[] {21, 22, 24, 32, 40}, Subtrees.split(21, 42, 63));
    assertArrayEquals(new int[] {}, Subtrees.split(5, 5, 63));
    for (int from = 0; from < 64; from++) {
      for (int to = from; to <= 64; to++) {
        int[] split = Subtrees.split(from, to, 64);
        assertTrue(split.length <= 11, Arrays.toString(split));
      }
    }
  }
}
