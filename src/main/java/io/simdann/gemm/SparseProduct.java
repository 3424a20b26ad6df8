package io.simdann.gemm;

import io.simdann.kernel.Kernels;

/**
 * The two products of the first layer with samples of which only the non-zero values are packed.
 * Lanes run over the units of the layer.
 */
public final class SparseProduct {
  private final Kernels kernels;

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
   * @param stride the lanes of a row, and from one row to the next
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
      int stride) {
    for (int lane = 0, width; lane < stride; lane += width) {
      width = Rows.lanes(lane, stride, Kernels.WIDE_LANES);
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
   * dW += Xᵀ·dZ for a tile of samples.
   *
   * @param tile the tile's values, by feature
   * @param features how many
   * @param dz one row per sample of the tile
   * @param dzOffset the first row
   * @param stride the lanes of a row, and from one row to the next, here and in the gradient
   * @param gradient where to add, one row per feature
   * @param gradientOffset the first row
   */
  public void addWeightGradient(
      SparseTile tile,
      int features,
      float[] dz,
      int dzOffset,
      int stride,
      float[] gradient,
      int gradientOffset) {
    for (int lane = 0, width; lane < stride; lane += width) {
      width = Rows.lanes(lane, stride, Kernels.WIDE_LANES);
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
