package io.simdann.kernel;

import static io.simdann.kernel.FusedMultiplyAdd.fma;

/**
 * The elementary functions, one value at a time: the definition of what the kernels compute,
 * operation by operation. The scalar kernels consist of them; the vector kernels do the same on
 * lanes, and use them for what is left after the last whole vector.
 */
public final class ElementaryFunctions {
  /** Up to it {@link #expm1} is exact to its bound: the greatest power is 2⁵⁸. */
  public static final float GREATEST_EXPM1 = 40f;

  /** From here down exp(x) − 1 rounds to −1. */
  public static final float LEAST_EXPM1 = -20f;

  /**
   * e to the power of x, as {@link Exponential} says.
   *
   * @param x the exponent
   * @return the power, within 1.02 ulp
   */
  public static float exp(float x) {
    float clamped = x > Exponential.HIGHEST ? Exponential.HIGHEST : x;
    clamped = clamped < Exponential.LOWEST ? Exponential.LOWEST : clamped;
    float shifted = fma(clamped, Exponential.LOG2_E, Exponential.ROUNDER);
    float n = shifted - Exponential.ROUNDER;
    float r = fma(n, -Exponential.LN2_HIGH, clamped);
    r = fma(n, -Exponential.LN2_LOW, r);
    float q = fma(Exponential.Q4, r, Exponential.Q3);
    q = fma(q, r, Exponential.Q2);
    q = fma(q, r, Exponential.Q1);
    q = fma(q, r, Exponential.Q0);
    float p = fma(r * r, q, r) + 1f;
    int exponent = Float.floatToRawIntBits(shifted) - Exponential.ROUNDER_BITS;
    int half = exponent >> 1;
    return p * powerOfTwo(half) * powerOfTwo(exponent - half);
  }

  /**
   * The natural logarithm, as {@link Logarithm} says.
   *
   * @param x the argument
   * @return the logarithm, within 0.84 ulp
   */
  public static float log(float x) {
    boolean subnormal = x < Float.MIN_NORMAL;
    int bits = Float.floatToRawIntBits(subnormal ? x * Logarithm.SUBNORMAL_SCALE : x);
    int exponent = (bits - Logarithm.SQRT_HALF_BITS) >> 23;
    float k = subnormal ? exponent - Logarithm.SUBNORMAL_EXPONENT : exponent;
    float f = Float.intBitsToFloat(bits - (exponent << 23)) - 1f;
    float p = fma(Logarithm.P8, f, Logarithm.P7);
    p = fma(p, f, Logarithm.P6);
    p = fma(p, f, Logarithm.P5);
    p = fma(p, f, Logarithm.P4);
    p = fma(p, f, Logarithm.P3);
    p = fma(p, f, Logarithm.P2);
    p = fma(p, f, Logarithm.P1);
    p = fma(p, f, Logarithm.P0);
    float square = f * f;
    float tail = fma(square * f, p, k * Logarithm.LN2_LOW);
    tail = fma(square, -0.5f, tail);
    float result = fma(k, Logarithm.LN2_HIGH, f + tail);
    if (x == 0f) {
      return Float.NEGATIVE_INFINITY;
    }
    if (x < 0f) {
      return Float.NaN;
    }
    return x < Float.POSITIVE_INFINITY ? result : x;
  }

  /**
   * The logistic function 1 / (1 + exp(−x)).
   *
   * @param x the argument
   * @return 0 to 1
   */
  public static float sigmoid(float x) {
    return 1f / (1f + exp(-x));
  }

  /**
   * exp(x) − 1, without the cancellation near 0: x = n·ln 2 + r as {@link Exponential} says, and
   * then 2ⁿ·(r + r²·q(r)) + (2ⁿ − 1).
   *
   * @param x the exponent; below {@value #LEAST_EXPM1} the result is −1, above {@value
   *     #GREATEST_EXPM1} it is that for this
   * @return within 1.5 ulp; for x ≤ 0 within 0.96 ulp (checked for all of them)
   */
  public static float expm1(float x) {
    float clamped = x > GREATEST_EXPM1 ? GREATEST_EXPM1 : x;
    clamped = clamped < LEAST_EXPM1 ? LEAST_EXPM1 : clamped;
    float shifted = fma(clamped, Exponential.LOG2_E, Exponential.ROUNDER);
    float n = shifted - Exponential.ROUNDER;
    float r = fma(n, -Exponential.LN2_HIGH, clamped);
    r = fma(n, -Exponential.LN2_LOW, r);
    float q = fma(Exponential.Q4, r, Exponential.Q3);
    q = fma(q, r, Exponential.Q2);
    q = fma(q, r, Exponential.Q1);
    q = fma(q, r, Exponential.Q0);
    float power = powerOfTwo(Float.floatToRawIntBits(shifted) - Exponential.ROUNDER_BITS);
    return fma(power, fma(r * r, q, r), power - 1f);
  }

  /**
   * log(1 + x), without the loss of small x: log(u) − ((u − 1) − x) / u with u = 1 + x (Kahan).
   *
   * @param x the argument, 0 to 1
   * @return within 1.5 ulp (checked for all of them)
   */
  public static float log1p(float x) {
    float u = 1f + x;
    return log(u) - ((u - 1f) - x) / u;
  }

  /**
   * The hyperbolic tangent, as {@link HyperbolicTangent} says.
   *
   * @param x the argument
   * @return −1 to 1, within 1.34 ulp, exactly odd
   */
  public static float tanh(float x) {
    float a = Math.abs(x);
    float s = a * a;
    float result;
    if (a < HyperbolicTangent.SMALL) {
      float p = fma(HyperbolicTangent.P4, s, HyperbolicTangent.P3);
      p = fma(p, s, HyperbolicTangent.P2);
      p = fma(p, s, HyperbolicTangent.P1);
      p = fma(p, s, HyperbolicTangent.P0);
      result = fma(s * a, p, a);
    } else {
      float clamped = a > HyperbolicTangent.LARGEST ? HyperbolicTangent.LARGEST : a;
      result = 1f - 2f / (exp(clamped + clamped) + 1f);
    }
    return Math.copySign(result, x);
  }

  /**
   * The error function, as {@link ErrorFunction} says.
   *
   * @param x the argument
   * @return −1 to 1, within 1.11 ulp, exactly odd
   */
  public static float erf(float x) {
    float a = Math.abs(x);
    float result;
    if (a < ErrorFunction.SMALL) {
      float s = a * a;
      float p = fma(ErrorFunction.P6, s, ErrorFunction.P5);
      p = fma(p, s, ErrorFunction.P4);
      p = fma(p, s, ErrorFunction.P3);
      p = fma(p, s, ErrorFunction.P2);
      p = fma(p, s, ErrorFunction.P1);
      p = fma(p, s, ErrorFunction.P0);
      result = fma(p, a, a);
    } else {
      float t = a > ErrorFunction.LARGEST ? ErrorFunction.LARGEST : a;
      float q = fma(ErrorFunction.Q5, t, ErrorFunction.Q4);
      q = fma(q, t, ErrorFunction.Q3);
      q = fma(q, t, ErrorFunction.Q2);
      q = fma(q, t, ErrorFunction.Q1);
      q = fma(q, t, ErrorFunction.Q0);
      result = 1f - exp(-fma(q, t, t));
    }
    return Math.copySign(result, x);
  }

  private static float powerOfTwo(int exponent) {
    return Float.intBitsToFloat((exponent + 127) << 23);
  }

  private ElementaryFunctions() {}
}
