package io.simdann.step;

import io.simdann.gemm.BlockSizes;
import io.simdann.gemm.DenseProduct;
import io.simdann.gemm.Micropanels;
import io.simdann.gemm.Operand;
import io.simdann.gemm.Packing;
import io.simdann.gemm.Rows;
import io.simdann.kernel.AlignedFloats;
import io.simdann.kernel.Kernels;
import io.simdann.sparse.SampleValues;
import java.util.Arrays;

/**
 * Samples as they are. Floats are read where they lie if the samples of a tile are neighbours
 * there; other tiles are widened or copied to rows of floats. Either way a tile comes from memory
 * once and stays in the cache for its second product.
 */
final class DensePackedSamples implements PackedSamples {
  private final SampleValues values;
  private final Kernels kernels;
  private final BlockSizes sizes;
  private final int features;

  DensePackedSamples(SampleValues values, Kernels kernels, BlockSizes sizes) {
    this.values = values;
    this.kernels = kernels;
    this.sizes = sizes;
    this.features = values.features();
  }

  /** What the products of one thread take of the heap. */
  static long productBytes(
      int features, int units, int tileSamples, int shardSamples, BlockSizes sizes) {
    return AlignedFloats.heapBytes((long) Rows.stride(features) * tileSamples)
        + DenseProduct.heapBytes(sizes)
        + FeatureLanes.heapBytes(features, units, shardSamples, sizes);
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
  public boolean hasLongLists() {
    return false;
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
    private final int units;
    private final int width;
    private final int stride;
    private final int copyStride = Rows.stride(features);
    private final float[] copy;
    private final DenseProduct product;
    private final Micropanels a = new Micropanels();
    private final Operand b = new Operand();
    private final Operand c = new Operand();

    /** Made for the first shard for which they pay. */
    private FeatureLanes featureLanes;

    private boolean lanesAreFeatures;
    private float[] x;
    private int xOffset;
    private int xStride;

    Products(int units, int tileSamples) {
      this.units = units;
      this.width = Rows.width(units);
      this.stride = Rows.stride(units);
      this.copy = AlignedFloats.allocate((long) copyStride * tileSamples);
      this.product = new DenseProduct(kernels, sizes.withLongerKc());
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
      if (areNeighbours(order, from, count)) {
        x = values.floats();
        xOffset = order[from] * features;
        xStride = features;
      } else {
        x = copy;
        xOffset = AlignedFloats.FIRST;
        xStride = copyStride;
        for (int row = 0; row < count; row++) {
          copy(order[from + row], xOffset + row * xStride);
        }
      }
      product.accumulate(
          a.packed(weights, weightsOffset, sizes.mr(), width, features),
          b.columnMajor(x, xOffset, xStride),
          count,
          c.columnMajor(z, zOffset, stride));
    }

    /**
     * Whether a tile can be read where it lies: one sample after the other, with as many floats
     * after it as fill the last group of columns and the last vector.
     */
    private boolean areNeighbours(int[] order, int from, int count) {
      int first = order[from];
      long read = (long) first + Packing.roundUp(count, sizes.nr());
      if (values.floats() == null || read * features + Kernels.LANES > values.floats().length) {
        return false;
      }
      for (int row = 1; row < count; row++) {
        if (order[from + row] != first + row) {
          return false;
        }
      }
      return true;
    }

    private void copy(int sample, int to) {
      int start = sample * features;
      if (values.bytes() == null) {
        System.arraycopy(values.floats(), start, copy, to, features);
      } else {
        kernels.widen(values.bytes(), start, copy, to, features);
      }
    }

    @Override
    public void reserveSums(int samples) {
      if (featureLanes == null && FeatureLanes.pay(features, units, samples, sizes)) {
        featureLanes = new FeatureLanes(features, units, product);
      }
    }

    @Override
    public void reserveTile(int[] order, int from, int count, TileCache cache) {
      // Tiles are not transposed.
    }

    @Override
    public void beginWeightGradient(int samples, float[] gradient, int gradientOffset) {
      lanesAreFeatures = FeatureLanes.pay(features, units, samples, sizes);
      if (lanesAreFeatures) {
        reserveSums(samples);
        featureLanes.begin();
      } else {
        Arrays.fill(gradient, gradientOffset, gradientOffset + features * stride, 0f);
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
      if (lanesAreFeatures) {
        featureLanes.add(count, x, xOffset, xStride, dz, dzOffset, stride);
        return;
      }
      product.accumulate(
          a.inPlace(dz, dzOffset, stride, width, count),
          b.rowMajor(x, xOffset, xStride),
          features,
          c.columnMajor(gradient, gradientOffset, stride));
    }

    @Override
    public void endWeightGradient(float[] gradient, int gradientOffset) {
      if (lanesAreFeatures) {
        featureLanes.end(gradient, gradientOffset);
      }
    }
  }
}
