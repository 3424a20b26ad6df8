package io.simdann.kernel.scalar;

import io.simdann.kernel.FusedMultiplyAdd;
import io.simdann.kernel.ParameterRange;
import io.simdann.kernel.UpdateKernel;

/**
 * Adam (Kingma and Ba 2015), with decoupled decay of weights (Loshchilov and Hutter 2019): m =
 * fma(beta₁, m, (1 − beta₁)·g), v = fma(beta₂, v, (1 − beta₂)·(g·g)), w = fma(−decay, w, w) −
 * rate·m / fma(√v, root, epsilon), with g = gradient · scale. The corrections of bias are in the
 * rate, that of the step divided by 1 − beta₁ᵗ, and in root = 1/√(1 − beta₂ᵗ). Biases don't decay.
 *
 * <p>Scalars: scale, rate, beta₁, 1 − beta₁, beta₂, 1 − beta₂, root, epsilon, decay. Slots: m, v.
 */
final class ScalarAdam implements UpdateKernel {

  @Override
  public String name() {
    return "adam";
  }

  @Override
  public void update(ParameterRange range, float[] scalars) {
    float decay = range.biases() ? 0f : scalars[8];
    float[] means = range.slot(0);
    float[] squares = range.slot(1);
    for (int i = 0; i < range.count(); i++) {
      int at = range.from() + i;
      float g = range.gradient()[range.gradientOffset() + i] * scalars[0];
      float m = FusedMultiplyAdd.fma(scalars[2], means[at], scalars[3] * g);
      float v = FusedMultiplyAdd.fma(scalars[4], squares[at], scalars[5] * (g * g));
      means[at] = m;
      squares[at] = v;
      float w = range.parameters()[at];
      float decayed = FusedMultiplyAdd.fma(-decay, w, w);
      float root = FusedMultiplyAdd.fma((float) Math.sqrt(v), scalars[6], scalars[7]);
      range.updated()[at] = decayed - scalars[1] * m / root;
    }
  }
}
