package io.simdann.step;

import io.simdann.gemm.BlockSizes;
import io.simdann.kernel.CpuFacts;
import io.simdann.kernel.Kernels;
import io.simdann.nn.NetworkSpec;
import io.simdann.parallel.WorkerTeam;

/**
 * What the steps of a training have in common.
 *
 * @param spec the network
 * @param kernels the kernel set
 * @param cpu the cache sizes
 * @param sizes the block sizes for both
 * @param inputs the packed samples
 * @param layout where a shard's gradient lies
 * @param team who works
 */
record StepSetup(
    NetworkSpec spec,
    Kernels kernels,
    CpuFacts cpu,
    BlockSizes sizes,
    PackedSamples inputs,
    GradientLayout layout,
    WorkerTeam team) {

  /**
   * Runs a loop on the whole team, or, where a hand-off takes longer, on the calling thread alone.
   */
  void run(boolean shared, int tasks, WorkerTeam.Task task) {
    if (shared) {
      team.run(tasks, task);
      return;
    }
    for (int i = 0; i < tasks; i++) {
      task.run(i, 0);
    }
  }
}
