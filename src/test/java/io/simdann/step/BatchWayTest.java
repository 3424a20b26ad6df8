package io.simdann.step;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.simdann.gemm.BlockSizes;
import io.simdann.kernel.CpuFacts;
import io.simdann.kernel.KernelSets;
import io.simdann.kernel.Kernels;
import io.simdann.nn.NetworkSpec;
import io.simdann.parallel.Shards;
import io.simdann.parallel.WorkerTeam;
import io.simdann.sparse.FeatureLists;
import io.simdann.sparse.SampleValues;
import org.junit.jupiter.api.Test;

/** What a way computes is tested by way of the engine, against the canonical step. */
class BatchWayTest {
  private static final Kernels KERNELS = KernelSets.widest();

  /** 2 x 64 + 16 floats, 576 bytes for each sample. */
  private static final NetworkSpec NARROW = NetworkSpec.of(20, 50, 10);

  private static final NetworkSpec WIDE = NetworkSpec.of(20, 1024, 1024, 10);

  @Test
  void batchesAreSmallWhoseActivationsFitTheSecondLevelCache() {
    assertEquals(BatchWay.SMALL, way(1, NARROW, 100 * 576));
    assertEquals(BatchWay.SMALL, way(100, NARROW, 100 * 576));
    assertEquals(BatchWay.SHARDS, way(101, NARROW, 100 * 576));
  }

  @Test
  void batchesOfManyShardsAreNotSmallHoweverLargeTheCache() {
    assertEquals(4, Shards.of(256).count());
    assertEquals(BatchWay.SMALL, way(256, NARROW, 1 << 30));
    assertEquals(BatchWay.SHARDS, way(257, NARROW, 1 << 30));
  }

  @Test
  void samplesWithTheirZerosGoByShards() {
    PackedSamples dense = inputs(PackedSamples.Zeros.DENSE);
    assertEquals(
        BatchWay.SHARDS, BatchWay.of(Shards.of(1), dense, NARROW, Engines.scalar(), cpu(1 << 20)));
    assertEquals(
        BatchWay.SHARDS, BatchWay.of(Shards.of(1024), dense, WIDE, Engines.scalar(), cpu(1 << 20)));
  }

  @Test
  void aNetworkIsWideWhoseGradientsAreMuchLargerThanTheCacheAndTheActivations() {
    assertEquals(BatchWay.WIDE, way(1024, WIDE, 1 << 20));
    assertEquals(BatchWay.WIDE, way(300, WIDE, 1 << 20));
    // A single shard, whose activations don't fit.
    assertEquals(BatchWay.SHARDS, way(64, WIDE, 1 << 18));
    // Shards of 160 samples.
    assertEquals(BatchWay.SHARDS, way(1025, WIDE, 1 << 20));
    // Gradients that the cache nearly holds.
    assertEquals(BatchWay.SHARDS, way(1024, WIDE, 1 << 26));
    // Activations of 1024 · 640 floats, gradients of 8 · 121 thousand.
    assertEquals(BatchWay.SHARDS, way(1024, NetworkSpec.of(20, 300, 300, 10), 1 << 18));
  }

  /** On which the buffers of a batch that holds smaller ones rely. */
  @Test
  void noSmallerBatchHasMoreShardsThanAWayAllows() {
    for (int samples = 1; samples <= 1024; samples++) {
      assertTrue(Shards.of(samples).count() <= BatchWay.WIDE.mostShards());
      assertTrue(Shards.of(samples).shardSize() <= FeatureLists.LARGEST_SHARD);
      assertTrue(samples > 256 || Shards.of(samples).count() <= BatchWay.SMALL.mostShards());
    }
  }

  private static BatchWay way(int samples, NetworkSpec spec, int l2Bytes) {
    PackedSamples inputs = inputs(PackedSamples.Zeros.LEFT_OUT);
    return BatchWay.of(Shards.of(samples), inputs, spec, Engines.scalar(), cpu(l2Bytes));
  }

  private static CpuFacts cpu(int l2Bytes) {
    return new CpuFacts("a test's", 1, 32 << 10, l2Bytes);
  }

  private static PackedSamples inputs(PackedSamples.Zeros zeros) {
    SampleValues values = new SampleValues(new byte[100], null, 20, 5);
    CpuFacts cpu = CpuFacts.here();
    try (WorkerTeam team = WorkerTeam.ofThreads(1)) {
      return PackedSamples.of(values, zeros, KERNELS, BlockSizes.of(KERNELS, cpu), cpu, team);
    }
  }
}
