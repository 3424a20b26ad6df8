package io.simdann.gemm;

import java.util.Arrays;

/**
 * A run of samples packed for training, in the two orders that a training step reads.
 *
 * <p>The forward product W·A wants lanes over samples: {@link #samplePanels()} has a panel for each
 * MR samples, its steps are features. The weight gradient dZ·Aᵀ wants lanes over features: {@link
 * #featurePanels()} has, for each tile of samples, a panel for each MR features, its steps are
 * samples of the tile. Features stand there in the order given (often non-zero ones together, which
 * leaves more all-zero slices); the order has no influence on the results, since each feature's sum
 * is a chain of its own.
 */
public final class PackedShard {
  private final int samples;
  private final int tileSamples;
  private final int panelRows;
  private final int featureBlocks;
  private final SlicePanels samplePanels;
  private final SlicePanels featurePanels;

  private PackedShard(
      int samples,
      int tileSamples,
      int panelRows,
      int featureBlocks,
      SlicePanels samplePanels,
      SlicePanels featurePanels) {
    this.samples = samples;
    this.tileSamples = tileSamples;
    this.panelRows = panelRows;
    this.featureBlocks = featureBlocks;
    this.samplePanels = samplePanels;
    this.featurePanels = featurePanels;
  }

  /**
   * Packs samples for forward and backward.
   *
   * @param source all samples
   * @param from the first sample of the shard
   * @param to the sample after its last
   * @param panelRows MR
   * @param tileSamples samples to a tile, a multiple of MR
   * @param featureOrder the features in the order in which the feature panels hold them
   * @param keepZeros whether all-zero slices are kept; for tests
   * @return the shard
   */
  public static PackedShard forTraining(
      SampleValues source,
      int from,
      int to,
      int panelRows,
      int tileSamples,
      int[] featureOrder,
      boolean keepZeros) {
    SlicePanels samplePanels = packSamples(source, from, to, panelRows, keepZeros);
    int blocks = ceilDiv(source.features(), panelRows);
    int tiles = ceilDiv(to - from, tileSamples);
    SlicePanels.Packer packer =
        new SlicePanels.Packer(
            source,
            panelRows,
            Math.multiplyExact(tiles, blocks),
            Math.multiplyExact(to - from, blocks),
            keepZeros);
    for (int tile = from; tile < to; tile += tileSamples) {
      int tileEnd = Math.min(to, tile + tileSamples);
      for (int block = 0; block < blocks; block++) {
        int first = block * panelRows;
        int lanes = Math.min(panelRows, source.features() - first);
        for (int sample = tile; sample < tileEnd; sample++) {
          packer.append(sample - tile, sample * source.features(), featureOrder, first, lanes);
        }
        packer.endPanel();
      }
    }
    return new PackedShard(
        to - from, tileSamples, panelRows, blocks, samplePanels, packer.finish());
  }

  /**
   * Packs samples for the forward pass alone.
   *
   * @param source all samples
   * @param from the first sample of the shard
   * @param to the sample after its last
   * @param panelRows MR
   * @param tileSamples samples to a tile, a multiple of MR
   * @return the shard, whose {@link #featurePanels()} are null
   */
  public static PackedShard forPrediction(
      SampleValues source, int from, int to, int panelRows, int tileSamples) {
    SlicePanels panels = packSamples(source, from, to, panelRows, false);
    return new PackedShard(to - from, tileSamples, panelRows, 0, panels, null);
  }

  private static SlicePanels packSamples(
      SampleValues source, int from, int to, int panelRows, boolean keepZeros) {
    int features = source.features();
    int panels = ceilDiv(to - from, panelRows);
    int[] laneOffsets = new int[panelRows];
    Arrays.setAll(laneOffsets, lane -> lane * features);
    SlicePanels.Packer packer =
        new SlicePanels.Packer(
            source, panelRows, panels, Math.multiplyExact(panels, features), keepZeros);
    for (int first = from; first < to; first += panelRows) {
      int lanes = Math.min(panelRows, to - first);
      for (int feature = 0; feature < features; feature++) {
        packer.append(feature, first * features + feature, laneOffsets, 0, lanes);
      }
      packer.endPanel();
    }
    return packer.finish();
  }

  /**
   * The samples in the shard.
   *
   * @return their number
   */
  public int samples() {
    return samples;
  }

  /**
   * The tiles of the shard.
   *
   * @return their number
   */
  public int tiles() {
    return ceilDiv(samples, tileSamples);
  }

  /**
   * The samples in a tile.
   *
   * @param tile which
   * @return their number
   */
  public int samplesOf(int tile) {
    return Math.min(tileSamples, samples - tile * tileSamples);
  }

  /**
   * The first sample panel of a tile.
   *
   * @param tile which
   * @return an index into {@link #samplePanels()}
   */
  public int firstSamplePanel(int tile) {
    return tile * (tileSamples / panelRows);
  }

  /**
   * The first feature panel of a tile.
   *
   * @param tile which
   * @return an index into {@link #featurePanels()}
   */
  public int firstFeaturePanel(int tile) {
    return tile * featureBlocks;
  }

  /**
   * The feature panels of each tile.
   *
   * @return ⌈features / MR⌉
   */
  public int featureBlocks() {
    return featureBlocks;
  }

  /**
   * Panels with lanes over samples and steps over features.
   *
   * @return the panels
   */
  public SlicePanels samplePanels() {
    return samplePanels;
  }

  /**
   * Panels with lanes over features and steps over a tile's samples.
   *
   * @return the panels, or null if the shard is for prediction
   */
  public SlicePanels featurePanels() {
    return featurePanels;
  }

  static int ceilDiv(int dividend, int divisor) {
    return (dividend + divisor - 1) / divisor;
  }
}
