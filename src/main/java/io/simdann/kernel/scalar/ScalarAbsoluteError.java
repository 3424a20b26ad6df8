package io.simdann.kernel.scalar;

/** The absolute error |z − y|, whose derivative is the sign of z − y, 0 at 0. Outputs are z. */
final class ScalarAbsoluteError extends ScalarElementwiseLoss {

  ScalarAbsoluteError() {
    super("absolute_error");
  }

  @Override
  float output(float z) {
    return z;
  }

  @Override
  float cost(float z, float target) {
    return Math.abs(z - target);
  }

  @Override
  float slope(float z, float target) {
    return Math.signum(z - target);
  }
}
