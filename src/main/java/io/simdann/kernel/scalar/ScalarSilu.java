package io.simdann.kernel.scalar;

import static io.simdann.kernel.FusedMultiplyAdd.fma;

import io.simdann.kernel.ElementaryFunctions;

/**
 * The sigmoid linear unit z·σ(z), also called swish, with the logistic function σ. The derivative
 * is σ(z)·(1 + z·(1 − σ(z))).
 */
final class ScalarSilu extends ScalarActivation {

  ScalarSilu() {
    super("silu", true);
  }

  @Override
  float value(float z) {
    return z * ElementaryFunctions.sigmoid(z);
  }

  @Override
  float derivative(float z) {
    float sigmoid = ElementaryFunctions.sigmoid(z);
    return sigmoid * fma(z, 1f - sigmoid, 1f);
  }
}
