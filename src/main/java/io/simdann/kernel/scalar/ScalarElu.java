package io.simdann.kernel.scalar;

import io.simdann.kernel.ElementaryFunctions;

/**
 * The exponential linear unit with alpha 1: exp(z) − 1 where z is negative, elsewhere z. The
 * derivative is 1 or a + 1.
 */
final class ScalarElu extends ScalarActivation {

  ScalarElu() {
    super("elu", false);
  }

  @Override
  float value(float z) {
    return z < 0f ? ElementaryFunctions.expm1(z) : z;
  }

  @Override
  float derivative(float a) {
    return a > 0f ? 1f : a + 1f;
  }
}
