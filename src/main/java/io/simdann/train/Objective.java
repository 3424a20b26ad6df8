package io.simdann.train;

import io.simdann.nn.NetworkSpec;
import io.simdann.step.BlockSums;
import io.simdann.step.GradientEngine;

/**
 * The mean loss over all samples with the penalty l2/2·Σw² over the weights, without biases, and
 * its gradient.
 */
final class Objective {
  private final GradientEngine engine;
  private final NetworkSpec spec;
  private final double l2;
  private final BlockSums sums;
  private double costSum;

  Objective(GradientEngine engine, NetworkSpec spec, double l2, BlockSums sums) {
    this.engine = engine;
    this.spec = spec;
    this.l2 = l2;
    this.sums = sums;
  }

  /** What sums over the samples are divided by. */
  private double weightSum() {
    double sum = engine.batchWeight();
    // With weights that are all 0 the gradient is 0.
    return sum == 0 ? 1 : sum;
  }

  /**
   * Evaluates it.
   *
   * @param parameters the flat parameters
   * @param gradient overwritten with the gradient, computed of the engine's sum in float64 and
   *     rounded once
   * @return the value
   */
  double evaluate(float[] parameters, float[] gradient) {
    costSum = engine.gradient(parameters, 0, engine.samples(), gradient);
    double weightSum = weightSum();
    double squares = 0;
    for (int layer = 1; layer <= spec.layers(); layer++) {
      int weights = spec.weightOffset(layer);
      int biases = spec.biasOffset(layer);
      int end = biases + spec.size(layer);
      for (int i = weights; i < biases; i++) {
        gradient[i] = (float) (gradient[i] / weightSum + l2 * parameters[i]);
      }
      for (int i = biases; i < end; i++) {
        gradient[i] = (float) (gradient[i] / weightSum);
      }
      squares += l2 == 0 ? 0 : sums.dot(parameters, parameters, weights, biases);
    }
    return costSum / weightSum + l2 / 2 * squares;
  }

  /** The summed cost of the last evaluation, without the penalty. */
  double costSum() {
    return costSum;
  }
}
