package io.simdann.step;

import io.simdann.parallel.Shards;

/**
 * The products of the first layer, on samples as they were packed: the only door to them. The
 * weight gradient is made for one tile of a shard after the other, or for one block of features
 * over all shards after the other. An object belongs to one thread.
 *
 * <p>Samples are named by their place in a batch: place i is sample {@code order[i]} of the data
 * set.
 */
interface FirstLayer {

  /**
   * Makes room for the sum dW of a shard, where it needs some besides that in which it ends.
   *
   * @param shardSamples the shard's samples
   */
  void reserveSums(int shardSamples);

  /**
   * Makes room for a tile in the cache.
   *
   * @param order the samples of the data set, in the order of the batch
   * @param from the tile's first place
   * @param count the tile's samples
   * @param cache where the batch's transposed tiles are kept
   */
  void reserveTile(int[] order, int from, int count, TileCache cache);

  /**
   * Z = X·W for some samples.
   *
   * @param batch the samples, of which something may be dropped
   * @param from the first place
   * @param count how many, those of a tile at most if a tile's weight gradient is wanted
   * @param weights panels of {@link PackedSamples#panelLanes}
   * @param weightsOffset the first one's start
   * @param z overwritten, one row per sample; the padding may keep what it had
   * @param zOffset the first row
   */
  void forward(
      Batch batch, int from, int count, float[] weights, int weightsOffset, float[] z, int zOffset);

  /**
   * Begins the sum dW of a shard.
   *
   * @param samples the shard's samples
   * @param gradient where the sum goes, one row per feature, overwritten with zeros or at the end
   * @param gradientOffset the first row
   */
  void beginWeightGradient(int samples, float[] gradient, int gradientOffset);

  /**
   * dW += Xᵀ·dZ for the tile of the last {@link #forward}.
   *
   * @param order the samples of the data set, in the order of the batch
   * @param from the tile's first place
   * @param count the tile's samples
   * @param cache where the batch's transposed tiles are kept; null if it doesn't come again
   * @param dz one row per sample
   * @param dzOffset the first row
   * @param gradient where to add, one row per feature
   * @param gradientOffset the first row
   */
  void addWeightGradient(
      int[] order,
      int from,
      int count,
      TileCache cache,
      float[] dz,
      int dzOffset,
      float[] gradient,
      int gradientOffset);

  /**
   * Ends the sum dW of a shard, which is then where it goes.
   *
   * @param gradient as at the beginning
   * @param gradientOffset as at the beginning
   */
  void endWeightGradient(float[] gradient, int gradientOffset);

  /**
   * Makes room for blocks of features over all shards of a batch.
   *
   * @param layout where rows of a gradient go
   * @param largest the shards of the largest batch
   */
  void reserveBlocks(GradientLayout layout, Shards largest);

  /**
   * The weight gradient of a block of features, over all shards of a batch.
   *
   * @param part the block
   * @param step the batch
   * @param rows its values, of which dZ of the layer is read
   * @param gradient overwritten with the gradient with respect to the part's weights
   * @param gradientOffset where it begins
   */
  void sumBlock(
      GradientPart part, Step step, Activations rows, float[] gradient, int gradientOffset);
}
