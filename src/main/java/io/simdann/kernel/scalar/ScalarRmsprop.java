package io.simdann.kernel.scalar;

import io.simdann.kernel.FusedMultiplyAdd;
import io.simdann.kernel.ParameterRange;
import io.simdann.kernel.UpdateKernel;

/**
 * RMSprop (Hinton 2012): s = fma(rho, s, (1 − rho)·(g·g)), w = w − rate·g / (√s + epsilon), with g
 * = gradient · scale. Scalars: scale, rate, rho, 1 − rho, epsilon. Slot: s.
 */
final class ScalarRmsprop implements UpdateKernel {

  @Override
  public String name() {
    return "rmsprop";
  }

  @Override
  public void update(ParameterRange range, float[] scalars) {
    float scale = scalars[0];
    float rate = scalars[1];
    float rho = scalars[2];
    float rest = scalars[3];
    float epsilon = scalars[4];
    float[] squares = range.slot(0);
    for (int i = 0; i < range.count(); i++) {
      int at = range.from() + i;
      float g = range.gradient()[range.gradientOffset() + i] * scale;
      float s = FusedMultiplyAdd.fma(rho, squares[at], rest * (g * g));
      squares[at] = s;
      range.updated()[at] = range.parameters()[at] - rate * g / ((float) Math.sqrt(s) + epsilon);
    }
  }
}
