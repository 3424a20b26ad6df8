package io.simdann.kernel;

/**
 * a·b + c, rounded once, for scalar kernels and elementary functions.
 *
 * <p>{@link Math#fma(float, float, float)} is one instruction where the CPU and the JVM have it.
 * Elsewhere (CPUs before 2013, the default CPUs of some virtual machines, {@code -XX:-UseFMA}) it
 * computes with {@code BigDecimal}, a thousand times slower. There, double arithmetic gives the
 * same bits, but for those of a NaN.
 */
public final class FusedMultiplyAdd {

  /** The bits of a double that a float doesn't have, and the pattern halfway between two floats. */
  private static final long BEYOND_FLOAT = (1L << 29) - 1;

  private static final long HALFWAY = 1L << 28;

  /**
   * Whether {@link Math#fma(float, float, float)} is an instruction. A JVM that doesn't tell is
   * taken for one where it is not, which costs less if it is wrong. A constant for the JIT
   * compiler, which drops the branch that isn't taken.
   */
  private static final boolean IN_HARDWARE = JvmOption.value("UseFMA").equals("true");

  /**
   * Whether multiply-adds are done by the CPU's instruction.
   *
   * @return false if they are done in double arithmetic
   */
  public static boolean inHardware() {
    return IN_HARDWARE;
  }

  /**
   * a·b + c, rounded once.
   *
   * @param a a factor
   * @param b the other
   * @param c what is added to the product
   * @return what {@link Math#fma(float, float, float)} returns
   */
  public static float fma(float a, float b, float c) {
    return IN_HARDWARE ? Math.fma(a, b, c) : inDoubles(a, b, c);
  }

  /**
   * The same in double arithmetic. The product of two floats is exact: 48 bits of 53. The sum is
   * rounded to double, then to float. Rounding twice is wrong only where the first time ends
   * halfway between two floats and the exact sum lies to one side; floats that are subnormal have
   * fewer bits, and more halves.
   */
  static float inDoubles(float a, float b, float c) {
    double product = (double) a * b;
    double sum = product + c;
    boolean halfway = (Double.doubleToRawLongBits(sum) & BEYOND_FLOAT) == HALFWAY;
    return halfway || Math.abs(sum) < Float.MIN_NORMAL ? roundedOnce(product, c, sum) : (float) sum;
  }

  /**
   * The exact sum, rounded to float by way of the double that is <i>rounded to odd</i>: the one of
   * its two neighbours whose last bit is 1, which is never halfway between floats.
   *
   * @see <a href="https://doi.org/10.1109/TC.2007.70819">Boldo and Melquiond: Emulation of a FMA
   *     and correctly rounded sums: proved algorithms using rounding to odd</a>
   */
  private static float roundedOnce(double product, double c, double sum) {
    // Knuth's sum of two: sum + error = product + c, exactly.
    double added = sum - product;
    double error = (product - (sum - added)) + (c - added);
    long bits = Double.doubleToRawLongBits(sum);
    // The absolute value, because the error of an infinite sum is NaN.
    if (Math.abs(error) > 0 && (bits & 1) == 0) {
      bits += error > 0 == sum > 0 ? 1 : -1;
    }
    return (float) Double.longBitsToDouble(bits);
  }

  private FusedMultiplyAdd() {}
}
