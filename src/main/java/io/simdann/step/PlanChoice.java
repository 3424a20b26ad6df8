package io.simdann.step;

import io.simdann.kernel.AlignedFloats;
import io.simdann.kernel.CpuFacts;
import io.simdann.kernel.Kernels;
import io.simdann.nn.NetworkSpec;
import io.simdann.parallel.Shards;
import io.simdann.sparse.FeatureLists;

/**
 * Which batches go by the {@link ParameterMajorPlan}, and which by the {@link TileMajorPlan}; the
 * bits are the same either way.
 *
 * @param spec the network
 * @param kernels the kernel set
 * @param sparse whether samples are packed without zeros
 * @param cpu the cache sizes
 */
public record PlanChoice(NetworkSpec spec, Kernels kernels, boolean sparse, CpuFacts cpu) {
  /**
   * Whether a batch goes by the {@link ParameterMajorPlan}: one whose gradients, one for each
   * shard, would take much more room than its activations, since the batch is small or the network
   * wide.
   *
   * <p>Samples without zeros are listed by shard there, which takes shards of at most 128; and they
   * are kept by feature for a batch that comes again and again, as the full batch does. Activations
   * that no array holds are not kept.
   *
   * <p>Of at most 64 shards, activations that are kept have at most 26 times as many floats as the
   * parameters, however many samples there are.
   *
   * @param shards the batch's shards
   * @param full whether it is all samples
   * @return false if it goes by the {@link TileMajorPlan}
   */
  public boolean isParameterMajor(Shards shards, boolean full) {
    if (sparse && (full || shards.shardSize() > FeatureLists.LARGEST_SHARD)) {
      return false;
    }
    long floats = Activations.floatsPerSample(spec, kernels);
    if ((shards.samples() + kernels.nr()) * floats > AlignedFloats.mostFloats()) {
      return false;
    }
    long gradients = (long) shards.count() * spec.parameterCount();
    return gradients >= Tuning.GRADIENT_RATIO * shards.samples() * floats;
  }

  /** Whether the activations of so many samples fit the second-level cache. */
  boolean fitsCache(int samples) {
    return samples * Activations.floatsPerSample(spec, kernels) * Float.BYTES <= cpu.l2Bytes();
  }
}
