package io.simdann.kernel.scalar;

import io.simdann.kernel.ParameterRange;
import io.simdann.kernel.UpdateKernel;

/**
 * Scales a gradient and bounds each of its values: g = gradient · scale, and then the nearest
 * number from −most to most. Changes the gradient alone. Scalars: scale, most.
 */
final class ScalarClip implements UpdateKernel {

  @Override
  public String name() {
    return "clip";
  }

  @Override
  public void update(ParameterRange range, float[] scalars) {
    float[] gradient = range.gradient();
    float most = scalars[1];
    for (int i = range.gradientOffset(); i < range.gradientOffset() + range.count(); i++) {
      float g = gradient[i] * scalars[0];
      g = g > most ? most : g;
      gradient[i] = g < -most ? -most : g;
    }
  }
}
