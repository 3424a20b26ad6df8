package io.simdann.train;

import io.simdann.kernel.Kernels;
import io.simdann.kernel.ParameterRange;
import io.simdann.kernel.UpdateKernel;
import io.simdann.step.Optimizer;
import io.simdann.step.StepContext;

/**
 * Plain gradient descent: W ← W − (learning rate / sum of weights)·gradient. The quotient is
 * computed in float64 and rounded once.
 *
 * @hidden internal
 */
public final class GradientDescent implements Optimizer {
  private final UpdateKernel kernel;
  private final float[] step = new float[1];

  /**
   * A descent.
   *
   * @param kernels the kernel set
   */
  public GradientDescent(Kernels kernels) {
    this.kernel = kernels.update("sgd");
  }

  @Override
  public void begin(StepContext context) {
    step[0] = (float) (context.learningRate() / context.weightSum());
  }

  @Override
  public void step(ParameterRange range) {
    kernel.update(range, step);
  }
}
