package io.simdann.train;

import java.util.Locale;

/** Checks of what users set. */
final class Checks {

  static void requireAtLeast(int least, int value, String what) {
    if (value < least) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "%s must be at least %d, but was %d", what, least, value));
    }
  }

  static void requireFactor(String what, double value) {
    if (!(value > 0 && value <= 1)) {
      throw new IllegalArgumentException(
          what + " of a schedule must be greater than 0 and at most 1, but was " + value);
    }
  }

  static void requireMinRate(double rate) {
    if (!(rate >= 0) || Double.isInfinite(rate)) {
      throw new IllegalArgumentException(
          "the minimum rate of a schedule must be finite and 0 or more, but was " + rate);
    }
  }

  /** A cosine would rise to it. */
  static void requireMinRate(double rate, double learningRate) {
    if (rate > learningRate) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "the minimum rate of a schedule must be at most the learning rate %s, but was %s",
              learningRate,
              rate));
    }
  }

  private Checks() {}
}
