package io.simdann.kernel.scalar;

import io.simdann.kernel.ElementaryFunctions;

/**
 * The negative logarithm of a Poisson distribution's likelihood, but for what doesn't depend on z:
 * exp(z) − y·z. The derivative is exp(z) − y. Outputs are the expected counts exp(z).
 */
final class ScalarPoisson extends ScalarElementwiseLoss {

  ScalarPoisson() {
    super("poisson");
  }

  @Override
  float output(float z) {
    return ElementaryFunctions.exp(z);
  }

  @Override
  float cost(float z, float target) {
    return ElementaryFunctions.exp(z) - target * z;
  }

  @Override
  float slope(float z, float target) {
    return ElementaryFunctions.exp(z) - target;
  }
}
