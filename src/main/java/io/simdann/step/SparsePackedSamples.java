package io.simdann.step;

import io.simdann.gemm.Rows;
import io.simdann.kernel.Kernels;
import io.simdann.sparse.SparseProduct;
import io.simdann.sparse.SparseSamples;
import io.simdann.sparse.SparseTile;
import java.util.Arrays;

/** Samples without their zeros. */
final class SparsePackedSamples implements PackedSamples {
  private final SparseSamples samples;
  private final boolean longLists;
  private final Kernels kernels;

  SparsePackedSamples(SparseSamples samples, boolean longLists, Kernels kernels) {
    this.samples = samples;
    this.longLists = longLists;
    this.kernels = kernels;
  }

  SparseSamples samples() {
    return samples;
  }

  @Override
  public int panelLanes() {
    return Kernels.WIDE_LANES;
  }

  @Override
  public int floatsPerSample() {
    return 0;
  }

  @Override
  public boolean hasLongLists() {
    return longLists;
  }

  @Override
  public TileCache newTileCache(int batch) {
    return new TileCache(batch);
  }

  @Override
  public FirstLayer firstLayer(int units, int tileSamples) {
    return new Products(units);
  }

  private final class Products implements FirstLayer {
    private final int units;
    private final SparseProduct product = new SparseProduct(kernels);

    Products(int units) {
      this.units = units;
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
      product.addForward(samples, order, from, count, weights, weightsOffset, z, zOffset, units);
    }

    @Override
    public void beginWeightGradient(int shardSamples, float[] gradient, int gradientOffset) {
      int end = gradientOffset + samples.features() * Rows.stride(units);
      Arrays.fill(gradient, gradientOffset, end, 0f);
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
      if (cache == null) {
        product.scatterWeightGradient(
            samples, order, from, count, dz, dzOffset, gradient, gradientOffset, units);
        return;
      }
      SparseTile tile = cache.get(from);
      if (tile == null) {
        tile = newTile(order, from, count, cache);
      }
      if (!tile.isFilled()) {
        tile.fill(order, from, count);
      }
      product.addWeightGradient(
          tile, samples.features(), dz, dzOffset, gradient, gradientOffset, units);
    }

    private SparseTile newTile(int[] order, int from, int count, TileCache cache) {
      SparseTile tile = new SparseTile(samples);
      tile.reserve(order, from, count);
      cache.put(from, tile);
      return tile;
    }

    @Override
    public void reserveSums(int shardSamples) {
      // The tiles are added where the sum goes.
    }

    @Override
    public void reserveTile(int[] order, int from, int count, TileCache cache) {
      if (cache.get(from) == null) {
        newTile(order, from, count, cache);
      }
    }

    @Override
    public void endWeightGradient(float[] gradient, int gradientOffset) {
      // The tiles were added where the sum goes.
    }
  }
}
