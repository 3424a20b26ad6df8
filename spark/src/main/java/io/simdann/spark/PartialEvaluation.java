package io.simdann.spark;

import java.io.Serializable;
import java.util.stream.DoubleStream;

/**
 * What a partition adds to an evaluation: sums over its subtrees, as {@link Subtrees#split} cuts
 * them, of one batch after another.
 */
final class PartialEvaluation implements Serializable {

  private static final long serialVersionUID = 1L;

  final double[] costs;

  /** The weights of the samples that are classified correctly. */
  final double[] correct;

  /** The weights of all samples. */
  final double[] weights;

  private PartialEvaluation(double[] costs, double[] correct, double[] weights) {
    this.costs = costs;
    this.correct = correct;
    this.weights = weights;
  }

  /** Collects the sums. */
  static final class Builder {
    private final DoubleStream.Builder costs = DoubleStream.builder();
    private final DoubleStream.Builder correct = DoubleStream.builder();
    private final DoubleStream.Builder weights = DoubleStream.builder();

    /** Adds a subtree. */
    void add(double cost, double correctWeight, double weight) {
      costs.add(cost);
      correct.add(correctWeight);
      weights.add(weight);
    }

    PartialEvaluation build() {
      return new PartialEvaluation(
          costs.build().toArray(), correct.build().toArray(), weights.build().toArray());
    }
  }
}
