package io.simdann.sparse;

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
  private final float[] floats;

  /**
   * Packs samples.
   *
   * @param values the samples, which are not needed any more afterwards
   * @param largestBlock the most features to a block, from 1 to 256: what of the weights fits the
   *     first cache levels
   * @param keepZeros whether zeros are kept, to show that it makes no difference
   * @param team who packs
   */
  public SparseSamples(SampleValues values, int largestBlock, boolean keepZeros, WorkerTeam team) {
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
    this.floats = values.bytes() == null ? new float[entries.length] : null;
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
  public static long heapBytes(SampleValues values, int largestBlock, long entries) {
    long lists = (long) values.samples() * blocks(values.features(), largestBlock);
    return HeapBytes.array(lists + 1, Integer.BYTES)
        + HeapBytes.array(entries, Character.BYTES)
        + (values.bytes() == null ? HeapBytes.floats(entries) : 0);
  }

  /** starts[list + 1] = the list's length. */
  private void count(SampleValues values, int from, int to) {
    for (int sample = from; sample < to; sample++) {
      for (int block = 0; block < blocks; block++) {
        int start = sample * features + block * blockFeatures;
        int end = sample * features + blockEnd(block);
        int length = keepZeros ? end - start : values.countNonZeros(start, end);
        starts[list(sample, block) + 1] = length;
      }
    }
  }

  private void fill(SampleValues values, int from, int to) {
    for (int sample = from; sample < to; sample++) {
      for (int block = 0; block < blocks; block++) {
        int first = sample * features + block * blockFeatures;
        int end = sample * features + blockEnd(block);
        if (floats == null && !keepZeros) {
          NonZeros.list(values.bytes(), first, end, entries, start(sample, block));
        } else {
          fillOneByOne(values, first, end, start(sample, block));
        }
      }
    }
  }

  private void fillOneByOne(SampleValues values, int first, int end, int start) {
    int next = start;
    for (int feature = first; feature < end; feature++) {
      if (keepZeros || !values.isZero(feature)) {
        int value;
        if (floats == null) {
          value = values.bytes()[feature] & 0xff;
        } else {
          value = next - start;
          floats[next] = values.floats()[feature];
        }
        entries[next++] = (char) ((feature - first) << 8 | value);
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
  public static double density(SampleValues values) {
    int samples = values.samples();
    int looked = Math.min(samples, 256);
    long seen = 0;
    for (int i = 0; i < looked; i++) {
      int start = (int) ((long) i * samples / looked) * values.features();
      for (int feature = 0; feature < values.features(); feature++) {
        seen += values.isZero(start + feature) ? 0 : 1;
      }
    }
    return looked == 0 ? 0 : seen / ((double) looked * values.features());
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
   * @return the mean of all samples; 0 if there are none
   */
  public double meanEntries(int block) {
    int count = (starts.length - 1) / blocks;
    long entries = 0;
    for (int sample = 0; sample < count; sample++) {
      entries += end(sample, block) - start(sample, block);
    }
    return count == 0 ? 0 : entries / (double) count;
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
    return floats == null;
  }

  /** The values that entries refer to. */
  float[] table() {
    return floats == null ? BYTES : floats;
  }

  /** Where the table of the list that starts there begins. */
  int tableOffset(int start) {
    return floats == null ? 0 : start;
  }

  private static int ceilDiv(int dividend, int divisor) {
    return (dividend + divisor - 1) / divisor;
  }
}
