package io.simdann.train;

import io.simdann.kernel.Kernels;
import io.simdann.step.Optimizer;

/** An optimizer that makes one update from each gradient, each parameter on its own. */
public sealed interface FirstOrderSettings extends OptimizerSettings permits Sgd, Rmsprop, Adam {

  @Override
  FirstOrderSettings withLearningRate(double rate);

  /**
   * A new optimizer.
   *
   * @param kernels the kernel set
   * @param regularization what is done with gradients before
   * @return an optimizer for one run
   * @hidden internal
   */
  Optimizer create(Kernels kernels, Regularization regularization);

  /**
   * {@inheritDoc}
   *
   * @hidden internal
   */
  @Override
  default Minimizer minimizer(Kernels kernels, Regularization regularization) {
    return new FirstOrder(create(kernels, regularization));
  }
}
