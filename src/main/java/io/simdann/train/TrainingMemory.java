package io.simdann.train;

import io.simdann.data.Features;
import io.simdann.gemm.BlockSizes;
import io.simdann.kernel.AlignedFloats;
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
import io.simdann.step.ParameterMajorPlan;
import io.simdann.step.PlanChoice;
import io.simdann.step.ShardPass;
import io.simdann.step.TrainingWeights;
import java.util.Locale;

/**
 * What a training on this machine allocates before its first iteration, counted before anything is
 * packed, and whether the heap has room for it.
 */
final class TrainingMemory {
  /** Parameters: before and after an iteration, and those of a model being saved. */
  private static final int PARAMETER_COPIES = 3;

  private static final int MEGABYTE = 1 << 20;

  private final Features values;
  private final NetworkSpec spec;
  private final Kernels kernels;
  private final int threads;
  private final EpochPlan epochPlan;
  private final Minimizer minimizer;
  private final boolean weighted;
  private final CpuFacts cpu = CpuFacts.here();
  private final BlockSizes sizes;
  private final PackedSamplesPlan plan;

  /**
   * That of a training.
   *
   * @param values the samples
   * @param spec the network
   * @param kernels the kernel set
   * @param threads the threads
   * @param epochPlan the batches
   * @param minimizer what makes the iterations
   * @param weighted whether samples have weights, or their classes
   */
  TrainingMemory(
      Features values,
      NetworkSpec spec,
      Kernels kernels,
      int threads,
      EpochPlan epochPlan,
      Minimizer minimizer,
      boolean weighted) {
    this.values = values;
    this.spec = spec;
    this.kernels = kernels;
    this.threads = threads;
    this.epochPlan = epochPlan;
    this.minimizer = minimizer;
    this.weighted = weighted;
    this.sizes = BlockSizes.of(kernels, cpu);
    this.plan = PackedSamplesPlan.of(values, PackedSamples.Zeros.BY_DENSITY.in(spec), cpu);
  }

  /**
   * Makes sure that there is room.
   *
   * @throws TrainingTooLargeException if an array would be too long, or the heap is too small
   */
  void require() {
    requireArrays();
    HeapRoom room = HeapRoom.here();
    // Values need not be counted where there is room for all of them.
    if (!room.surelyHas(withoutEntries() + entryBytes(valueCount()))) {
      requireHeap(room, bytes());
    }
  }

  private void requireHeap(HeapRoom room, long needed) {
    long enough = room.enoughFor(needed, sampleBytes());
    if (enough > room.max()) {
      throw new TrainingTooLargeException(
          String.format(
              Locale.ROOT,
              "training %s on %d samples takes %d MB of heap beside the %d MB of the samples, but"
                  + " java may use %d MB in all: give it -Xmx%dm, or use fewer samples, smaller"
                  + " layers, smaller batches or fewer threads",
              spec,
              values.samples(),
              megabytes(needed),
              megabytes(sampleBytes()),
              megabytes(room.max()),
              megabytes(room.option(enough))));
    }
  }

  private static long megabytes(long bytes) {
    return (bytes + MEGABYTE - 1) / MEGABYTE;
  }

  /**
   * What is going to be allocated.
   *
   * @return bytes of heap
   */
  long bytes() {
    return withoutEntries() + entryBytes(plan.sparse() ? SparseSamples.countNonZeros(values) : 0);
  }

  /** The arrays that grow with the network and its batches; the others are never longer. */
  private void requireArrays() {
    requireArray("gradient has", GradientLayout.floats(spec));
    requireArray("weights, packed, have", TrainingWeights.floats(spec));
    requireArray(
        "activations for a tile of samples have", ShardPass.tileFloats(spec, kernels, plan, cpu));
  }

  private void requireArray(String what, long floats) {
    if (floats > AlignedFloats.mostFloats()) {
      throw new TrainingTooLargeException(
          String.format(
              Locale.ROOT,
              "a network %s is too large: its %s %d floats, padding included, and at most %d fit an"
                  + " array; use smaller layers",
              spec,
              what,
              floats,
              AlignedFloats.mostFloats()));
    }
  }

  private long valueCount() {
    return (long) values.samples() * values.features();
  }

  /** The samples as they were read. */
  private long sampleBytes() {
    return HeapBytes.array(valueCount(), values.valueBytes());
  }

  /** Full batches, and the shorter one at the end of an epoch, if there is one. */
  private Shards[] batches() {
    int size = epochPlan.batchSize();
    int rest = values.samples() % size;
    return rest == 0
        ? new Shards[] {Shards.of(size)}
        : new Shards[] {Shards.of(size), Shards.of(rest)};
  }

  private boolean isParameterMajor(Shards shards) {
    boolean full = shards.samples() == values.samples();
    return new PlanChoice(spec, kernels, plan.sparse(), cpu).isParameterMajor(shards, full);
  }

  /** What grows with the values that are kept. */
  private long entryBytes(long entries) {
    Shards shards = Shards.of(values.samples());
    long tiles =
        epochPlan.fullBatch()
            ? plan.tileCacheBytes(
                entries, shards, 0, shards.count(), ShardPass.tileSamples(spec, kernels, plan, cpu))
            : 0;
    return plan.heapBytes(entries) + tiles;
  }

  /** All that doesn't. */
  private long withoutEntries() {
    GradientLayout layout = new GradientLayout(spec, kernels, values.scale());
    long batches = 0;
    long gradients = 0;
    int mostParameters = layout.mostParameters();
    int shardSamples = 0;
    for (Shards shards : batches()) {
      if (!isParameterMajor(shards)) {
        gradients =
            Math.max(gradients, GradientSlots.heapBytes(shards.count(), threads, layout.size()));
        shardSamples = Math.max(shardSamples, Math.min(shards.samples(), shards.shardSize()));
      } else {
        batches =
            Math.max(
                batches,
                ParameterMajorPlan.heapBytes(spec, kernels, sizes, plan, cpu, threads, shards));
        mostParameters =
            Math.max(mostParameters, ParameterMajorPlan.mostParameters(spec, plan, sizes));
      }
    }
    long eachThread =
        ShardPass.heapBytes(spec, kernels, sizes, plan, cpu, shardSamples)
            + HeapBytes.floats(mostParameters);
    // The order of the samples twice, that of an epoch and the one in use; a cost of each; and, if
    // there are weights, that of each and what it adds to those that are classified correctly.
    return 2 * HeapBytes.array(values.samples(), Integer.BYTES)
        + HeapBytes.floats(values.samples())
        + (weighted ? 2 * HeapBytes.floats(values.samples()) : 0)
        + PARAMETER_COPIES * HeapBytes.floats(spec.parameterCount())
        + minimizer.heapBytes(spec.parameterCount())
        + TrainingWeights.heapBytes(spec)
        + gradients
        + batches
        + threads * eachThread;
  }
}
