package io.simdann.step;

import io.simdann.kernel.Kernels;
import io.simdann.sparse.SparseSamples;

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

  @Override
  public int panelLanes() {
    return Kernels.WIDE_LANES;
  }

  @Override
  public int floatsPerSample() {
    return 0;
  }

  @Override
  public boolean skipsZeros() {
    return true;
  }

  @Override
  public int blockFeatures(int units) {
    return samples.blockFeatures();
  }

  @Override
  public double blockWork(int block, int features) {
    return Tuning.SPARSE_WORK * samples.meanEntries(block);
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
    return new SparseFirstLayer(samples, kernels, units);
  }
}
