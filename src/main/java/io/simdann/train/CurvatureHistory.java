package io.simdann.train;

import io.simdann.step.BlockSums;

/**
 * The last steps s of a minimization with the changes y of the gradient, from which L-BFGS knows
 * the curvature: the product of its approximate inverse Hessian with a gradient (Nocedal and
 * Wright, algorithm 7.4, with the scale (7.20)). Pairs are floats, rounded once; all that is
 * computed of them is float64.
 */
final class CurvatureHistory {
  private final BlockSums sums;
  private final float[][] steps;
  private final float[][] changes;

  /** 1 / (s·y) of each pair. */
  private final double[] inverses;

  private final double[] alphas;

  /** s·y / y·y of the last pair. */
  private double scale;

  private int pairs;

  /** The place of the pair that comes next, which is that of the oldest if all are taken. */
  private int next;

  CurvatureHistory(int most, int parameters, BlockSums sums) {
    this.sums = sums;
    this.steps = new float[most][parameters];
    this.changes = new float[most][parameters];
    this.inverses = new double[most];
    this.alphas = new double[most];
  }

  boolean isEmpty() {
    return pairs == 0;
  }

  void clear() {
    pairs = 0;
  }

  /**
   * Adds a step, in place of the oldest if there is no room. One along which the curvature isn't
   * positive beyond rounding is left out, as by L-BFGS-B.
   *
   * @param before the parameters before it
   * @param after the parameters after it
   * @param gradientBefore the gradient before it
   * @param gradientAfter the gradient after it
   * @param descent what the gradient before promised of it, −g·s
   */
  void add(
      float[] before,
      float[] after,
      float[] gradientBefore,
      float[] gradientAfter,
      double descent) {
    float[] step = steps[next];
    float[] change = changes[next];
    for (int i = 0; i < step.length; i++) {
      step[i] = after[i] - before[i];
      change[i] = gradientAfter[i] - gradientBefore[i];
    }
    double curvature = sums.dot(step, change, 0, step.length);
    if (!(curvature > Math.ulp(1.0) * descent)) {
      // Its place was the oldest pair's.
      pairs = Math.min(pairs, steps.length - 1);
      return;
    }
    inverses[next] = 1 / curvature;
    scale = curvature / sums.dot(change, change, 0, change.length);
    next = (next + 1) % steps.length;
    pairs = Math.min(pairs + 1, steps.length);
  }

  /**
   * The direction of the next step.
   *
   * @param gradient the gradient
   * @param direction overwritten with −H·gradient; without pairs −gradient
   */
  void direction(float[] gradient, double[] direction) {
    for (int i = 0; i < direction.length; i++) {
      direction[i] = -gradient[i];
    }
    if (isEmpty()) {
      return;
    }
    for (int age = 1; age <= pairs; age++) {
      int pair = place(age);
      alphas[pair] = inverses[pair] * sums.dot(direction, steps[pair]);
      add(direction, -alphas[pair], changes[pair]);
    }
    for (int i = 0; i < direction.length; i++) {
      direction[i] *= scale;
    }
    for (int age = pairs; age >= 1; age--) {
      int pair = place(age);
      double beta = inverses[pair] * sums.dot(direction, changes[pair]);
      add(direction, alphas[pair] - beta, steps[pair]);
    }
  }

  /** Where a pair is; the last one has the age 1. */
  private int place(int age) {
    return (next - age + steps.length) % steps.length;
  }

  private static void add(double[] sum, double factor, float[] values) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] += factor * values[i];
    }
  }
}
