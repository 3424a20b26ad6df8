package io.simdann.step;

import io.simdann.gemm.Rows;
import io.simdann.kernel.AlignedFloats;
import io.simdann.kernel.Kernels;
import io.simdann.parallel.PairwiseReduction;
import io.simdann.parallel.Shards;
import io.simdann.sparse.FeatureLists;
import io.simdann.sparse.SparseProduct;
import io.simdann.sparse.SparseSamples;
import java.util.Arrays;

/**
 * The weight gradient of the first layer, over all shards of a batch whose samples are packed
 * without zeros: for one block of features after the other. An object belongs to one thread.
 *
 * <p>Where the layer has many units, a block's values are listed by feature once for all of them,
 * and 64 lanes after the other are summed in registers and go through the {@link PairwiseReduction}
 * to the parameters. Otherwise, and on the scalar kernels, which have no registers to keep sums in,
 * each value of a shard is added to the rows of the block where it belongs.
 */
final class FirstLayerSums {
  /** Lanes from which on listing pays: with fewer it costs as much as it saves. */
  private static final int LISTED_LANES = 2 * Kernels.WIDE_LANES;

  private final int units;
  private final SparseSamples samples;
  private final Kernels kernels;
  private final GradientLayout layout;
  private final SparseProduct product;

  /** Each pair's values by feature; none if they are taken as they are packed. */
  private final FeatureLists[] lists;

  /** Some rows and lanes of the shards' gradients, in the slots of the tree. */
  private final float[] sums;

  private final PairwiseReduction.Addition add = this::add;

  /** The floats of a slot. */
  private int size;

  /**
   * Makes the buffers.
   *
   * @param units the units of the layer
   * @param samples the packed samples
   * @param kernels the kernel set
   * @param layout where rows of a gradient go
   * @param way the way of the batches
   * @param largest the shards of the largest batch
   */
  FirstLayerSums(
      int units,
      SparseSamples samples,
      Kernels kernels,
      GradientLayout layout,
      BatchWay way,
      Shards largest) {
    this.units = units;
    this.samples = samples;
    this.kernels = kernels;
    this.layout = layout;
    this.product = new SparseProduct(kernels);
    boolean listed = listed(units, kernels);
    this.lists = new FeatureLists[listed ? pairs(way.mostShards()) : 0];
    Arrays.setAll(lists, pair -> new FeatureLists(samples, largest.shardSize()));
    this.sums = AlignedFloats.allocate(sumFloats(units, samples.blockFeatures(), listed, way));
  }

  private static boolean listed(int units, Kernels kernels) {
    return Rows.width(units) >= LISTED_LANES && kernels.vectorBits() > Float.SIZE;
  }

  private static long sumFloats(int units, int blockFeatures, boolean listed, BatchWay way) {
    long lanes = listed ? Kernels.WIDE_LANES : Rows.stride(units);
    int slots = PairwiseReduction.slots(listed ? pairs(way.mostShards()) : way.mostShards());
    return blockFeatures * lanes * slots;
  }

  /** What an object takes of the heap; the arguments are those of the constructor. */
  static long heapBytes(
      int units, PackedSamplesPlan plan, Kernels kernels, BatchWay way, Shards largest) {
    boolean listed = listed(units, kernels);
    int block = plan.blockFeatures();
    int lists = listed ? pairs(way.mostShards()) : 0;
    return lists * FeatureLists.heapBytes(block, largest.shardSize(), plan.ofBytes())
        + AlignedFloats.heapBytes(sumFloats(units, block, listed, way));
  }

  /** Pairs of neighbouring shards, which the tree adds first; the last one may be half a pair. */
  private static int pairs(int shards) {
    return (shards + 1) / 2;
  }

  /**
   * The gradient of a part of the weights.
   *
   * @param part a block of features
   * @param shards the batch's shards
   * @param order the samples of the data set, in the order of the batches
   * @param first the batch's first sample, in that order
   * @param rows the batch's values, of which dZ of the layer is read
   * @param gradient overwritten with the gradient with respect to the part's weights
   * @param gradientOffset where it begins
   */
  void sum(
      GradientPart part,
      Shards shards,
      int[] order,
      int first,
      Activations rows,
      float[] gradient,
      int gradientOffset) {
    if (lists.length == 0) {
      scatter(part, shards, order, first, rows);
      layout.unpack(1, part.from(), part.to(), sums, slot(0), gradient, gradientOffset);
    } else {
      list(part.block(), shards, order, first);
      sumLists(part.inputs(), shards, rows, gradient, gradientOffset);
    }
  }

  private void scatter(GradientPart part, Shards shards, int[] order, int first, Activations rows) {
    size = part.inputs() * rows.stride(1);
    for (int shard = 0; shard < shards.count(); shard++) {
      int sum = slot(shard);
      int start = shards.start(shard);
      Arrays.fill(sums, sum, sum + size, 0f);
      product.scatterBlock(
          samples,
          part.block(),
          order,
          first + start,
          shards.size(shard),
          rows.memory,
          rows.gradient(1, start),
          sums,
          sum,
          units);
      PairwiseReduction.forEachPairOf(shard, shards.count(), add);
    }
  }

  private void list(int block, Shards shards, int[] order, int first) {
    for (int shard = 0; shard < shards.count(); shard += 2) {
      int second = shard + 1 < shards.count() ? shards.size(shard + 1) : 0;
      int from = first + shards.start(shard);
      lists[shard / 2].fill(block, order, from, shards.size(shard), second);
    }
  }

  private void sumLists(
      int features, Shards shards, Activations rows, float[] gradient, int gradientOffset) {
    int pairs = pairs(shards.count());
    int width = Rows.width(units);
    for (int lane = 0, lanes; lane < width; lane += lanes) {
      lanes = Rows.lanes(lane, width, Kernels.WIDE_LANES);
      size = features * lanes;
      for (int pair = 0; pair < pairs; pair++) {
        int dz = rows.gradient(1, shards.start(2 * pair)) + lane;
        product.sumLists(
            lists[pair], features, rows.memory, dz, rows.stride(1), sums, slot(pair), lanes);
        PairwiseReduction.forEachPairOf(pair, pairs, add);
      }
      layout.unpackLanes(1, features, lane, lanes, sums, slot(0), gradient, gradientOffset);
    }
  }

  private int slot(int result) {
    return AlignedFloats.FIRST + PairwiseReduction.slot(result) * size;
  }

  private void add(int into, int from) {
    kernels.add(sums, slot(into), sums, slot(from), size);
  }
}
