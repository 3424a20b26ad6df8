package io.simdann.spark;

import java.util.Arrays;

/**
 * The subtrees of the {@linkplain io.simdann.parallel.PairwiseReduction fixed tree} within a range
 * of shards. The subtree of height h at shard s, a multiple of 2^h, has the shards from s to before
 * s + 2^h, of those that there are; its sum is that of its lower half plus that of its upper half,
 * if there is any. So a range of shards is summed as far as possible without changing the order of
 * additions.
 */
final class Subtrees {

  private Subtrees() {}

  /**
   * Splits a range into subtrees, as few as possible.
   *
   * @param from the first shard
   * @param to the shard after the last
   * @param shards the shards of the whole batch
   * @return the first shard of each subtree, ascending
   */
  static int[] split(int from, int to, int shards) {
    int[] firsts = new int[Math.max(0, to - from)];
    int count = 0;
    for (int shard = from; shard < to; shard = end(shard, to, shards)) {
      firsts[count++] = shard;
    }
    return Arrays.copyOf(firsts, count);
  }

  /**
   * The shard after the last of the largest subtree at a shard that ends at {@code to} or before.
   */
  private static int end(int shard, int to, int shards) {
    return (int) Math.min(shards, shard + (1L << height(shard, to, shards)));
  }

  private static int height(int shard, int to, int shards) {
    int height = 0;
    while (shard % (2L << height) == 0
        && shard + (1L << height) < shards
        && Math.min(shards, shard + (2L << height)) <= to) {
      height++;
    }
    return height;
  }
}
