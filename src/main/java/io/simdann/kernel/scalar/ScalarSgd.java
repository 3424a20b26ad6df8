package io.simdann.kernel.scalar;

import io.simdann.kernel.FusedMultiplyAdd;
import io.simdann.kernel.ParameterRange;
import io.simdann.kernel.UpdateKernel;

/**
 * One step of gradient descent: w = fma(−step, gradient, w). The scalar is the step: the learning
 * rate, divided by the sum of the samples' weights where the gradient is a sum.
 */
final class ScalarSgd implements UpdateKernel {

  @Override
  public String name() {
    return "sgd";
  }

  @Override
  public void update(ParameterRange range, float[] scalars) {
    float[] parameters = range.parameters();
    float[] gradient = range.gradient();
    float[] updated = range.updated();
    for (int i = 0; i < range.count(); i++) {
      updated[range.from() + i] =
          FusedMultiplyAdd.fma(
              -scalars[0], gradient[range.gradientOffset() + i], parameters[range.from() + i]);
    }
  }
}
