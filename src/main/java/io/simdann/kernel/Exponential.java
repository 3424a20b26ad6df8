package io.simdann.kernel;

/**
 * The constants of our float {@code exp}, shared by the scalar and the vector kernel, which do the
 * same operations in the same order:
 *
 * <ol>
 *   <li>clamp x to [{@link #LOWEST}, {@link #HIGHEST}], outside which the result is 0 or ∞ (NaN
 *       passes);
 *   <li>n = x·log₂e rounded to an integer by adding and subtracting {@link #ROUNDER}; r = x − n·ln
 *       2 in two parts (Cody and Waite 1980), so |r| ≤ ln 2 / 2;
 *   <li>p = 1 + (r + r²·q(r)), q of degree 4 (below);
 *   <li>p·2^⌊n/2⌋·2^(n−⌊n/2⌋): two factors, so that overflow and subnormal results come out right.
 * </ol>
 *
 * q is the minimax polynomial for the relative error of 1 + r + r²·q(r), found by Lawson's
 * iteration in float64; the error of the unrounded form is below 2<sup>−28</sup>. With rounding,
 * the result is within 1.02 ulp of the true value for every float, subnormal results included
 * (checked for all of them).
 */
public final class Exponential {
  /** Below it the result rounds to zero: ln 2<sup>−150</sup> = −103.97. */
  public static final float LOWEST = -104f;

  /** Above it the result is ∞: ln(2<sup>128</sup>) = 88.72. */
  public static final float HIGHEST = 89f;

  /**
   * Up to this magnitude of x, p·2<sup>n</sup> is a normal number, and n may be added to the
   * exponent of p, to the same bits as two factors give; nor is there anything to clamp.
   */
  public static final float MODERATE = 86f;

  /** log₂ e. */
  public static final float LOG2_E = 0x1.715476p0f;

  /** 1.5·2²³: adding it leaves an integer in the low bits of the significand. */
  public static final float ROUNDER = 0x1.8p23f;

  /** The bits of {@link #ROUNDER}. */
  public static final int ROUNDER_BITS = 0x4b400000;

  /** The upper bits of ln 2, few enough that n times it is exact. */
  public static final float LN2_HIGH = 0x1.62e4p-1f;

  /** ln 2 − {@link #LN2_HIGH}. */
  public static final float LN2_LOW = 0x1.7f7d1cp-20f;

  /** Coefficient of r² . */
  public static final float Q0 = 0x1.fffffcp-2f;

  /** Coefficient of r³. */
  public static final float Q1 = 0x1.555492p-3f;

  /** Coefficient of r⁴. */
  public static final float Q2 = 0x1.5558f2p-5f;

  /** Coefficient of r⁵. */
  public static final float Q3 = 0x1.1239e2p-7f;

  /** Coefficient of r⁶. */
  public static final float Q4 = 0x1.6a2434p-10f;

  private Exponential() {}
}
