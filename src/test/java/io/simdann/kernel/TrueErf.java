package io.simdann.kernel;

/** The error function in float64: its series, and beyond 2.5 the continued fraction of erfc. */
public final class TrueErf {
  private static final double SERIES = 2.5;
  private static final double LARGEST = 30;
  private static final int TERMS = 120;

  public static double erf(double x) {
    double a = Math.abs(x);
    double result = a < SERIES ? series(a) : 1 - erfc(a);
    return Math.copySign(result, x);
  }

  /** 2/√π · Σ (−1)ⁿ·x²ⁿ⁺¹ / (n!·(2n + 1)). */
  private static double series(double x) {
    double sum = x;
    double power = x;
    for (int n = 1; n < TERMS && power != 0; n++) {
      power *= -x * x / n;
      sum += power / (2 * n + 1);
    }
    return 2 / Math.sqrt(Math.PI) * sum;
  }

  /** exp(−x²)/√π · 1/(x + ½/(x + 1/(x + 1½/(x + …)))). */
  private static double erfc(double x) {
    if (x > LARGEST) {
      return 0;
    }
    double fraction = 0;
    for (int k = TERMS; k >= 1; k--) {
      fraction = k / 2.0 / (x + fraction);
    }
    return StrictMath.exp(-x * x) / Math.sqrt(Math.PI) / (x + fraction);
  }

  private TrueErf() {}
}
