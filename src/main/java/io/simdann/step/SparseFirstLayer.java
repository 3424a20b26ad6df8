package io.simdann.step;

import io.simdann.gemm.Rows;
import io.simdann.kernel.Kernels;
import io.simdann.parallel.Shards;
import io.simdann.sparse.SparseProduct;
import io.simdann.sparse.SparseSamples;
import io.simdann.sparse.SparseTile;
import java.util.Arrays;

/** The products of the first layer on samples without their zeros. */
final class SparseFirstLayer implements FirstLayer {
  private final SparseSamples samples;
  private final Kernels kernels;
  private final int units;
  private final SparseProduct product;

  /** Blocks of features over all shards; null where tiles are all that is wanted. */
  private SparseBlockSums blockSums;

  SparseFirstLayer(SparseSamples samples, Kernels kernels, int units) {
    this.samples = samples;
    this.kernels = kernels;
    this.units = units;
    this.product = new SparseProduct(kernels);
  }

  @Override
  public void forward(
      Batch batch,
      int from,
      int count,
      float[] weights,
      int weightsOffset,
      float[] z,
      int zOffset) {
    Arrays.fill(z, zOffset, zOffset + count * Rows.stride(units), 0f);
    product.addForward(
        samples, batch.order(), from, count, weights, weightsOffset, z, zOffset, units);
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

  @Override
  public void reserveBlocks(GradientLayout layout, Shards largest) {
    if (blockSums == null) {
      blockSums = new SparseBlockSums(units, samples, kernels, layout);
    }
    blockSums.reserve(largest);
  }

  @Override
  public void sumBlock(
      GradientPart part, Step step, Activations rows, float[] gradient, int gradientOffset) {
    blockSums.sum(part, step, rows, gradient, gradientOffset);
  }
}
