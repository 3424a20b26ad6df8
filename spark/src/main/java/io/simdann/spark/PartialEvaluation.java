package io.simdann.spark;

import java.io.Serializable;

/** What a partition adds to an evaluation. */
final class PartialEvaluation implements Serializable {

  private static final long serialVersionUID = 1L;

  /** The costs of its subtrees, as {@link Subtrees#split} cuts them, of one batch after another. */
  final double[] costs;

  /** The samples that are classified correctly. */
  final int correct;

  PartialEvaluation(double[] costs, int correct) {
    this.costs = costs;
    this.correct = correct;
  }
}
