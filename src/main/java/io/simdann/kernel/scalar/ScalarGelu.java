package io.simdann.kernel.scalar;

import static io.simdann.kernel.FusedMultiplyAdd.fma;

import io.simdann.kernel.ElementaryFunctions;
import io.simdann.kernel.Gaussian;

/**
 * The Gaussian error linear unit z·Φ(z) with Φ(z) = ½·(1 + erf(z/√2)) (Hendrycks and Gimpel 2016).
 * The derivative is Φ(z) + z·φ(z).
 */
final class ScalarGelu extends ScalarActivation {

  ScalarGelu() {
    super("gelu", true);
  }

  @Override
  float value(float z) {
    return z * cumulative(z);
  }

  @Override
  float derivative(float z) {
    float exponent = z * z * -0.5f;
    float bounded = exponent < Gaussian.LEAST_EXPONENT ? Gaussian.LEAST_EXPONENT : exponent;
    float density = ElementaryFunctions.exp(bounded) * Gaussian.DENSITY_AT_0;
    return fma(z, density, cumulative(z));
  }

  private static float cumulative(float z) {
    return fma(ElementaryFunctions.erf(z * Gaussian.SQRT_HALF), 0.5f, 0.5f);
  }
}
