package io.simdann.kernel.scalar;

import io.simdann.kernel.LossKernel;

/**
 * The pinball loss, which the quantile tau of the target minimizes: with r = y − z, tau·r where
 * that is positive, elsewhere (tau − 1)·r (Koenker and Bassett 1978). The derivative is −tau or 1 −
 * tau. Outputs are z.
 */
final class ScalarQuantile extends ScalarElementwiseLoss {
  private final float tau;

  ScalarQuantile(float tau) {
    super("quantile");
    this.tau = tau;
  }

  @Override
  public LossKernel with(float parameter) {
    return new ScalarQuantile(LossKernel.requireFraction("tau of quantile", parameter));
  }

  @Override
  float output(float z) {
    return z;
  }

  @Override
  float cost(float z, float target) {
    float rest = target - z;
    return rest > 0f ? tau * rest : (tau - 1f) * rest;
  }

  @Override
  float slope(float z, float target) {
    return target - z > 0f ? -tau : 1f - tau;
  }
}
