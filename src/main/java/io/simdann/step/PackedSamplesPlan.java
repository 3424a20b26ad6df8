package io.simdann.step;

import io.simdann.data.ByteFeatures;
import io.simdann.data.Features;
import io.simdann.gemm.BlockSizes;
import io.simdann.gemm.Rows;
import io.simdann.kernel.CpuFacts;
import io.simdann.parallel.Shards;
import io.simdann.sparse.SparseSamples;
import io.simdann.sparse.SparseTile;

/**
 * How samples are going to be packed, and what that takes: decided before there is anything large.
 *
 * @param values the samples
 * @param sparse whether they are packed without their zeros
 * @param longLists whether a third or more of their values are in the lists, if so
 * @param largestBlock the most features to a block of the lists
 */
public record PackedSamplesPlan(
    Features values, boolean sparse, boolean longLists, int largestBlock) {

  /**
   * Decides by density.
   *
   * @param values the samples
   * @param zeros how their zeros are treated
   * @param cpu the cache sizes
   * @return the plan
   */
  public static PackedSamplesPlan of(Features values, PackedSamples.Zeros zeros, CpuFacts cpu) {
    double density = SparseSamples.density(values);
    boolean dense =
        zeros == PackedSamples.Zeros.DENSE
            || zeros == PackedSamples.Zeros.BY_DENSITY && density > Tuning.DENSEST_SPARSE;
    boolean longLists = !dense && density >= Tuning.LONG_LISTS;
    return new PackedSamplesPlan(values, !dense, longLists, BlockSizes.sparseBlock(longLists, cpu));
  }

  /** The floats that a tile keeps in the cache for each sample. */
  int floatsPerSample() {
    return sparse ? 0 : values.features();
  }

  /** The floats that a tile's samples take when they are copied. */
  int copiedFloats() {
    return sparse ? 0 : Rows.stride(values.features());
  }

  /** The features of a block, as {@link PackedSamples#blockFeatures}. */
  int blockFeatures(int units, int nr) {
    return sparse
        ? SparseSamples.blockFeatures(values.features(), largestBlock)
        : DenseBlockSums.blockFeatures(values.features(), units, nr);
  }

  boolean ofBytes() {
    return values instanceof ByteFeatures;
  }

  /**
   * What packed samples take of the heap besides the samples as they were.
   *
   * @param entries how many values are kept, if zeros are left out
   * @return bytes
   */
  public long heapBytes(long entries) {
    return sparse ? SparseSamples.heapBytes(values, largestBlock, entries) : 0;
  }

  /**
   * What the transposed tiles of some shards of the full batch take of the heap, when all of them
   * are kept.
   *
   * @param entries how many values are kept, if zeros are left out
   * @param shards the batch's shards
   * @param from the first shard
   * @param to the shard after the last
   * @param tileSamples the most samples of a tile
   * @return bytes
   */
  public long tileCacheBytes(long entries, Shards shards, int from, int to, int tileSamples) {
    if (!sparse) {
      return 0;
    }
    long tiles = 0;
    for (int shard = from; shard < to; shard++) {
      tiles += (shards.size(shard) + tileSamples - 1) / tileSamples;
    }
    return TileCache.heapBytes(values.samples()) + SparseTile.heapBytes(values, entries, tiles);
  }
}
