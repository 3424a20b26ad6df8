package io.simdann.spark;

import io.simdann.gemm.BlockSizes;
import io.simdann.gemm.Rows;
import io.simdann.gemm.SampleValues;
import io.simdann.gemm.SparseSamples;
import io.simdann.kernel.AlignedFloats;
import io.simdann.kernel.CpuFacts;
import io.simdann.kernel.Kernels;
import io.simdann.nn.Architecture;
import io.simdann.nn.Inputs;
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

  /** An object with some arrays and their headers. */
  private static final int TILE_HEADERS = 96;

  /** Samples for each place of the cache of tiles. */
  private static final int CACHE_STEP = 16;

  /** The result of a task, as an object and serialized, while Spark copies it. */
  private static final int RESULT_COPIES = 3;

  /** All objects that are neither samples nor as large as a network's layer. */
  private static final int SMALL_OBJECTS = 1 << 16;

  /** Scratch tiles of the products. */
  private static final int SCRATCHES = 3;

  /** The least length of aligned arrays, half a region of G1, if that is the collector. */
  private static final int LEAST_FLOATS = AlignedFloats.allocate(0).length;

  private static final long REGION = LEAST_FLOATS < 1024 ? 1 : 2L * Float.BYTES * LEAST_FLOATS;

  private final BatchLayout layout;
  private final int partition;
  private final Architecture architecture;
  private final long valueBytes;
  private final int samples;

  /**
   * That of a partition.
   *
   * @param layout the layout
   * @param partition the partition
   * @param architecture the network
   * @param bytes whether samples are bytes
   */
  PartitionMemory(BatchLayout layout, int partition, Architecture architecture, boolean bytes) {
    this.layout = layout;
    this.partition = partition;
    this.architecture = architecture;
    this.valueBytes = bytes ? 1 : Float.BYTES;
    this.samples = layout.partitionSamples(partition);
  }

  /** The samples as they are gathered, zeros included. */
  long gathered() {
    return array(valueBytes * samples * architecture.inputs());
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
    long weights = 0;
    long tile = 0;
    long widest = 0;
    // Sums of weight gradients with lanes over inputs, counted even where these don't pay.
    long transposed = 0;
    for (int layer = 1; layer <= architecture.layers(); layer++) {
      int inputs = architecture.size(layer - 1);
      int outputs = architecture.size(layer);
      long stride = Rows.stride(outputs);
      weights += (long) Rows.width(outputs) * inputs + stride;
      weights += layer == 1 ? 0 : (long) Rows.width(inputs) * outputs;
      transposed += layer == 1 ? 0 : aligned((long) outputs * Rows.stride(inputs));
      tile += 2 * stride;
      widest = Math.max(widest, stride);
    }
    return 2 * array((long) Integer.BYTES * samples)
        + aligned(weights)
        + (1 + highest) * aligned(gradientFloats())
        + aligned(LARGEST_TILE * tile)
        + array(Float.BYTES * Kernels.SUM_WAYS * tile)
        + aligned(LARGEST_TILE * widest)
        + SCRATCHES * aligned(0)
        + transposed
        + SMALL_OBJECTS;
  }

  /** What a step makes besides and sends to the driver: a gradient for each subtree. */
  long results() {
    return RESULT_COPIES * subtrees().length * array(Float.BYTES * gradientFloats());
  }

  private int[] subtrees() {
    return Subtrees.split(
        layout.firstShard(0, partition),
        layout.firstShard(0, partition + 1),
        layout.shards(0).count());
  }

  /** As many as {@link io.simdann.nn.GradientLayout} has. */
  private long gradientFloats() {
    long floats = 0;
    for (int layer = 1; layer <= architecture.layers(); layer++) {
      floats += (architecture.size(layer - 1) + 1L) * Rows.stride(architecture.size(layer));
    }
    return floats;
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
    if (density > Inputs.DENSEST_SPARSE) {
      return aligned((long) LARGEST_TILE * Rows.stride(features));
    }
    int block = BlockSizes.sparseBlock(density >= Inputs.LONG_LISTS, CpuFacts.here());
    long blocks = (features + block - 1) / block;
    long entries = nonZeros(values);
    long ofAll =
        array(Character.BYTES * entries)
            + (values.bytes() == null ? array(Float.BYTES * entries) : 0)
            + array(Integer.BYTES * (samples * blocks + 1));
    if (!layout.isFullBatch()) {
      return ofAll;
    }
    long shards = layout.firstShard(0, partition + 1) - layout.firstShard(0, partition);
    long tiles = samples / SMALLEST_TILE + shards;
    long ofTiles =
        entries * (Character.BYTES + (values.bytes() == null ? Float.BYTES : 0))
            + tiles * (Integer.BYTES * (features + 1L) + TILE_HEADERS)
            + array((long) Long.BYTES * samples / CACHE_STEP);
    return ofAll + ofTiles;
  }

  private static long nonZeros(SampleValues values) {
    long count = 0;
    if (values.bytes() != null) {
      for (byte value : values.bytes()) {
        count += value == 0 ? 0 : 1;
      }
    } else {
      for (float value : values.floats()) {
        count += value == 0f ? 0 : 1;
      }
    }
    return count;
  }

  /** Large arrays have regions of their own. */
  private static long array(long bytes) {
    return bytes < REGION / 2 ? bytes : (bytes + REGION - 1) / REGION * REGION;
  }

  private static long aligned(long floats) {
    return array(Float.BYTES * Math.max(LEAST_FLOATS, floats + 2L * AlignedFloats.FIRST));
  }
}
