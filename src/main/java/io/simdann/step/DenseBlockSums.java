package io.simdann.step;

import io.simdann.data.Features;
import io.simdann.gemm.BlockSizes;
import io.simdann.gemm.Packing;
import io.simdann.gemm.Rows;
import io.simdann.kernel.AlignedFloats;
import io.simdann.kernel.DropoutKernel;
import io.simdann.kernel.DropoutMask;
import io.simdann.kernel.HeapBytes;
import io.simdann.kernel.Kernels;
import io.simdann.parallel.Shards;

/**
 * The weight gradient of the first layer over all shards of a batch, on samples as they are: the
 * values of a block of features are copied shard by shard, so that they lie close together. An
 * object belongs to one thread.
 */
final class DenseBlockSums {
  private final Features values;
  private final Kernels kernels;
  private final BlockSizes sizes;
  private final TreeSlots slots;
  private final WeightSums sums;
  private float[] copy = {};

  /** The features of a sample from a unit on with which masks begin, of which some are dropped. */
  private float[] left = {};

  /** Of the generator of dropout. */
  private final int[] words = new int[DropoutKernel.WORDS];

  DenseBlockSums(Features values, Kernels kernels, BlockSizes sizes, GradientLayout layout) {
    this.values = values;
    this.kernels = kernels;
    this.sizes = sizes;
    this.slots = new TreeSlots(kernels);
    this.sums = new WeightSums(kernels, sizes, layout, slots);
  }

  /**
   * The features of a block.
   *
   * @param features all of them
   * @param units the units of the layer
   * @param nr columns of the micro-kernel
   */
  static int blockFeatures(int features, int units, int nr) {
    int few = Packing.roundUp((features + Tuning.FEW_PARTS - 1) / Tuning.FEW_PARTS, nr);
    int fitting = Tuning.BLOCK_SUM_FLOATS / (4 * Rows.width(units));
    int most = Math.min(few, Math.min(Tuning.LARGEST_BLOCK, fitting));
    return most < Tuning.BLOCK_STEP
        ? Math.max(nr, most / nr * nr)
        : most / Tuning.BLOCK_STEP * Tuning.BLOCK_STEP;
  }

  /** What an object takes of the heap. */
  static long heapBytes(int features, int units, Shards largest, BlockSizes sizes) {
    int block = blockFeatures(features, units, sizes.nr());
    return AlignedFloats.heapBytes((long) Rows.stride(block) * largest.shardSize())
        + HeapBytes.floats(leftFloats(block))
        + HeapBytes.array(DropoutKernel.WORDS, Integer.BYTES)
        + WeightSums.heapBytes(
            WeightSums.partFloats(block, units),
            WeightSums.transposedFloats(block, units),
            largest,
            sizes);
  }

  /** A block may begin behind the unit with which masks begin, and ends before a whole vector. */
  private static int leftFloats(int block) {
    return Packing.roundUp(block + DropoutMask.UNITS, Kernels.LANES);
  }

  void reserve(Shards largest, int units) {
    int block = blockFeatures(values.features(), units, sizes.nr());
    sums.reserve(largest, block, units);
    long needed = (long) Rows.stride(block) * largest.shardSize();
    if (copy.length < AlignedFloats.FIRST + needed) {
      copy = AlignedFloats.allocate(needed);
      left = new float[leftFloats(block)];
    }
  }

  /** As {@link FirstLayer#sumBlock}. */
  void sum(
      GradientPart part,
      Step step,
      Activations rows,
      int units,
      float[] gradient,
      int gradientOffset) {
    Shards shards = step.shards;
    int inputs = part.inputs();
    int stride = Rows.stride(inputs);
    boolean overInputs = FeatureLanes.pay(inputs, units, shards.samples(), sizes);
    sums.begin(1, inputs, overInputs, 0, overInputs ? units : Rows.width(units));
    for (int shard = 0; shard < shards.count(); shard++) {
      int first = shards.start(shard);
      for (int row = 0; row < shards.size(shard); row++) {
        copy(step.batch, step.first + first + row, part, AlignedFloats.FIRST + row * stride);
      }
      sums.add(
          shard,
          shards,
          copy,
          AlignedFloats.FIRST,
          stride,
          rows.memory,
          rows.gradient(1, first),
          rows.stride(1));
    }
    sums.end(gradient, gradientOffset);
  }

  /** Copies the features of a block, of which some may be dropped. */
  private void copy(Batch batch, int place, GradientPart part, int to) {
    int sample = batch.order()[place];
    int inputs = part.inputs();
    if (!batch.drops(0)) {
      DenseFirstLayer.copy(values, kernels, sample, part.from(), inputs, copy, to);
      return;
    }
    int skipped = part.from() % DropoutMask.UNITS;
    int first = part.from() - skipped;
    int lanes = Packing.roundUp(skipped + inputs, Kernels.LANES);
    DenseFirstLayer.copy(values, kernels, sample, first, skipped + inputs, left, 0);
    batch.dropout().apply(0, first, place, 1, left, 0, 0, lanes, words);
    System.arraycopy(left, skipped, copy, to, inputs);
  }
}
