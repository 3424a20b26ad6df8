package io.simdann.kernel.scalar;

/** The squared error (z − y)², whose derivative is 2·(z − y). Outputs are z. */
final class ScalarSquaredError extends ScalarElementwiseLoss {

  ScalarSquaredError() {
    super("squared_error");
  }

  @Override
  float output(float z) {
    return z;
  }

  @Override
  float cost(float z, float target) {
    float error = z - target;
    return error * error;
  }

  @Override
  float slope(float z, float target) {
    return 2f * (z - target);
  }
}
