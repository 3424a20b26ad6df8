package io.simdann.spark;

import io.simdann.kernel.Kernels;
import io.simdann.parallel.PairwiseReduction;
import io.simdann.parallel.WorkerTeam;
import io.simdann.step.GradientLayout;
import io.simdann.step.GradientTarget;
import java.util.List;

/**
 * The driver's part of a step: the partitions' sums are added in the fixed tree, each thread of a
 * team its ranges of the gradient, and each range goes to where it is wanted while it is in the
 * caches.
 */
final class GradientSum {
  private final Kernels kernels;
  private final GradientLayout layout;
  private final WorkerTeam team;
  private final WorkerTeam.Task addRange = this::addRange;

  /** By the first shard of each subtree; null elsewhere. */
  private float[][] gradients;

  private GradientTarget target;

  GradientSum(Kernels kernels, GradientLayout layout, WorkerTeam team) {
    this.kernels = kernels;
    this.layout = layout;
    this.team = team;
  }

  /**
   * Adds what the partitions have of a batch.
   *
   * @param parts what they have; used up
   * @param shards the shards of the batch
   * @param newTarget where the gradient goes
   * @return the cost of the batch
   */
  double add(List<PartialGradient> parts, int shards, GradientTarget newTarget) {
    gradients = new float[shards][];
    double[] costs = new double[shards];
    for (PartialGradient part : parts) {
      for (int i = 0; i < part.firstShards.length; i++) {
        gradients[part.firstShards[i]] = part.gradients[i];
        costs[part.firstShards[i]] = part.costs[i];
      }
    }
    target = newTarget;
    target.reserve(layout.mostParameters());
    team.run(layout.tasks(), addRange);
    target.finishAll();
    gradients = null;
    // To add what was added within its subtree is to add 0, which no cost's sign minds.
    return PairwiseReduction.sum(costs, shards);
  }

  /**
   * Adds the weights of a batch's samples.
   *
   * @param parts what the partitions have of it
   * @param shards the shards of the batch
   * @return the sum
   */
  static double weightSum(List<PartialGradient> parts, int shards) {
    double[] weights = new double[shards];
    for (PartialGradient part : parts) {
      for (int i = 0; i < part.firstShards.length; i++) {
        weights[part.firstShards[i]] = part.weights[i];
      }
    }
    return PairwiseReduction.sum(weights, shards);
  }

  private void addRange(int task, int worker) {
    int start = layout.start(task);
    int count = layout.start(task + 1) - start;
    PairwiseReduction.forEachPair(
        gradients.length,
        (into, from) -> {
          // What isn't there was added within its subtree.
          if (gradients[from] != null) {
            kernels.add(gradients[into], start, gradients[from], start, count);
          }
        });
    int from = layout.parameterStart(task);
    layout.unpack(task, gradients[0], 0, target.array(worker), target.offset(from));
    target.finish(from, layout.parameterStart(task + 1), worker);
  }
}
