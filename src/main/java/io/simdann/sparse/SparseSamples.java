package io.simdann.sparse;

import io.simdann.data.ByteFeatures;
import io.simdann.data.Features;
import io.simdann.data.FloatFeatures;
import io.simdann.kernel.HeapBytes;
import io.simdann.kernel.Kernels;
import io.simdann.parallel.Shards;
import io.simdann.parallel.WorkerTeam;

/**
 * The non-zero values of all samples, packed once. Since {@code fma(w, 0, c) = c} for a finite w,
 * zeros can be left out without changing a bit. (The one c that a zero would change is −0, to +0: a
 * chain that starts at +0 gets there only if a negative product underflows to nothing.)
 *
 * <p>Features are cut into blocks of at most 256, so that an entry is 16 bits: where the feature is
 * in its block, and which value it has. A sample's entries of a block are a <b>list</b>, features
 * ascending.
 *
 * <pre>
 *   entry:   | feature in block: 8 bits | value: 8 bits |
 *   entries: | sample 0: block 0 | sample 0: block 1 | … | sample 1: block 0 | …
 * </pre>
 *
 * A value of a byte is the byte. A value of a float is its place in the list; the floats themselves
 * are in an array beside the entries.
 */
public final class SparseSamples {
  /** Entries of a cache line. */
  private static final int LINE = 64 / Character.BYTES;

  /** The values of bytes. */
  static final float[] BYTES = new float[256];

  static {
    for (int value = 0; value < BYTES.length; value++) {
      BYTES[value] = value;
    }
  }

  private final int features;
  private final boolean keepZeros;
  private final int blocks;
  private final int blockFeatures;
  private final int[] starts;
  private final char[] entries;
  private final boolean ofBytes;

  /** The values that entries refer to. */
  private final float[] table;

  /**
   * Packs samples.
   *
   * @param values the samples, which are not needed any more afterwards
   * @param largestBlock the most features to a block, from 1 to 256: what of the weights fits the
   *     first cache levels
   * @param keepZeros whether zeros are kept, to show that it makes no difference
   * @param team who packs
   */
  public SparseSamples(Features values, int largestBlock, boolean keepZeros, WorkerTeam team) {
    this.features = values.features();
    this.keepZeros = keepZeros;
    this.blocks = blocks(features, largestBlock);
    this.blockFeatures = blockFeatures(features, largestBlock);
    this.starts = new int[Math.addExact(Math.multiplyExact(values.samples(), blocks), 1)];
    Shards parts = Shards.of(values.samples());
    team.run(parts.count(), (part, worker) -> count(values, parts.start(part), parts.end(part)));
    for (int list = 0; list < starts.length - 1; list++) {
      starts[list + 1] += starts[list];
    }
    this.entries = new char[starts[starts.length - 1]];
    this.ofBytes = values instanceof ByteFeatures;
    this.table = ofBytes ? BYTES : new float[entries.length];
    team.run(parts.count(), (part, worker) -> fill(values, parts.start(part), parts.end(part)));
  }

  private static int blocks(int features, int largestBlock) {
    return ceilDiv(features, Math.min(largestBlock, Kernels.ENTRY_ROWS));
  }

  /**
   * The features of each block but the last.
   *
   * @param features those of a sample
   * @param largestBlock the most features to a block
   * @return their number, at most 256
   */
  public static int blockFeatures(int features, int largestBlock) {
    return ceilDiv(features, blocks(features, largestBlock));
  }

  /**
   * What packed samples take of the heap.
   *
   * @param values the samples
   * @param largestBlock the most features to a block
   * @param entries how many of their values are kept
   * @return bytes
   */
  public static long heapBytes(Features values, int largestBlock, long entries) {
    long lists = (long) values.samples() * blocks(values.features(), largestBlock);
    return HeapBytes.array(lists + 1, Integer.BYTES)
        + HeapBytes.array(entries, Character.BYTES)
        + (values instanceof ByteFeatures ? 0 : HeapBytes.floats(entries));
  }

  /** starts[list + 1] = the list's length. */
  private void count(Features values, int from, int to) {
    for (int sample = from; sample < to; sample++) {
      for (int block = 0; block < blocks; block++) {
        int start = sample * features + block * blockFeatures;
        int end = sample * features + blockEnd(block);
        int length = keepZeros ? end - start : NonZeros.count(values, start, end);
        starts[list(sample, block) + 1] = length;
      }
    }
  }

