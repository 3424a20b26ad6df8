package io.simdann.kernel.scalar;

/** a = z. */
final class ScalarIdentity extends ScalarActivation {

  ScalarIdentity() {
    super("identity", false);
  }

  @Override
  float value(float z) {
    return z;
  }

  @Override
  float derivative(float a) {
    return 1f;
  }
}
