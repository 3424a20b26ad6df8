package io.simdann.train;

import io.simdann.kernel.Kernels;
import io.simdann.step.Optimizer;

/** Which optimizer a training uses, with its settings: immutable, equal by value. */
public sealed interface OptimizerSettings permits Sgd, Rmsprop, Adam {

  /**
   * The name.
   *
   * @return lower case, for example {@code adam}
   */
  String name();

  /**
   * The learning rate, before any schedule.
   *
   * @return the step per unit of mean gradient, finite and greater than 0
   */
  double learningRate();

  /**
   * The same optimizer with another learning rate.
   *
   * @param rate finite and greater than 0
   * @return the settings
   * @throws IllegalArgumentException if it is anything else
   */
  OptimizerSettings withLearningRate(double rate);

  /**
   * A new optimizer.
   *
   * @param kernels the kernel set
   * @param regularization what is done with gradients before
   * @return an optimizer for one run
   * @hidden internal
   */
  Optimizer create(Kernels kernels, Regularization regularization);
}
