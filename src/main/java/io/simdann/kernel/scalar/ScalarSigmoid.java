package io.simdann.kernel.scalar;

import io.simdann.kernel.ElementaryFunctions;

/** The logistic function a = 1 / (1 + exp(−z)), whose derivative is a·(1 − a). */
final class ScalarSigmoid extends ScalarActivation {

  ScalarSigmoid() {
    super("sigmoid", false);
  }

  @Override
  float value(float z) {
    return ElementaryFunctions.sigmoid(z);
  }

  @Override
  float derivative(float a) {
    return a * (1f - a);
  }
}
