package io.simdann.sparse;

import io.simdann.data.ByteFeatures;
import io.simdann.data.Features;
import io.simdann.kernel.HeapBytes;
import java.util.Arrays;

/**
 * The non-zero values of a tile of samples by feature, samples ascending: what the weight gradient
 * reads. Filled for one tile after the other, or kept.
 */
public final class SparseTile {
  /** The object itself, and what its arrays have beside their elements. */
  private static final int OBJECT_BYTES = 96;

  private final SparseSamples samples;

  private char[] entries = {};

  /** The values that entries refer to. */
  private float[] table;

  private final int[] starts;
  private boolean filled;

  /**
   * An empty tile.
   *
   * @param samples the packed samples
   */
  public SparseTile(SparseSamples samples) {
    this.samples = samples;
    this.table = samples.ofBytes() ? SparseSamples.BYTES : new float[0];
    this.starts = new int[samples.features() + 1];
  }

  /**
   * What all tiles of a batch take of the heap, when they are kept.
   *
   * @param values the samples
   * @param entries how many of their values are kept
   * @param tiles how many tiles
   * @return bytes; less what their arrays are rounded up by
   */
  public static long heapBytes(Features values, long entries, long tiles) {
    long each = OBJECT_BYTES + HeapBytes.array(values.features() + 1L, Integer.BYTES);
    int entryBytes = Character.BYTES + (values instanceof ByteFeatures ? 0 : Float.BYTES);
    return tiles * each + entries * entryBytes;
  }

  /**
   * Makes room for some samples, as many as {@link #fill} will then take without allocating.
   *
   * @param order the samples of the data set, in the order of a batch
   * @param first the tile's first, in that order
   * @param count the tile's samples, at most 256
   */
  public void reserve(int[] order, int first, int count) {
    int needed = 0;
    for (int place = first; place < first + count; place++) {
      int sample = order[place];
      needed += samples.end(sample, samples.blocks() - 1) - samples.start(sample, 0);
    }
    if (entries.length < needed) {
      entries = new char[needed];
      table = samples.ofBytes() ? table : new float[needed];
    }
  }

  /**
   * Whether there are samples in it.
   *
   * @return false before it is filled
   */
  public boolean isFilled() {
    return filled;
  }

  /**
   * Fills it.
   *
   * @param order the samples of the data set, in the order of a batch
   * @param first the tile's first, in that order
   * @param count the tile's samples, at most 256
   */
  public void fill(int[] order, int first, int count) {
    Arrays.fill(starts, 0);
    for (int row = 0; row < count; row++) {
      countFeatures(order[first + row]);
    }
    // From lengths to ends.
    int next = 0;
    for (int feature = 0; feature < starts.length; feature++) {
      next += starts[feature];
      starts[feature] = next;
    }
    reserve(order, first, count);
    filled = true;
    // Backwards: each entry goes before those that are there, and ends become starts.
    for (int row = count - 1; row >= 0; row--) {
      putFeatures(order[first + row], row);
    }
    if (!samples.ofBytes()) {
      numberPlaces();
    }
  }

  private void countFeatures(int sample) {
    char[] from = samples.entries();
    for (int block = 0; block < samples.blocks(); block++) {
      int base = block * samples.blockFeatures();
      for (int e = samples.start(sample, block); e < samples.end(sample, block); e++) {
        starts[base + (from[e] >>> 8)]++;
      }
    }
  }

  private void putFeatures(int sample, int row) {
    char[] from = samples.entries();
    for (int block = 0; block < samples.blocks(); block++) {
      int base = block * samples.blockFeatures();
      for (int e = samples.start(sample, block); e < samples.end(sample, block); e++) {
        int place = --starts[base + (from[e] >>> 8)];
        entries[place] = (char) (row << 8 | from[e] & 255);
        if (!samples.ofBytes()) {
          table[place] = samples.table()[e];
        }
      }
    }
  }

  /** The value of a float's entry is its place in its list. */
  private void numberPlaces() {
    for (int feature = 0; feature < samples.features(); feature++) {
      for (int place = start(feature); place < end(feature); place++) {
        entries[place] = (char) (entries[place] & 0xff00 | place - start(feature));
      }
    }
  }

  char[] entries() {
    return entries;
  }

  int start(int feature) {
    return starts[feature];
  }

  int end(int feature) {
    return starts[feature + 1];
  }

  float[] table() {
    return table;
  }

  int tableOffset(int feature) {
    return samples.ofBytes() ? 0 : start(feature);
  }
}
