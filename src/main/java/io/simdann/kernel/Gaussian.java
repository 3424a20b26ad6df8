package io.simdann.kernel;

/** Constants of the standard normal distribution, its density φ and cumulative distribution Φ. */
public final class Gaussian {
  /** √½: Φ(z) = ½·(1 + erf(z·√½)). */
  public static final float SQRT_HALF = 0x1.6a09e6p-1f;

  /** φ(0) = 1/√(2π). */
  public static final float DENSITY_AT_0 = 0x1.988454p-2f;

  /** −z²/2 is taken for no less than this: the density is then 1.8e-38 and no subnormal number. */
  public static final float LEAST_EXPONENT = -Exponential.MODERATE;

  private Gaussian() {}
}
