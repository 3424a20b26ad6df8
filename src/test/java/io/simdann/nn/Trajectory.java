package io.simdann.nn;

import java.util.Arrays;
import java.util.Random;

/**
 * How far the float32 network may be from the golden one after each iteration, in the 2-norm over
 * all parameters. An iteration maps the parameters w to w − lr·∇L(w), whose derivative is I − lr·H
 * with the Hessian H; so a distance E becomes at most ‖I − lr·H‖₂·E plus the error of the step
 * itself. The norm of the symmetric I − lr·H comes from power iteration, with H·v from differences
 * of the gradient.
 */
public final class Trajectory {
  private static final int POWER_ITERATIONS = 40;

  /** Power iteration approaches the norm from below; E changes ∇L by second order too. */
  private static final double SLACK = 1.05;

  /** The bound before iteration i; the last one is that of the final parameters. */
  public final double[] distances;

  /** The bound of each iteration's cost. */
  public final double[] costs;

  private Trajectory(int iterations) {
    distances = new double[iterations + 1];
    costs = new double[iterations];
  }

  /** Follows a golden case in float64. */
  public static Trajectory of(GoldenCase golden) {
    Trajectory result = new Trajectory(golden.iterations());
    ArticleNetwork exact = new ArticleNetwork(golden.initialW());
    double[][] x = golden.inputs();
    int[] labels = golden.labels();
    int classes = golden.sizes()[golden.sizes().length - 1];
    result.distances[0] = ErrorBounds.U * norm(exact.flatParameters());
    for (int iteration = 0; iteration < golden.iterations(); iteration++) {
      exact.forward(x);
      exact.backward(labels);
      ErrorBounds bounds = new ErrorBounds(exact, 0);
      bounds.forward();
      bounds.backward();
      double distance = result.distances[iteration];
      double slope = norm(exact.flatGradient()) / classes;
      result.costs[iteration] = bounds.cost(labels) + SLACK * slope * distance;
      double own = bounds.step(golden.learningRate());
      double amplification = amplification(exact, x, labels, golden.learningRate());
      result.distances[iteration + 1] = SLACK * amplification * distance + own;
      exact.forward(x);
      exact.backward(labels);
      exact.update(golden.learningRate());
    }
    return result;
  }

  private static double amplification(
      ArticleNetwork exact, double[][] x, int[] labels, double learningRate) {
    double h = 1e-5;
    double[] v = new Random(1).doubles(exact.flatParameters().length, -1, 1).toArray();
    double norm = norm(v);
    for (int i = 0; i < POWER_ITERATIONS; i++) {
      double scale = 1 / norm;
      v = Arrays.stream(v).map(value -> value * scale).toArray();
      double[] above = gradientAt(exact, v, h, x, labels);
      double[] below = gradientAt(exact, v, -h, x, labels);
      for (int k = 0; k < v.length; k++) {
        v[k] -= learningRate * (above[k] - below[k]) / (2 * h);
      }
      norm = norm(v);
    }
    return norm;
  }

  private static double[] gradientAt(
      ArticleNetwork network, double[] direction, double step, double[][] x, int[] labels) {
    network.add(direction, step);
    network.forward(x);
    network.backward(labels);
    network.add(direction, -step);
    return network.flatGradient();
  }

  private static double norm(double[] vector) {
    return Math.sqrt(Arrays.stream(vector).map(value -> value * value).sum());
  }
}
