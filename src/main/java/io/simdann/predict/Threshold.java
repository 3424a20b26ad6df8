package io.simdann.predict;

/** The probability above which something is predicted. */
final class Threshold {
  static final double USUAL = 0.5;

  private Threshold() {}

  static void require(double threshold) {
    if (!(threshold >= 0 && threshold <= 1)) {
      throw new IllegalArgumentException("a threshold must be from 0 to 1, but was " + threshold);
    }
  }
}
