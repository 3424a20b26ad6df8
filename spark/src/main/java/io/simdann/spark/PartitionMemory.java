package io.simdann.spark;

import io.simdann.data.Features;
import io.simdann.gemm.BlockSizes;
import io.simdann.kernel.CpuFacts;
import io.simdann.kernel.HeapBytes;
import io.simdann.kernel.Kernels;
import io.simdann.nn.NetworkSpec;
import io.simdann.parallel.Shards;
import io.simdann.sparse.SparseSamples;
import io.simdann.step.GradientLayout;
import io.simdann.step.GradientSlots;
import io.simdann.step.PackedSamples;
import io.simdann.step.PackedSamplesPlan;
import io.simdann.step.ShardPass;
import io.simdann.step.TrainingWeights;

/**
 * The heap that a partition takes on its executor, in bytes: what {@link PackedPartition} and what
 * it is made of say that they allocate. It is less than a quarter more than what is used, and some
 * megabytes.
 */
final class PartitionMemory {
  /** The result of a task, as an object and serialized, while Spark copies it. */
  private static final int RESULT_COPIES = 3;

  /** All objects that are neither samples nor as large as a network's layer. */
  private static final int SMALL_OBJECTS = 1 << 16;

  /** G1 leaves the ends of regions empty, about half the length of the arrays in them. */
  private static final int PART_LEFT_EMPTY = 32;

  private final BatchLayout layout;
  private final NetworkSpec spec;
  private final boolean bytes;
  private final int weightArrays;
  private final int samples;
  private final Shards shards;
  private final int from;
  private final int to;

  /**
   * That of a partition.
   *
   * @param layout the layout
   * @param partition the partition
   * @param spec the network
   * @param bytes whether samples are bytes
   * @param weightArrays how many weights are kept of each sample, while it is packed
   */
  PartitionMemory(
      BatchLayout layout, int partition, NetworkSpec spec, boolean bytes, int weightArrays) {
    this.layout = layout;
    this.spec = spec;
    this.bytes = bytes;
    this.weightArrays = weightArrays;
    this.samples = layout.partitionSamples(partition);
    this.shards = layout.shards(0);
    this.from = layout.firstShard(0, partition);
    this.to = layout.firstShard(0, partition + 1);
  }

  /** The samples as they are gathered, zeros included. */
  long gathered() {
    return HeapBytes.array((long) samples * spec.inputs(), ValueArrays.valueBytes(bytes));
  }

  /**
   * Each sample's class, place, weight and, for dropout, number, the network's weights and sums of
   * gradients: known before the samples are.
   */
  long network() {
    return (spec.hasDropout() ? 3 : 2) * HeapBytes.array(samples, Integer.BYTES)
        + weightArrays * HeapBytes.floats(samples)
        + TrainingWeights.heapBytes(spec)
        + GradientSlots.heapBytes(to - from, 1, GradientLayout.floats(spec))
        + SMALL_OBJECTS;
  }

  /** What a step makes besides and sends to the driver: a gradient for each subtree. */
  long results() {
    int gradients = Subtrees.split(from, to, shards.count()).length;
    return RESULT_COPIES * gradients * HeapBytes.floats(GradientLayout.floats(spec));
  }

  /**
   * What packing adds to the gathered samples, and what works on them.
   *
   * @param values the gathered samples
   * @param kernels the kernel set
   */
  long packed(Features values, Kernels kernels) {
    CpuFacts cpu = CpuFacts.here();
    PackedSamplesPlan plan =
        PackedSamplesPlan.of(values, PackedSamples.Zeros.BY_DENSITY.in(spec), cpu);
    long entries = plan.sparse() ? SparseSamples.countNonZeros(values) : 0;
    int tile = ShardPass.tileSamples(spec, kernels, plan, cpu);
    int shardSamples = Math.min(samples, shards.shardSize());
    long told =
        plan.heapBytes(entries)
            + (layout.isFullBatch() ? plan.tileCacheBytes(entries, shards, from, to, tile) : 0)
            + ShardPass.heapBytes(
                spec, kernels, BlockSizes.of(kernels, cpu), plan, cpu, shardSamples);
    return told + told / PART_LEFT_EMPTY;
  }
}
