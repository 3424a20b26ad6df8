package io.simdann.kernel.scalar;

import io.simdann.kernel.ElementaryFunctions;

/** The hyperbolic tangent, whose derivative is 1 − a². */
final class ScalarTanh extends ScalarActivation {

  ScalarTanh() {
    super("tanh", false);
  }

  @Override
  float value(float z) {
    return ElementaryFunctions.tanh(z);
  }

  @Override
  float derivative(float a) {
    return 1f - a * a;
  }
}
