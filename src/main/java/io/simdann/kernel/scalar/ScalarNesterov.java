package io.simdann.kernel.scalar;

import io.simdann.kernel.FusedMultiplyAdd;
import io.simdann.kernel.ParameterRange;
import io.simdann.kernel.UpdateKernel;

/**
 * Gradient descent with Nesterov's momentum, as Sutskever et al. (2013) write it: v = fma(momentum,
 * v, g), w = fma(−rate, fma(momentum, v, g), w), with g = gradient · scale. Scalars: scale, rate,
 * momentum. Slot: v.
 */
final class ScalarNesterov implements UpdateKernel {

  @Override
  public String name() {
    return "nesterov";
  }

  @Override
  public void update(ParameterRange range, float[] scalars) {
    float scale = scalars[0];
    float rate = scalars[1];
    float momentum = scalars[2];
    float[] velocities = range.slot(0);
    for (int i = 0; i < range.count(); i++) {
      int at = range.from() + i;
      float g = range.gradient()[range.gradientOffset() + i] * scale;
      float v = FusedMultiplyAdd.fma(momentum, velocities[at], g);
      velocities[at] = v;
      float ahead = FusedMultiplyAdd.fma(momentum, v, g);
      range.updated()[at] = FusedMultiplyAdd.fma(-rate, ahead, range.parameters()[at]);
    }
  }
}
