package io.simdann.kernel;

/**
 * The constants of our float {@code erf}, shared by the scalar and the vector kernels, which do the
 * same operations in the same order on a = |x|, and give the result the sign of x:
 *
 * <ol>
 *   <li>where a &lt; {@link #SMALL}: a + a·p(a²), p of degree 6;
 *   <li>elsewhere, with t = min(a, {@link #LARGEST}): 1 − exp(−(t + t·q(t))), q of degree 5, with
 *       the exp of {@link Exponential}.
 * </ol>
 *
 * p and q are the minimax polynomials for the relative error of the result, found by Lawson's
 * iteration in float64; the error of the unrounded forms is below 2<sup>−30</sup> and
 * 2<sup>−28</sup>. With rounding, the result is within 1.11 ulp of the true value for every float
 * (checked for all of them), and exactly odd.
 */
public final class ErrorFunction {
  /** Below it the first polynomial is taken. */
  public static final float SMALL = 0.9375f;

  /** From about 3.92 on the result is 1. */
  public static final float LARGEST = 4f;

  /** Coefficient of a, less 1. */
  public static final float P0 = 0x1.06eba8p-3f;

  /** Coefficient of a³. */
  public static final float P1 = -0x1.812742p-2f;

  /** Coefficient of a⁵. */
  public static final float P2 = 0x1.ce2df4p-4f;

  /** Coefficient of a⁷. */
  public static final float P3 = -0x1.b80cb4p-6f;

  /** Coefficient of a⁹. */
  public static final float P4 = 0x1.54b5ep-8f;

  /** Coefficient of a¹¹. */
  public static final float P5 = -0x1.a99ecep-11f;

  /** Coefficient of a¹³. */
  public static final float P6 = 0x1.5ac2bp-14f;

  /** Coefficient of t in the exponent, less 1. */
  public static final float Q0 = 0x1.072f7ep-3f;

  /** Coefficient of t². */
  public static final float Q1 = 0x1.457f6ep-1f;

  /** Coefficient of t³. */
  public static final float Q2 = 0x1.af0c4ap-4f;

  /** Coefficient of t⁴. */
  public static final float Q3 = -0x1.76c33ep-6f;

  /** Coefficient of t⁵. */
  public static final float Q4 = 0x1.a4baa6p-9f;

  /** Coefficient of t⁶. */
  public static final float Q5 = -0x1.bf7b02p-13f;

  private ErrorFunction() {}
}
