package io.simdann.step;

import io.simdann.data.Features;
import io.simdann.gemm.BlockSizes;
import io.simdann.kernel.Kernels;

/** Samples as they are. */
final class DensePackedSamples implements PackedSamples {
  private final Features values;
  private final Kernels kernels;
  private final BlockSizes sizes;
  private final int features;

  DensePackedSamples(Features values, Kernels kernels, BlockSizes sizes) {
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
  public boolean skipsZeros() {
    return false;
  }

  @Override
  public int blockFeatures(int units) {
    return DenseBlockSums.blockFeatures(features, units, sizes.nr());
  }

  @Override
  public double blockWork(int block, int features) {
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
    return new DenseFirstLayer(values, kernels, sizes, units, tileSamples);
  }
}
