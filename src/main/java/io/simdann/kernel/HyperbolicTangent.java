package io.simdann.kernel;

/**
 * The constants of our float {@code tanh}, shared by the scalar and the vector kernels, which do
 * the same operations in the same order on a = |x|, and give the result the sign of x:
 *
 * <ol>
 *   <li>where a &lt; {@link #SMALL}: a + a³·p(a²), p of degree 4;
 *   <li>elsewhere: 1 − 2 / (exp(2·min(a, {@link #LARGEST})) + 1) with the exp of {@link
 *       Exponential}.
 * </ol>
 *
 * p is the minimax polynomial for the relative error, found by Lawson's iteration in float64; the
 * error of the unrounded form is below 2<sup>−28</sup>. With rounding, the result is within 1.34
 * ulp of the true value for every float (checked for all of them), and exactly odd.
 */
public final class HyperbolicTangent {
  /** Below it the polynomial is taken. */
  public static final float SMALL = 0.6f;

  /** From about 9.01 on the result is 1. */
  public static final float LARGEST = 10f;

  /** Coefficient of a³. */
  public static final float P0 = -0x1.55553ep-2f;

  /** Coefficient of a⁵. */
  public static final float P1 = 0x1.1109aep-3f;

  /** Coefficient of a⁷. */
  public static final float P2 = -0x1.b898dap-5f;

  /** Coefficient of a⁹. */
  public static final float P3 = 0x1.54b88p-6f;

  /** Coefficient of a¹¹. */
  public static final float P4 = -0x1.8257b2p-8f;

  private HyperbolicTangent() {}
}
