package io.simdann.spark;

import io.simdann.gemm.BlockSizes;
import io.simdann.gemm.Rows;
import io.simdann.kernel.AlignedFloats;
import io.simdann.kernel.CpuFacts;
import io.simdann.kernel.HeapBytes;
import io.simdann.kernel.Kernels;
import io.simdann.nn.NetworkSpec;
import io.simdann.sparse.SampleValues;
import io.simdann.sparse.SparseSamples;
import io.simdann.sparse.SparseTile;
import io.simdann.step.GradientLayout;
import io.simdann.step.TrainingWeights;
import io.simdann.step.Tuning;
import java.util.Arrays;

/**
 * The heap that a partition takes on its executor, in bytes: what {@link PackedPartition} and what
 * it is made of allocate, large arrays counted with what the collector adds to them. It is less
 * than a quarter more than what is used, and some megabytes.
 */
final class PartitionMemory {

  /** A lower bound of the samples of a tile but the last of a shard. */
  private static final int SMALLEST_TILE = 80;

  private static final int LARGEST_TILE = 160;

  /** Samples for each place of the cache of tiles. */
  private static final int CACHE_STEP = 16;

  /** The result of a task, as an object and serialized, while Spark copies it. */
  private static final int RESULT_COPIES = 3;

  /** All objects that are neither samples nor as large as a network's layer. */
  private static final int SMALL_OBJECTS = 1 << 16;

  /** Scratch tiles of the products. */
  private static final int SCRATCHES = 3;

  private final BatchLayout layout;
  private final int partition;
  private final NetworkSpec spec;
  private final long valueBytes;
  private final int samples;

  /**
   * That of a partition.
   *
   * @param layout the layout
   * @param partition the partition
   * @param spec the network
   * @param bytes whether samples are bytes
   */
  PartitionMemory(BatchLayout layout, int partition, NetworkSpec spec, boolean bytes) {
    this.layout = layout;
    this.partition = partition;
    this.spec = spec;
    this.valueBytes = bytes ? 1 : Float.BYTES;
    this.samples = layout.partitionSamples(partition);
  }

  /** The samples as they are gathered, zeros included. */
  long gathered() {
    return HeapBytes.array(valueBytes * samples * spec.inputs(), 1);
  }

  /**
   * Each sample's class and place; weights, sums of gradients, and what the network keeps of a
   * tile. Known before there are samples.
   */
  long network() {
    int to = layout.firstShard(0, partition + 1);
    int shards = layout.shards(0).count();
    int highest =
        Arrays.stream(subtrees()).map(first -> Subtrees.height(first, to, shards)).max().orElse(0);
    long tile = 0;
    long widest = 0;
    // Sums of weight gradients with lanes over inputs, counted even where these don't pay.
    long transposed = 0;
    for (int layer = 1; layer <= spec.layers(); layer++) {
      int inputs = spec.size(layer - 1);
      int outputs = spec.size(layer);
      long stride = Rows.stride(outputs);
      transposed += layer == 1 ? 0 : AlignedFloats.heapBytes((long) outputs * Rows.stride(inputs));
      tile += 2 * stride;
      widest = Math.max(widest, stride);
    }
    return 2 * HeapBytes.array(samples, Integer.BYTES)
        + TrainingWeights.heapBytes(spec)
        + (1 + highest) * AlignedFloats.heapBytes(GradientLayout.floats(spec))
        + AlignedFloats.heapBytes(LARGEST_TILE * tile)
        + HeapBytes.floats(Kernels.SUM_WAYS * tile)
        + AlignedFloats.heapBytes(LARGEST_TILE * widest)
        + SCRATCHES * AlignedFloats.heapBytes(0)
        + transposed
        + SMALL_OBJECTS;
  }

  /** What a step makes besides and sends to the driver: a gradient for each subtree. */
  long results() {
    return RESULT_COPIES * subtrees().length * HeapBytes.floats(GradientLayout.floats(spec));
  }

  private int[] subtrees() {
    return Subtrees.split(
        layout.firstShard(0, partition),
        layout.firstShard(0, partition + 1),
        layout.shards(0).count());
  }

  /**
   * What packing adds to the gathered samples: without zeros, the entries of each sample and, where
   * all batches are full ones, those of each tile by feature; else the rows of a tile.
   *
   * @param values the gathered samples
   */
  long packed(SampleValues values) {
    int features = values.features();
    double density = SparseSamples.density(values);
    if (density > Tuning.DENSEST_SPARSE) {
      return AlignedFloats.heapBytes((long) LARGEST_TILE * Rows.stride(features));
    }
    int block = BlockSizes.sparseBlock(density >= Tuning.LONG_LISTS, CpuFacts.here());
    long entries = values.countNonZeros();
    long ofAll = SparseSamples.heapBytes(values, block, entries);
    if (!layout.isFullBatch()) {
      return ofAll;
    }
    long shards = layout.firstShard(0, partition + 1) - layout.firstShard(0, partition);
    long tiles = samples / SMALLEST_TILE + shards;
    return ofAll
        + SparseTile.heapBytes(values, entries, tiles)
        + HeapBytes.array(samples / CACHE_STEP, Long.BYTES);
  }
}
