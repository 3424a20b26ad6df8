package io.simdann.kernel.scalar;

/** The rectified linear unit: 0 where z is negative, elsewhere z. Its derivative at 0 is 0. */
final class ScalarRelu extends ScalarActivation {

  ScalarRelu() {
    super("relu", false);
  }

  @Override
  float value(float z) {
    return z < 0f ? 0f : z;
  }

  @Override
  float derivative(float a) {
    return a > 0f ? 1f : 0f;
  }
}