  private void fill(Features values, int from, int to) {
    for (int sample = from; sample < to; sample++) {
      for (int block = 0; block < blocks; block++) {
        int first = sample * features + block * blockFeatures;
        int end = sample * features + blockEnd(block);
        if (values instanceof ByteFeatures bytes) {
          fill(bytes.values(), first, end, start(sample, block));
        } else {
          fill(((FloatFeatures) values).values(), first, end, start(sample, block));
        }
      }
    }
  }

  private void fill(byte[] values, int first, int end, int start) {
    if (!keepZeros) {
      NonZeros.list(values, first, end, entries, start);
      return;
    }
    for (int feature = first; feature < end; feature++) {
      int place = feature - first;
      entries[start + place] = (char) (place << 8 | values[feature] & 0xff);
    }
  }

  private void fill(float[] values, int first, int end, int start) {
    int next = start;
    for (int feature = first; feature < end; feature++) {
      if (keepZeros || values[feature] != 0f) {
        table[next] = values[feature];
        entries[next] = (char) ((feature - first) << 8 | next - start);
        next++;
      }
    }
  }

  private int blockEnd(int block) {
    return Math.min(features, (block + 1) * blockFeatures);
  }

  /**
   * The fraction of values that are not zero.
   *
   * @param values the samples
   * @return 0 to 1, from at most some thousands of them, evenly picked
   */
  public static double density(Features values) {
    int samples = values.samples();
    int looked = Math.min(samples, 256);
    long seen = 0;
    for (int i = 0; i < looked; i++) {
      int start = (int) ((long) i * samples / looked) * values.features();
      seen += NonZeros.count(values, start, start + values.features());
    }
    return seen / ((double) looked * values.features());
  }

  /**
   * Counts the values that are not zero.
   *
   * @param values the samples
   * @return their number
   */
  public static long countNonZeros(Features values) {
    long count = 0;
    for (int sample = 0; sample < values.samples(); sample++) {
      int start = sample * values.features();
      count += NonZeros.count(values, start, start + values.features());
    }
    return count;
  }

  /**
   * The features of each sample.
   *
   * @return their number, zeros included
   */
  public int features() {
    return features;
  }

  int blocks() {
    return blocks;
  }

  /**
   * How many values of a block are kept.
   *
   * @param block the block
   * @return the mean of all samples
   */
  public double meanEntries(int block) {
    int count = (starts.length - 1) / blocks;
    long entries = 0;
    for (int sample = 0; sample < count; sample++) {
      entries += end(sample, block) - start(sample, block);
    }
    return entries / (double) count;
  }

  /**
   * The features of each block but the last.
   *
   * @return their number, at most 256
   */
  public int blockFeatures() {
    return blockFeatures;
  }

  char[] entries() {
    return entries;
  }

  /** The first entry of a list; its end is the start of the next list. */
  int start(int sample, int block) {
    return starts[list(sample, block)];
  }

  int end(int sample, int block) {
    return starts[list(sample, block) + 1];
  }

  private int list(int sample, int block) {
    return sample * blocks + block;
  }

  /**
   * Reads every cache line of some samples' entries. Products go through these one block after the
   * other, in pieces too short for the CPU to foresee; here many lines are on their way at once.
   *
   * @return something that depends on all of them, so that no compiler leaves them out
   */
  int prefetch(int[] order, int from, int count) {
    int seen = 0;
    for (int place = from; place < from + count; place++) {
      int end = end(order[place], blocks - 1);
      for (int e = start(order[place], 0); e < end; e += LINE) {
        seen += entries[e];
      }
    }
    return seen;
  }

  /** Whether values are bytes, so that an entry holds all of its value. */
  boolean ofBytes() {
    return ofBytes;
  }

  /** The values that entries refer to. */
  float[] table() {
    return table;
  }

  /** Where the table of the list that starts there begins. */
  int tableOffset(int start) {
    return ofBytes ? 0 : start;
  }

  private static int ceilDiv(int dividend, int divisor) {
    return (dividend + divisor - 1) / divisor;
  }
}
