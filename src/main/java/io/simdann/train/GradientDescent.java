package io.simdann.train;

import io.simdann.kernel.Kernels;
import io.simdann.step.Optimizer;

/**
 * Plain gradient descent: W ← W − (learningRate / samples)·gradient. The quotient is computed in
 * float64 and rounded once.
 *
 * @param learningRate the step per unit of mean gradient, finite and greater than 0
 * @param kernels the kernel set
 * @hidden internal
 */
public record GradientDescent(double learningRate, Kernels kernels) implements Optimizer {

  /**
   * Checks the learning rate.
   *
   * @param learningRate finite and greater than 0
   * @param kernels the kernel set
   * @throws IllegalArgumentException if the learning rate is anything else
   */
  public GradientDescent {
    if (!(learningRate > 0) || Double.isInfinite(learningRate)) {
      throw new IllegalArgumentException(
          "learning rate must be finite and greater than 0, but was " + learningRate);
    }
  }

  @Override
  public void step(
      float[] parameters,
      int from,
      int to,
      float[] gradient,
      int gradientOffset,
      int samples,
      float[] updated) {
    float step = (float) (learningRate / samples);
    kernels.sgdStep(parameters, from, gradient, gradientOffset, step, updated, from, to - from);
  }
}
