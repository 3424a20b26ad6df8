package io.simdann.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * Numbers as Python's {@code repr} prints them: the fewest digits that read back as the same
 * number.
 *
 * <p>{@link Double#toString(double)} prints more digits than needed on JDKs before 19, and lays
 * them out differently.
 */
public final class PythonFloat {

  /** From 10 to the power of this on, Python prints an exponent. */
  private static final int LARGEST_FIXED = 16;

  /** Below 10 to the power of this, Python prints an exponent. */
  private static final int SMALLEST_FIXED = -4;

  private PythonFloat() {}

  /**
   * Prints a number.
   *
   * @param value any number
   * @return for example {@code 0.1}, {@code 89.89}, {@code 1e-05}, {@code 2.5e+20}, {@code nan} or
   *     {@code -inf}
   */
  public static String repr(double value) {
    if (Double.isNaN(value)) {
      return "nan";
    }
    boolean negative = Double.doubleToRawLongBits(value) < 0;
    return (negative ? "-" : "") + magnitude(Math.abs(value));
  }

  private static String magnitude(double value) {
    if (Double.isInfinite(value)) {
      return "inf";
    }
    if (value == 0) {
      return "0.0";
    }
    BigDecimal shortest = shortest(value).stripTrailingZeros();
    String digits = shortest.unscaledValue().toString();
    int exponent = digits.length() - 1 - shortest.scale();
    return exponent < SMALLEST_FIXED || exponent >= LARGEST_FIXED
        ? scientific(digits, exponent)
        : fixed(digits, exponent);
  }

  /**
   * Returns the decimal of the fewest digits that reads back as the value; of several, the nearest.
   */
  private static BigDecimal shortest(double value) {
    BigDecimal exact = new BigDecimal(value);
    // Digits that read back, if perhaps too many.
    int digits = new BigDecimal(Double.toString(value)).stripTrailingZeros().precision();
    BigDecimal shortest = readingBack(value, exact, digits);
    for (BigDecimal shorter = shortest; shorter != null && digits > 1; digits--) {
      shorter = readingBack(value, exact, digits - 1);
      shortest = shorter == null ? shortest : shorter;
    }
    return shortest;
  }

  /** Returns the nearest decimal of so many digits that reads back as the value, or null. */
  private static BigDecimal readingBack(double value, BigDecimal exact, int digits) {
    BigDecimal nearest = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
    if (nearest.doubleValue() == value) {
      return nearest;
    }
    // Doubles lie closer together below a power of two than above it, so there alone the nearest
    // decimal may fail and the next larger one be right.
    if (Math.scalb(1.0, Math.getExponent(value)) == value) {
      BigDecimal larger = exact.round(new MathContext(digits, RoundingMode.CEILING));
      return larger.doubleValue() == value ? larger : null;
    }
    return null;
  }

  private static String fixed(String digits, int exponent) {
    if (exponent < 0) {
      return "0." + "0".repeat(-exponent - 1) + digits;
    }
    int whole = exponent + 1;
    return digits.length() <= whole
        ? digits + "0".repeat(whole - digits.length()) + ".0"
        : digits.substring(0, whole) + "." + digits.substring(whole);
  }

  private static String scientific(String digits, int exponent) {
    String fraction = digits.length() == 1 ? "" : "." + digits.substring(1);
    String sign = exponent < 0 ? "-" : "+";
    int size = Math.abs(exponent);
    return digits.charAt(0) + fraction + "e" + sign + (size < 10 ? "0" : "") + size;
  }
}
