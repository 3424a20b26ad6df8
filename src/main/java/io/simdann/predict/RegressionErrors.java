package io.simdann.predict;

import io.simdann.data.FloatTargets;

/**
 * How far predictions are from their targets: sums in float64, in the order of the samples, for
 * each output on its own.
 */
final class RegressionErrors {
  private final float[] targets;
  private final int outputs;
  private final double[] absolute;
  private final double[] squared;
  private int next;

  RegressionErrors(FloatTargets targets) {
    this.targets = targets.values();
    this.outputs = targets.outputs();
    this.absolute = new double[outputs];
    this.squared = new double[outputs];
  }

  /** Adds the predictions for the samples that follow, one sample after the other. */
  void add(float[] predictions) {
    for (int i = 0; i < predictions.length; i++) {
      double error = (double) targets[next++] - predictions[i];
      absolute[i % outputs] += Math.abs(error);
      squared[i % outputs] += error * error;
    }
  }

  double meanAbsolute() {
    return sum(absolute) / next;
  }

  double meanSquared() {
    return sum(squared) / next;
  }

  private static double sum(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum;
  }

  /** The mean over the outputs. */
  double r2() {
    int samples = next / outputs;
    if (samples < 2) {
      return Double.NaN;
    }
    double sum = 0;
    for (int output = 0; output < outputs; output++) {
      double variation = variation(output, samples);
      boolean right = squared[output] == 0;
      sum += variation == 0 ? (right ? 1 : 0) : 1 - squared[output] / variation;
    }
    return sum / outputs;
  }

  /** Σ(y − mean of y)². */
  private double variation(int output, int samples) {
    double sum = 0;
    for (int i = output; i < next; i += outputs) {
      sum += targets[i];
    }
    double mean = sum / samples;
    double squares = 0;
    for (int i = output; i < next; i += outputs) {
      double distance = targets[i] - mean;
      squares += distance * distance;
    }
    return squares;
  }
}
