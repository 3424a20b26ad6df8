package io.simdann.step;

import io.simdann.kernel.Kernels;
import io.simdann.train.Regularization;
import io.simdann.train.Sgd;

/** Updates outside of a training loop, at one learning rate. */
public final class Descent {
  private final StepContext context = new StepContext(1);
  private final OptimizerState optimizer;

  /** By plain gradient descent. */
  public Descent(double rate, Kernels kernels) {
    this(rate, new OptimizerState(new Sgd(0.1).create(kernels, Regularization.NONE), 0));
  }

  /** By another optimizer. */
  Descent(double rate, OptimizerState optimizer) {
    context.begin(0, 0, rate);
    this.optimizer = optimizer;
  }

  /** One update; returns the cost. */
  public double update(
      GradientEngine engine, float[] parameters, int from, int to, float[] updated) {
    return engine.update(context, parameters, from, to, optimizer, updated);
  }
}
