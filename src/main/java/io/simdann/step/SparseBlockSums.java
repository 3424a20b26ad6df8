package io.simdann.step;

import io.simdann.gemm.Rows;
import io.simdann.kernel.AlignedFloats;
import io.simdann.kernel.Kernels;
import io.simdann.parallel.Shards;
import io.simdann.sparse.FeatureLists;
import io.simdann.sparse.SparseProduct;
import io.simdann.sparse.SparseSamples;
import java.util.Arrays;

/**
 * The weight gradient of the first layer over all shards of a batch, on samples without their
 * zeros.
 *
 * <p>Where the layer has many units, a block's values are listed by feature once for all of them,
 * and 64 lanes after the other are summed in registers and go through the tree to the parameters.
 * Otherwise, and on the scalar kernels, which have no registers to keep sums in, each value of a
 * shard is added to the rows of the block where it belongs. An object belongs to one thread.
 */
final class SparseBlockSums {
  private final int units;
  private final SparseSamples samples;
  private final GradientLayout layout;
  private final SparseProduct product;
  private final boolean listed;
  private final TreeSlots slots;

  /** Each pair's values by feature; none if they are taken as they are packed. */
  private FeatureLists[] lists = {};

  private int listedSamples;

  SparseBlockSums(int units, SparseSamples samples, Kernels kernels, GradientLayout layout) {
    this.units = units;
    this.samples = samples;
    this.layout = layout;
    this.product = new SparseProduct(kernels);
    this.listed = listed(units, kernels);
    this.slots = new TreeSlots(kernels);
  }

  private static boolean listed(int units, Kernels kernels) {
    return Rows.width(units) >= Tuning.LISTED_LANES && kernels.vectorBits() > Float.SIZE;
  }

  private static long partFloats(int units, int blockFeatures, boolean listed) {
    return (long) blockFeatures * (listed ? Kernels.WIDE_LANES : Rows.stride(units));
  }

  /** What an object takes of the heap. */
  static long heapBytes(int units, PackedSamplesPlan plan, Kernels kernels, Shards largest) {
    boolean listed = listed(units, kernels);
    int block = plan.blockFeatures(units, 0);
    int lists = listed ? pairs(TreeSlots.mostShards(largest)) : 0;
    return lists * FeatureLists.heapBytes(block, largest.shardSize(), plan.ofBytes())
        + AlignedFloats.heapBytes(TreeSlots.floats(largest, partFloats(units, block, listed)));
  }

  void reserve(Shards largest) {
    slots.reserve(largest, partFloats(units, samples.blockFeatures(), listed));
    if (listed && largest.shardSize() > listedSamples) {
      listedSamples = largest.shardSize();
      lists = new FeatureLists[pairs(TreeSlots.mostShards(largest))];
      Arrays.setAll(lists, pair -> new FeatureLists(samples, listedSamples));
    }
  }

  /** Pairs of neighbouring shards, which the tree adds first; the last one may be half a pair. */
  private static int pairs(int shards) {
    return (shards + 1) / 2;
  }

  /** As {@link FirstLayer#sumBlock}. */
  void sum(GradientPart part, Step step, Activations rows, float[] gradient, int gradientOffset) {
    if (listed) {
      list(part.block(), step);
      sumLists(part.inputs(), step.shards, rows, gradient, gradientOffset);
    } else {
      scatter(part, step, rows);
      layout.unpack(
          1, part.from(), part.to(), slots.memory(), slots.sum(), gradient, gradientOffset);
    }
  }

  private void scatter(GradientPart part, Step step, Activations rows) {
    Shards shards = step.shards;
    int size = part.inputs() * rows.stride(1);
    slots.begin(size);
    for (int shard = 0; shard < shards.count(); shard++) {
      int sum = slots.slot(shard);
      int start = shards.start(shard);
      Arrays.fill(slots.memory(), sum, sum + size, 0f);
      product.scatterBlock(
          samples,
          part.block(),
          step.batch.order(),
          step.first + start,
          shards.size(shard),
          rows.memory,
          rows.gradient(1, start),
          slots.memory(),
          sum,
          units);
      slots.came(shard, shards.count());
    }
  }

  private void list(int block, Step step) {
    Shards shards = step.shards;
    for (int shard = 0; shard < shards.count(); shard += 2) {
      int second = shard + 1 < shards.count() ? shards.size(shard + 1) : 0;
      int from = step.first + shards.start(shard);
      lists[shard / 2].fill(block, step.batch.order(), from, shards.size(shard), second);
    }
  }

  private void sumLists(
      int features, Shards shards, Activations rows, float[] gradient, int gradientOffset) {
    int pairs = pairs(shards.count());
    int width = Rows.width(units);
    for (int lane = 0, lanes; lane < width; lane += lanes) {
      lanes = Rows.lanes(lane, width, Kernels.WIDE_LANES);
      slots.begin(features * lanes);
      for (int pair = 0; pair < pairs; pair++) {
        int dz = rows.gradient(1, shards.start(2 * pair)) + lane;
        product.sumLists(
            lists[pair],
            features,
            rows.memory,
            dz,
            rows.stride(1),
            slots.memory(),
            slots.slot(pair),
            lanes);
        slots.came(pair, pairs);
      }
      layout.unpackLanes(
          1,
          features,
          Math.min(lanes, units - lane),
          slots.memory(),
          slots.sum(),
          lanes,
          gradient,
          gradientOffset + lane);
    }
  }
}
