package io.simdann.kernel.scalar;

import io.simdann.kernel.LossKernel;

/**
 * Huber's loss with r = z − y: ½·r² where |r| is at most delta, else delta·(|r| − delta/2) (Huber
 * 1964). The derivative is r, bounded by ±delta. Outputs are z.
 */
final class ScalarHuber extends ScalarElementwiseLoss {
  private final float delta;

  ScalarHuber(float delta) {
    super("huber");
    this.delta = delta;
  }

  @Override
  public LossKernel with(float parameter) {
    return new ScalarHuber(LossKernel.requirePositive("delta of huber", parameter));
  }

  @Override
  float output(float z) {
    return z;
  }

  @Override
  float cost(float z, float target) {
    float distance = Math.abs(z - target);
    return distance > delta ? delta * (distance - 0.5f * delta) : 0.5f * (distance * distance);
  }

  @Override
  float slope(float z, float target) {
    float error = z - target;
    float bounded = error > delta ? delta : error;
    return bounded < -delta ? -delta : bounded;
  }
}
