package io.simdann.bench.compare;

import java.util.Arrays;

/**
 * Where samples lie.
 *
 * @param lower a quarter of them is less
 * @param median half of them are less
 * @param upper a quarter of them is more
 */
record Quartiles(double lower, double median, double upper) {

  static Quartiles of(double... samples) {
    double[] sorted = samples.clone();
    Arrays.sort(sorted);
    return new Quartiles(quantile(sorted, 0.25), quantile(sorted, 0.5), quantile(sorted, 0.75));
  }

  /** Linear between the two samples beside it, as NumPy does. */
  static double quantile(double[] sorted, double fraction) {
    double position = fraction * (sorted.length - 1);
    int below = (int) position;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
  }
}
