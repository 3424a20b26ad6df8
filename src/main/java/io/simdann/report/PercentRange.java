package io.simdann.report;

import java.util.stream.DoubleStream;

/**
 * The part of an axis from 0 to 100 % that shows some values: between round numbers, close around
 * them, so that a curve from 96 to 99.99 % is no flat line.
 *
 * @param least the lower end
 * @param most the upper end, above the lower
 */
record PercentRange(double least, double most) {

  /** A difference smaller than this is not blown up to fill the axis. */
  private static final double SMALLEST_SPREAD = 2;

  /** About how many steps there are from one end to the other. */
  private static final int STEPS = 5;

  private static final double[] ROUND = {0.5, 1, 2, 5, 10, 20};

  /** The range of at least one value from 0 to 100. */
  static PercentRange of(double... values) {
    double lowest = DoubleStream.of(values).min().orElseThrow();
    double highest = DoubleStream.of(values).max().orElseThrow();
    double step = roundStep(Math.max(highest - lowest, SMALLEST_SPREAD) / STEPS);
    double least = Math.floor(lowest / step) * step;
    double most = Math.ceil(highest / step) * step;
    // A curve along the frame would be cut in half.
    return new PercentRange(
        Math.max(0, least == lowest ? least - step : least),
        Math.min(100, most == highest ? most + step : most));
  }

  private static double roundStep(double atLeast) {
    return DoubleStream.of(ROUND).filter(step -> step >= atLeast).findFirst().orElse(20);
  }
}
