package io.simdann.sparse;

import io.simdann.gemm.Packing;
import io.simdann.gemm.Rows;
import io.simdann.kernel.Kernels;

/**
 * The non-zero values of a few samples, listed for one product and then forgotten: the sparse first
 * layer of prediction, which sees each sample once. The lists are those of {@link SparseSamples},
 * but a sample's lie together, since they are made one sample after the other:
 *
 * <pre>
 *   entries: | row 0: block 0, block 1, … | row 1: block 0, … | …
 * </pre>
 *
 * The value of a float's entry is its place, so that the samples themselves are the table of
 * values. An object belongs to one thread.
 */
public final class SparseRows {
  private final Kernels kernels;
  private final int features;
  private final int blocks;
  private final int blockFeatures;
  private final char[] entries;
  private final int[] starts;

  /**
   * Makes the buffers.
   *
   * @param kernels the kernel set
   * @param features the values of a sample
   * @param rows the most samples
   * @param largestBlock the most features to a block, from 1 to 256
   */
  public SparseRows(Kernels kernels, int features, int rows, int largestBlock) {
    this.kernels = kernels;
    this.features = features;
    // Zeros are looked for in steps of 64.
    int balanced = ceilDiv(features, ceilDiv(features, largestBlock));
    this.blockFeatures = Math.min(largestBlock, Packing.roundUp(balanced, Long.SIZE));
    this.blocks = ceilDiv(features, blockFeatures);
    this.entries = new char[Math.multiplyExact(features, rows)];
    this.starts = new int[Math.addExact(Math.multiplyExact(blocks, rows), 1)];
  }

  /**
   * Lists the values of a sample of bytes. Rows are listed in ascending order, from 0 on.
   *
   * @param row which row it becomes
   * @param values the samples
   * @param offset its first value
   * @return the number of all values that are listed so far
   */
  public int list(int row, byte[] values, int offset) {
    int next = starts[row * blocks];
    for (int block = 0; block < blocks; block++) {
      int from = offset + block * blockFeatures;
      int to = Math.min(offset + features, from + blockFeatures);
      next = NonZeros.list(values, from, to, entries, next);
      starts[row * blocks + block + 1] = next;
    }
    return next;
  }

  /**
   * Lists the values of a sample of floats. Rows are listed in ascending order, from 0 on.
   *
   * @param row which row it becomes
   * @param values the samples
   * @param offset its first value
   * @return the number of all values that are listed so far
   */
  public int list(int row, float[] values, int offset) {
    int next = starts[row * blocks];
    for (int block = 0; block < blocks; block++) {
      int from = offset + block * blockFeatures;
      int to = Math.min(offset + features, from + blockFeatures);
      next = NonZeros.list(kernels, values, from, to, entries, next);
      starts[row * blocks + block + 1] = next;
    }
    return next;
  }

  /**
   * Z += X·W for rows 0 to {@code count} − 1. A block of the weights stays in the first cache
   * levels while all rows go past it.
   *
   * @param count how many rows
   * @param floats the samples that were listed; null if they were bytes
   * @param floatsOffset the first value of row 0 in them
   * @param weights panels of features × 64 lanes, the last one perhaps of 16
   * @param weightsOffset the first one's start
   * @param z where to add, one row per sample
   * @param zOffset the first row
   * @param stride the lanes of a row, and from one row to the next
   */
  public void addProduct(
      int count,
      float[] floats,
      int floatsOffset,
      float[] weights,
      int weightsOffset,
      float[] z,
      int zOffset,
      int stride) {
    float[] table = floats == null ? SparseSamples.BYTES : floats;
    for (int lane = 0, width; lane < stride; lane += width) {
      width = Rows.lanes(lane, stride, Kernels.WIDE_LANES);
      int panel = weightsOffset + lane * features;
      for (int block = 0; block < blocks; block++) {
        int rows = panel + block * blockFeatures * width;
        for (int row = 0; row < count; row++) {
          int list = row * blocks + block;
          int values = floats == null ? 0 : floatsOffset + row * features + block * blockFeatures;
          int sum = zOffset + row * stride + lane;
          int from = starts[list];
          int to = starts[list + 1];
          if (width == Kernels.WIDE_LANES) {
            kernels.accumulate(entries, from, to, table, values, weights, rows, width, z, sum);
          } else {
            kernels.accumulateNarrow(
                entries, from, to, table, values, weights, rows, width, z, sum);
          }
        }
      }
    }
  }

  private static int ceilDiv(int dividend, int divisor) {
    return (dividend + divisor - 1) / divisor;
  }
}
