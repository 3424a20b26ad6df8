package io.simdann.sparse;

import io.simdann.kernel.HeapBytes;
import java.util.Locale;

/**
 * The non-zero values of a block of features and two neighbouring shards, by feature and shard,
 * samples ascending. Each list has as many places as a shard may have samples, so one pass over the
 * samples' entries fills it: for values that are needed once, less work than {@link SparseTile}.
 *
 * <pre>
 *   entry:   | sample in pair of shards: 8 bits | value: 8 bits |
 *   entries: | feature 0: shard 0, its places | feature 0: shard 1, its places | feature 1: … |
 * </pre>
 */
public final class FeatureLists {
  /** The most samples of a shard: an entry must be able to name those of two. */
  public static final int LARGEST_SHARD = 128;

  private final SparseSamples samples;
  private final int places;
  private final char[] entries;

  /** The values that entries refer to. */
  private final float[] table;

  private final int[] ends;

  /**
   * Makes room for a block.
   *
   * @param samples the packed samples
   * @param shardSamples the most samples of a shard, at most {@value #LARGEST_SHARD}
   * @throws IllegalArgumentException if that is more, so that entries could not name them
   */
  public FeatureLists(SparseSamples samples, int shardSamples) {
    if (shardSamples > LARGEST_SHARD) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "shards of %d samples, expected at most %d",
              shardSamples,
              LARGEST_SHARD));
    }
    this.samples = samples;
    this.places = shardSamples;
    this.ends = new int[2 * samples.blockFeatures()];
    this.entries = new char[ends.length * places];
    this.table = samples.ofBytes() ? SparseSamples.BYTES : new float[entries.length];
  }

  /**
   * What an object takes of the heap.
   *
   * @param blockFeatures the features of a block
   * @param shardSamples the most samples of a shard
   * @param ofBytes whether values are bytes
   * @return bytes
   */
  public static long heapBytes(int blockFeatures, int shardSamples, boolean ofBytes) {
    long lists = 2L * blockFeatures;
    long places = lists * shardSamples;
    return HeapBytes.array(lists, Integer.BYTES)
        + HeapBytes.array(places, Character.BYTES)
        + (ofBytes ? 0 : HeapBytes.floats(places));
  }

  /**
   * Lists the values.
   *
   * @param block the block of features
   * @param order the samples of the data set, in the order of a batch
   * @param from the first sample of the pair, in that order
   * @param first the samples of the first shard
   * @param second those of the second one, 0 if there is none
   */
  public void fill(int block, int[] order, int from, int first, int second) {
    for (int list = 0; list < ends.length; list++) {
      ends[list] = list * places;
    }
    add(block, order, from, 0, first, 0);
    add(block, order, from, first, first + second, 1);
  }

  private void add(int block, int[] order, int from, int start, int end, int shard) {
    for (int row = start; row < end; row++) {
      int sample = order[from + row];
      if (samples.ofBytes()) {
        addBytes(samples.start(sample, block), samples.end(sample, block), row, shard);
      } else {
        addFloats(samples.start(sample, block), samples.end(sample, block), row, shard);
      }
    }
  }

  private void addBytes(int from, int to, int row, int shard) {
    char[] list = samples.entries();
    for (int e = from; e < to; e++) {
      int feature = list[e] >>> 8;
      int place = ends[2 * feature + shard]++;
      entries[place] = (char) (row << 8 | list[e] & 255);
    }
  }

  /** The value of a float's entry is its place among those of both lists. */
  private void addFloats(int from, int to, int row, int shard) {
    char[] list = samples.entries();
    for (int e = from; e < to; e++) {
      int feature = list[e] >>> 8;
      int place = ends[2 * feature + shard]++;
      entries[place] = (char) (row << 8 | place - start(feature, 0));
      table[place] = samples.table()[e];
    }
  }

  char[] entries() {
    return entries;
  }

  int start(int feature, int shard) {
    return (2 * feature + shard) * places;
  }

  int end(int feature, int shard) {
    return ends[2 * feature + shard];
  }

  float[] table() {
    return table;
  }

  /** Where the table of both lists of a feature begins. */
  int tableOffset(int feature) {
    return samples.ofBytes() ? 0 : start(feature, 0);
  }
}
