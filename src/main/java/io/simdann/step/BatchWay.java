package io.simdann.step;

import io.simdann.kernel.CpuFacts;
import io.simdann.kernel.Kernels;
import io.simdann.nn.NetworkSpec;
import io.simdann.parallel.Shards;
import io.simdann.sparse.FeatureLists;

/** How a batch is processed; the bits are the same either way. */
public enum BatchWay {

  /** By a {@link BatchPass}, whose steps may be too small to share out. */
  SMALL(4),

  /** By a {@link BatchPass}, since the shards' gradients would take much memory. */
  WIDE(8),

  /** By a {@link ShardPass} for each shard. */
  SHARDS(Integer.MAX_VALUE);

  /** The most samples of a small batch's shard. */
  private static final int SMALL_SHARD = 64;

  /** Caches of the second level that the gradients of a wide network's shards fill. */
  private static final int MANY_CACHES = 8;

  private final int mostShards;

  BatchWay(int mostShards) {
    this.mostShards = mostShards;
  }

  /** The most shards of a batch that goes this way. */
  int mostShards() {
    return mostShards;
  }

  /**
   * The way of a batch. Samples must be packed without zeros for any but {@link #SHARDS}.
   *
   * <ul>
   *   <li>{@link #SMALL}: at most 4 shards of at most 64 samples, whose activations fit the
   *       second-level cache;
   *   <li>{@link #WIDE}: else, more than one shard and at most 128 samples in each, whose gradients
   *       would fill that cache 8 times, and have twice as many floats as the activations.
   * </ul>
   *
   * @param shards the batch's shards
   * @param inputs the packed samples
   * @param spec the network
   * @param kernels the kernel set
   * @param cpu the cache sizes
   * @return the way
   */
  public static BatchWay of(
      Shards shards, PackedSamples inputs, NetworkSpec spec, Kernels kernels, CpuFacts cpu) {
    return inputs instanceof SparsePackedSamples ? ofSparse(shards, spec, kernels, cpu) : SHARDS;
  }

  /**
   * The way of a batch whose samples are going to be packed.
   *
   * @param shards the batch's shards
   * @param plan how the samples are going to be packed
   * @param spec the network
   * @param kernels the kernel set
   * @param cpu the cache sizes
   * @return the way
   */
  public static BatchWay of(
      Shards shards, PackedSamplesPlan plan, NetworkSpec spec, Kernels kernels, CpuFacts cpu) {
    return plan.sparse() ? ofSparse(shards, spec, kernels, cpu) : SHARDS;
  }

  private static BatchWay ofSparse(Shards shards, NetworkSpec spec, Kernels kernels, CpuFacts cpu) {
    long activations = shards.samples() * Activations.floatsPerSample(spec, kernels);
    if (shards.count() <= SMALL.mostShards
        && shards.shardSize() <= SMALL_SHARD
        && activations * Float.BYTES <= cpu.l2Bytes()) {
      return SMALL;
    }
    long gradients = (long) shards.count() * spec.parameterCount();
    // 1024 samples make 8 shards of 128; fewer make no more.
    boolean wide =
        shards.count() > 1
            && shards.shardSize() <= FeatureLists.LARGEST_SHARD
            && gradients * Float.BYTES >= MANY_CACHES * (long) cpu.l2Bytes()
            && gradients >= 2 * activations;
    return wide ? WIDE : SHARDS;
  }
}
