package io.simdann.bench.compare;

import io.simdann.train.Adam;
import io.simdann.train.OptimizerSettings;
import io.simdann.train.Sgd;

/** How a step makes new parameters of a gradient. */
enum StepMethod {
  SGD(new Sgd(0.1), 1e-3),

  /**
   * A first step goes as far for a gradient that is nothing but rounding as for any other, and
   * either way.
   */
  ADAM(new Adam(0.001), 0.05);

  private final OptimizerSettings settings;
  private final double tolerance;

  StepMethod(OptimizerSettings settings, double tolerance) {
    this.settings = settings;
    this.tolerance = tolerance;
  }

  /** How far apart results of a few steps may be, relative to the largest. */
  double tolerance() {
    return tolerance;
  }

  OptimizerSettings settings() {
    return settings;
  }

  double learningRate() {
    return settings.learningRate();
  }
}
