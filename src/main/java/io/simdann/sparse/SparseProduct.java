package io.simdann.sparse;

import io.simdann.gemm.Rows;
import io.simdann.kernel.Kernels;

/**
 * The two products of the first layer with samples of which only the non-zero values are packed.
 * Lanes run over the units of the layer.
 */
public final class SparseProduct {
  private final Kernels kernels;

  /** Keeps the compiler from leaving out reads that are for the cache alone. */
  private int prefetched;

  /**
   * For a kernel set.
   *
   * @param kernels the kernel set
   */
  public SparseProduct(Kernels kernels) {
    this.kernels = kernels;
  }

  /**
   * Z += X·W for some samples. A block of the weights stays in the first cache levels while all
   * samples go past it.
   *
   * @param samples the packed samples
   * @param order the samples of the data set, in the order of a batch
   * @param from the first sample, in that order
   * @param count how many
   * @param weights panels of features × 64 lanes, the last one perhaps of 16
   * @param weightsOffset the first one's start
   * @param z where to add, one row per sample
   * @param zOffset the first row
   * @param units the units of the layer, which give the lanes of a row
   */
  public void addForward(
      SparseSamples samples,
      int[] order,
      int from,
      int count,
      float[] weights,
      int weightsOffset,
      float[] z,
      int zOffset,
      int units) {
    int stride = Rows.stride(units);
    prefetched = samples.prefetch(order, from, count);
    for (int lane = 0, width; lane < Rows.width(units); lane += width) {
      width = Rows.lanes(lane, Rows.width(units), Kernels.WIDE_LANES);
      int panel = weightsOffset + lane * samples.features();
      for (int block = 0; block < samples.blocks(); block++) {
        int rows = panel + block * samples.blockFeatures() * width;
        for (int row = 0; row < count; row++) {
          int start = samples.start(order[from + row], block);
          int end = samples.end(order[from + row], block);
          add(
              samples.entries(),
              start,
              end,
              samples.table(),
              samples.tableOffset(start),
              weights,
              rows,
              width,
              z,
              zOffset + row * stride + lane,
              width);
        }
      }
    }
  }

  /**
   * dW += Xᵀ·dZ for a tile of samples whose values were brought into the order of features: each
   * row of the gradient is read and written once.
   *
   * @param tile the tile's values, by feature
   * @param features how many
   * @param dz one row per sample of the tile
   * @param dzOffset the first row
   * @param gradient where to add, one row per feature
   * @param gradientOffset the first row
   * @param units the units of the layer, which give the lanes of a row
   */
  public void addWeightGradient(
      SparseTile tile,
      int features,
      float[] dz,
      int dzOffset,
      float[] gradient,
      int gradientOffset,
      int units) {
    int stride = Rows.stride(units);
    for (int lane = 0, width; lane < Rows.width(units); lane += width) {
      width = Rows.lanes(lane, Rows.width(units), Kernels.WIDE_LANES);
      for (int feature = 0; feature < features; feature++) {
        int start = tile.start(feature);
        int end = tile.end(feature);
        if (start < end) {
          add(
              tile.entries(),
              start,
              end,
              tile.table(),
              tile.tableOffset(feature),
              dz,
              dzOffset + lane,
              stride,
              gradient,
              gradientOffset + feature * stride + lane,
              width);
        }
      }
    }
  }

  /**
   * dW += Xᵀ·dZ for some samples as they are packed: each value reads and writes a row of the
   * gradient, which takes less time than bringing values into another order that are needed once.
   *
   * @param samples the packed samples
   * @param order the samples of the data set, in the order of a batch
   * @param from the first sample, in that order
   * @param count how many
   * @param dz one row per sample
   * @param dzOffset the first row
   * @param gradient where to add, one row per feature
   * @param gradientOffset the first row
   * @param units the units of the layer, which give the lanes of a row
   */
  public void scatterWeightGradient(
      SparseSamples samples,
      int[] order,
      int from,
      int count,
      float[] dz,
      int dzOffset,
      float[] gradient,
      int gradientOffset,
      int units) {
    int blockFloats = samples.blockFeatures() * Rows.stride(units);
    for (int block = 0; block < samples.blocks(); block++) {
      int rows = gradientOffset + block * blockFloats;
      scatterBlock(samples, block, order, from, count, dz, dzOffset, gradient, rows, units);
    }
  }

  /**
   * {@link #scatterWeightGradient} for one block of features.
   *
   * @param samples as there
   * @param block the block
   * @param order as there
   * @param from as there
   * @param count as there
   * @param dz as there
   * @param dzOffset as there
   * @param gradient where to add, one row per feature of the block
   * @param gradientOffset the first row
   * @param units as there
   */
  public void scatterBlock(
      SparseSamples samples,
      int block,
      int[] order,
      int from,
      int count,
      float[] dz,
      int dzOffset,
      float[] gradient,
      int gradientOffset,
      int units) {
    int stride = Rows.stride(units);
    for (int lane = 0, width; lane < Rows.width(units); lane += width) {
      width = Rows.lanes(lane, Rows.width(units), Kernels.WIDE_LANES);
      for (int row = 0; row < count; row++) {
        int start = samples.start(order[from + row], block);
        int end = samples.end(order[from + row], block);
        kernels.scatter(
            samples.entries(),
            start,
            end,
            samples.table(),
            samples.tableOffset(start),
            dz,
            dzOffset + row * stride + lane,
            gradient,
            gradientOffset + lane,
            stride,
            width);
      }
    }
  }

  /**
   * dW = Xᵀ·dZ for a block of features, a pair of shards, whose values were listed by feature, and
   * some lanes: the chain over the first shard's samples plus that over the second's.
   *
   * @param lists the block's values
   * @param features its features
   * @param dz one row per sample of the pair
   * @param dzOffset the first lane of the first row
   * @param dzStride from one row to the next
   * @param gradient overwritten, the lanes of one feature after the other
   * @param gradientOffset those of the first feature
   * @param lanes {@value io.simdann.kernel.Kernels#WIDE_LANES} or {@value
   *     io.simdann.kernel.Kernels#LANES}
   */
  public void sumLists(
      FeatureLists lists,
      int features,
      float[] dz,
      int dzOffset,
      int dzStride,
      float[] gradient,
      int gradientOffset,
      int lanes) {
    for (int feature = 0; feature < features; feature++) {
      kernels.sumPair(
          lists.entries(),
          lists.start(feature, 0),
          lists.end(feature, 0),
          lists.start(feature, 1),
          lists.end(feature, 1),
          lists.table(),
          lists.tableOffset(feature),
          dz,
          dzOffset,
          dzStride,
          gradient,
          gradientOffset + feature * lanes,
          lanes);
    }
  }

  private void add(
      char[] entries,
      int start,
      int end,
      float[] table,
      int tableOffset,
      float[] rows,
      int rowsOffset,
      int rowStride,
      float[] sum,
      int sumOffset,
      int width) {
    if (width == Kernels.WIDE_LANES) {
      kernels.accumulate(
          entries, start, end, table, tableOffset, rows, rowsOffset, rowStride, sum, sumOffset);
    } else {
      kernels.accumulateNarrow(
          entries, start, end, table, tableOffset, rows, rowsOffset, rowStride, sum, sumOffset);
    }
  }
}
