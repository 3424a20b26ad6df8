package io.simdann.kernel.scalar;

import io.simdann.kernel.FusedMultiplyAdd;
import io.simdann.kernel.ParameterRange;
import io.simdann.kernel.UpdateKernel;

/**
 * Scales a gradient and adds that of the penalties l2/2·Σw² + l1·Σ|w|: fma(l2, w, gradient · scale)
 * + l1·sign(w), the sign of 0 being 0. Biases are only scaled. Changes the gradient alone. Scalars:
 * scale, l1, l2.
 */
final class ScalarPenalty implements UpdateKernel {

  @Override
  public String name() {
    return "penalty";
  }

  @Override
  public void update(ParameterRange range, float[] scalars) {
    float[] gradient = range.gradient();
    float l1 = range.biases() ? 0f : scalars[1];
    float l2 = range.biases() ? 0f : scalars[2];
    for (int i = 0; i < range.count(); i++) {
      int at = range.gradientOffset() + i;
      float w = range.parameters()[range.from() + i];
      float slope = w > 0f ? l1 : w < 0f ? -l1 : 0f;
      gradient[at] = FusedMultiplyAdd.fma(l2, w, gradient[at] * scalars[0]) + slope;
    }
  }
}
