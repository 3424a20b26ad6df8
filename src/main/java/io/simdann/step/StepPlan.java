package io.simdann.step;

import io.simdann.parallel.Shards;

/**
 * How the gradient of a batch is computed. The bits are the same whatever the plan: over the
 * samples of each shard, then over the shards in the {@link io.simdann.parallel.PairwiseReduction}.
 */
interface StepPlan {

  /**
   * Allocates what steps on batches of a size need, and no less than was there before.
   *
   * @param shards the batch's shards
   * @param target where gradients go
   */
  void reserve(Shards shards, GradientTarget target);

  /**
   * The gradient of a batch, by all threads of the team.
   *
   * @param step the parameters and the batch
   * @param target where the gradient goes
   * @param costs overwritten: the cost of each shard, the sum of −log(A[label] + 1e-8) over its
   *     samples
   */
  void run(Step step, GradientTarget target, double[] costs);
}
