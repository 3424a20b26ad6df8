package io.simdann.kernel;

import static io.simdann.kernel.FusedMultiplyAdd.fma;

/**
 * The elementary functions, one value at a time: the definition of what the kernels compute,
 * operation by operation. The scalar kernels consist of them; the vector kernels do the same on
 * lanes, and use them for what is left after the last whole vector.
 */
public final class ElementaryFunctions {

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

  private static float powerOfTwo(int exponent) {
    return Float.intBitsToFloat((exponent + 127) << 23);
  }

  private ElementaryFunctions() {}
}
