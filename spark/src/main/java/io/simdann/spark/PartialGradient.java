package io.simdann.spark;

import java.io.Serializable;

/**
 * What a partition adds to the gradient of a batch: the sums of those subtrees of the fixed tree
 * whose shards it has.
 */
final class PartialGradient implements Serializable {

  private static final long serialVersionUID = 1L;

  /** The first shard of each subtree, ascending. */
  final int[] firstShards;

  /** The gradient of each subtree, in the layout of {@link io.simdann.step.GradientLayout}. */
  final float[][] gradients;

  /** The cost of each subtree. */
  final double[] costs;

  /** The sum of the weights of each subtree's samples. */
  final double[] weights;

  PartialGradient(int[] firstShards, float[][] gradients, double[] costs, double[] weights) {
    this.firstShards = firstShards;
    this.gradients = gradients;
    this.costs = costs;
    this.weights = weights;
  }
}
