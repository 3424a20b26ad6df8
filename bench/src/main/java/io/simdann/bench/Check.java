package io.simdann.bench;

import java.util.Locale;

/** Refuses to time what computes wrongly. */
final class Check {

  /** Requires |actual − expected| ≤ bound; NaN fails. */
  static void near(String what, int index, double actual, double expected, double bound) {
    if (!(Math.abs(actual - expected) <= bound)) {
      throw new IllegalStateException(
          String.format(
              Locale.ROOT,
              "%s, element %d: %s, expected %s within %s",
              what,
              index,
              actual,
              expected,
              bound));
    }
  }

  /** Requires the same bits. */
  static void same(String what, int index, float actual, float expected) {
    if (Float.floatToIntBits(actual) != Float.floatToIntBits(expected)) {
      throw new IllegalStateException(
          String.format(
              Locale.ROOT,
              "%s, element %d: %s, expected exactly %s",
              what,
              index,
              actual,
              expected));
    }
  }

  /** Requires the same number. */
  static void same(String what, long actual, long expected) {
    if (actual != expected) {
      throw new IllegalStateException(
          String.format(Locale.ROOT, "%s: %d, expected %d", what, actual, expected));
    }
  }

  private Check() {}
}
