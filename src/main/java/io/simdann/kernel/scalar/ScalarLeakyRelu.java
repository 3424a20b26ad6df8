package io.simdann.kernel.scalar;

import io.simdann.kernel.ActivationKernel;

/** 0.01·z where z is negative, elsewhere z. Its derivative at 0 is 0.01. */
final class ScalarLeakyRelu extends ScalarActivation {

  ScalarLeakyRelu() {
    super("leaky_relu", false);
  }

  @Override
  float value(float z) {
    return z < 0f ? z * ActivationKernel.LEAKY_SLOPE : z;
  }

  @Override
  float derivative(float a) {
    return a > 0f ? 1f : ActivationKernel.LEAKY_SLOPE;
  }
}
