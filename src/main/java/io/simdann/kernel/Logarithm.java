package io.simdann.kernel;

/**
 * The constants of our float {@code log}, shared by the scalar and the vector kernel, which do the
 * same operations in the same order:
 *
 * <ol>
 *   <li>subnormal x is multiplied by 2²³;
 *   <li>x = m·2^k with √½ ≤ m &lt; √2, from the bits of x; f = m − 1;
 *   <li>log x = k·{@link #LN2_HIGH} + (f + (−f²/2 + (f³·p(f) + k·{@link #LN2_LOW}))), p of degree
 *       8;
 *   <li>±0 gives −∞, negative numbers NaN, +∞ and NaN themselves.
 * </ol>
 *
 * p is the minimax polynomial for the relative error of log(1 + f), found by Lawson's iteration in
 * float64; the error of the unrounded form is below 2<sup>−30</sup>. With rounding, the result is
 * within 0.84 ulp of the true value for every float (checked for all of them).
 */
public final class Logarithm {
  /** What a subnormal argument is multiplied with. */
  public static final float SUBNORMAL_SCALE = 0x1p23f;

  /** log₂ of {@link #SUBNORMAL_SCALE}. */
  public static final float SUBNORMAL_EXPONENT = 23f;

  /** The bits of √½. */
  public static final int SQRT_HALF_BITS = 0x3f3504f3;

  /** The upper bits of ln 2, few enough that k times it is exact. */
  public static final float LN2_HIGH = Exponential.LN2_HIGH;

  /** ln 2 − {@link #LN2_HIGH}. */
  public static final float LN2_LOW = Exponential.LN2_LOW;

  /** Coefficient of f³. */
  public static final float P0 = 0x1.555548p-2f;

  /** Coefficient of f⁴. */
  public static final float P1 = -0x1.000006p-2f;

  /** Coefficient of f⁵. */
  public static final float P2 = 0x1.99a4b8p-3f;

  /** Coefficient of f⁶. */
  public static final float P3 = -0x1.555c52p-3f;

  /** Coefficient of f⁷. */
  public static final float P4 = 0x1.233738p-3f;

  /** Coefficient of f⁸. */
  public static final float P5 = -0x1.fc211ap-4f;

  /** Coefficient of f⁹. */
  public static final float P6 = 0x1.e6f268p-4f;

  /** Coefficient of f¹⁰. */
  public static final float P7 = -0x1.de4306p-4f;

  /** Coefficient of f¹¹. */
  public static final float P8 = 0x1.145bb8p-4f;

  private Logarithm() {}
}
