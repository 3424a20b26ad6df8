package io.simdann.sparse;

import io.simdann.gemm.Rows;
import io.simdann.kernel.Kernels;
import java.util.Arrays;

/**
 * Where a few samples have values other than zero, listed for one product and then forgotten: the
 * sparse first layer of prediction, which sees each sample once. With 512-bit vectors four samples
 * share a list, of the places where any of them has a value: to list costs a quarter, and so do the
 * loads of weights, while pictures of one kind have few values at places of their own. A zero that
 * is taken along changes no sum, as one left out doesn't.
 *
 * <pre>
 *   entries: | rows 0 to 3: block 0, block 1, … | rows 4 to 7: block 0, … | … | a row left over: block 0, … |
 * </pre>
 *
 * An entry is a place in its block, twice, so that the samples themselves are the table of values.
 * An object belongs to one thread.
 */
public final class SparseRows {
  /** Narrower vectors have no registers for the sums of four samples. */
  private static final int SHARING_BITS = 512;

  /**
   * The most of the values that may be non-zero if they are to be listed for each sample. Per
   * multiply-add the sparse kernel loads a row where the dense one loads half a broadcast, and
   * takes about 1.6 times as long.
   */
  public static final double DENSEST = 0.55;

  /** The most of the places that may be in a shared list: what it saves must pay for its making. */
  private static final double DENSEST_SHARED = 0.85;

  /** Floats of a cache line. */
  private static final int LINE = 64 / Float.BYTES;

  private final Kernels kernels;
  private final int features;
  private final int words;
  private final int blocks;
  private final int blockWords;
  private final int shared;
  private final long[] masks;
  private final char[] entries;
  private final int[] starts;

  /** Written so that no compiler leaves out what it depends on. */
  private int prefetched;

  /**
   * Makes the buffers.
   *
   * @param kernels the kernel set
   * @param features the values of a sample
   * @param rows the most samples
   */
  public SparseRows(Kernels kernels, int features, int rows) {
    this.kernels = kernels;
    this.features = features;
    this.words = ceilDiv(features, Long.SIZE);
    int mostWords = Kernels.ENTRY_ROWS / Long.SIZE;
    this.blockWords = ceilDiv(words, ceilDiv(words, mostWords));
    this.blocks = ceilDiv(words, blockWords);
    this.shared = kernels.vectorBits() >= SHARING_BITS ? Kernels.SHARED_ROWS : 1;
    this.masks = new long[words];
    this.entries = new char[Math.multiplyExact(Math.multiplyExact(words, Long.SIZE), rows)];
    this.starts = new int[Math.addExact(Math.multiplyExact(blocks, rows), 1)];
  }

  /**
   * Lists the values of samples.
   *
   * @param x the samples
   * @param offset the first value of row 0
   * @param stride from one row to the next
   * @param count how many rows
   * @param anyDensity whether rows are to be listed however few zeros they have
   * @return false if the first four rows have so few that products with zeros take less time; then
   *     nothing is listed
   */
  public boolean list(float[] x, int offset, int stride, int count, boolean anyDensity) {
    int list = 0;
    for (int row = 0, rows; row < count; row += rows) {
      rows = rows(row, count);
      Arrays.fill(masks, 0);
      if (rows > 1) {
        prefetch(x, offset + row * stride, (rows - 1) * stride + features);
        kernels.nonZerosOfRows(x, offset + row * stride, stride, features, masks);
      } else {
        kernels.nonZeros(x, offset + row * stride, features, masks);
      }
      for (int word = 0; word < words; word += blockWords) {
        int taken = Math.min(blockWords, words - word);
        starts[list + 1] = kernels.list(masks, word, taken, entries, starts[list]);
        list++;
      }
      if (row + rows == Kernels.SHARED_ROWS && !anyDensity && isDense(list)) {
        return false;
      }
    }
    return true;
  }

  /** Whether the first lists have more than is worth a list. */
  private boolean isDense(int lists) {
    double densest = shared > 1 ? DENSEST_SHARED : DENSEST;
    return starts[lists] > densest * features * (lists / blocks);
  }

  /** Reads a float of each cache line, one line after the other, as memory gives them fastest. */
  private void prefetch(float[] x, int from, int count) {
    int seen = 0;
    for (int i = from; i < from + count; i += LINE) {
      seen |= Float.floatToRawIntBits(x[i]);
    }
    prefetched = seen;
  }

  /** How many rows share the list of a row, the first of them. */
  private int rows(int row, int count) {
    return count - row >= shared ? shared : 1;
  }

  /**
   * Z += X·W for the rows that were listed. A block of the weights stays in the first cache levels
   * while all rows go past it.
   *
   * @param x the samples
   * @param offset the first value of row 0
   * @param stride from one row to the next
   * @param count how many rows
   * @param weights panels of features × 64 lanes, the last one perhaps of 16
   * @param weightsOffset the first one's start
   * @param z where to add, one row per sample
   * @param zOffset the first row
   * @param zStride the lanes of a row, and from one row to the next
   */
  public void addProduct(
      float[] x,
      int offset,
      int stride,
      int count,
      float[] weights,
      int weightsOffset,
      float[] z,
      int zOffset,
      int zStride) {
    int blockFeatures = blockWords * Long.SIZE;
    for (int lane = 0, width; lane < zStride; lane += width) {
      width = Rows.lanes(lane, zStride, Kernels.WIDE_LANES);
      for (int block = 0; block < blocks; block++) {
        int first = block * blockFeatures;
        int panel = weightsOffset + lane * features + first * width;
        int list = block;
        for (int row = 0, rows; row < count; row += rows, list += blocks) {
          rows = rows(row, count);
          int from = starts[list];
          int to = starts[list + 1];
          int values = offset + row * stride + first;
          int sum = zOffset + row * zStride + lane;
          if (rows > 1) {
            kernels.accumulateRows(
                entries, from, to, x, values, stride, weights, panel, z, sum, zStride, width);
          } else if (width == Kernels.WIDE_LANES) {
            kernels.accumulate(entries, from, to, x, values, weights, panel, width, z, sum);
          } else {
            kernels.accumulateNarrow(entries, from, to, x, values, weights, panel, width, z, sum);
          }
        }
      }
    }
  }

  private static int ceilDiv(int dividend, int divisor) {
    return (dividend + divisor - 1) / divisor;
  }
}
