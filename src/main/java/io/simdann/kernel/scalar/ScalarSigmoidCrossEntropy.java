package io.simdann.kernel.scalar;

import io.simdann.kernel.ElementaryFunctions;

/**
 * The cross-entropy of sigmoid outputs, of one for two classes, or of one for each label that a
 * sample may have: with y from 0 to 1, −y·log σ(z) − (1 − y)·log(1 − σ(z)) = max(z, 0) − z·y +
 * log(1 + exp(−|z|)). The derivative is σ(z) − y.
 */
final class ScalarSigmoidCrossEntropy extends ScalarElementwiseLoss {

  ScalarSigmoidCrossEntropy() {
    super("sigmoid_cross_entropy");
  }

  @Override
  float output(float z) {
    return ElementaryFunctions.sigmoid(z);
  }

  @Override
  float cost(float z, float target) {
    float rest = ElementaryFunctions.log1p(ElementaryFunctions.exp(-Math.abs(z)));
    return Math.max(z, 0f) - z * target + rest;
  }

  @Override
  float slope(float z, float target) {
    return ElementaryFunctions.sigmoid(z) - target;
  }
}
