package io.simdann.nn;

import io.simdann.gemm.BlockSizes;
import io.simdann.gemm.DenseProduct;
import io.simdann.gemm.Rows;
import io.simdann.gemm.SampleValues;
import io.simdann.kernel.AlignedFloats;
import io.simdann.kernel.Kernels;

/** Samples as they are. A tile of them is read once, widened or copied, and stays in the cache. */
final class DenseInputs implements Inputs {
  private final SampleValues values;
  private final Kernels kernels;
  private final BlockSizes sizes;
  private final int features;

  DenseInputs(SampleValues values, Kernels kernels, BlockSizes sizes) {
    this.values = values;
    this.kernels = kernels;
    this.sizes = sizes;
    this.features = values.features();
  }

  @Override
  public int panelLanes() {
    return sizes.mr();
  }

  @Override
  public int floatsPerSample() {
    return features;
  }

  @Override
  public TileCache newTileCache(int samples) {
    return null;
  }

  @Override
  public FirstLayer firstLayer(int units, int tileSamples) {
    return new Products(units, tileSamples);
  }

  private final class Products implements FirstLayer {
    private final int width;
    private final int stride;
    private final int xStride = Rows.stride(features);
    private final float[] x;
    private final DenseProduct product = new DenseProduct(kernels, sizes);

    Products(int units, int tileSamples) {
      this.width = Rows.width(units);
      this.stride = Rows.stride(units);
      this.x = AlignedFloats.allocate((long) xStride * tileSamples);
    }

    @Override
    public void forward(
        int[] order,
        int from,
        int count,
        float[] weights,
        int weightsOffset,
        float[] z,
        int zOffset) {
      for (int row = 0; row < count; row++) {
        copy(order[from + row], AlignedFloats.FIRST + row * xStride);
      }
      product.add(
          features,
          weights,
          weightsOffset,
          x,
          AlignedFloats.FIRST,
          1,
          xStride,
          count,
          z,
          zOffset,
          width,
          stride);
    }

    private void copy(int sample, int to) {
      int start = sample * features;
      if (values.bytes() == null) {
        System.arraycopy(values.floats(), start, x, to, features);
      } else {
        kernels.widen(values.bytes(), start, x, to, features);
      }
    }

    @Override
    public void addWeightGradient(
        int[] order,
        int from,
        int count,
        TileCache cache,
        float[] dz,
        int dzOffset,
        float[] gradient,
        int gradientOffset) {
      for (int lane = 0, lanes; lane < width; lane += lanes) {
        lanes = Rows.lanes(lane, width, sizes.mr());
        product.addPanel(
            count,
            dz,
            dzOffset + lane,
            stride,
            lanes,
            x,
            AlignedFloats.FIRST,
            xStride,
            1,
            features,
            gradient,
            gradientOffset + lane,
            stride);
      }
    }
  }
}
