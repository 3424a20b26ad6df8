package io.simdann.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.simdann.data.DataSet;
import io.simdann.data.FloatFeatures;
import io.simdann.kernel.Kernels;
import io.simdann.nn.Activation;
import io.simdann.nn.Layer;
import io.simdann.nn.Loss;
import io.simdann.nn.NetworkSpec;
import io.simdann.parallel.WorkerTeam;
import io.simdann.step.Engines;
import io.simdann.step.LocalGradientEngine;
import io.simdann.step.OptimizerState;
import io.simdann.step.StepContext;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Gradients and steps against finite differences of the loss in float64. */
class FiniteDifferencesTest {
  private static final int SAMPLES = 12;
  private static final int INPUTS = 6;
  private static final int HIDDEN = 5;

  /** A chain of some 50 roundings of 2⁻²⁴, of magnitudes below 8. */
  private static final double BOUND = 50 * 8 * Math.scalb(1.0, -24);

  static Stream<Activation> activations() {
    return Stream.of("identity", "sigmoid", "tanh", "relu", "leaky_relu", "elu", "gelu", "silu")
        .map(Activation::new);
  }

  static Stream<Loss> losses() {
    return Stream.of(
        Loss.SOFTMAX_CROSS_ENTROPY,
        Loss.SOFTMAX_CROSS_ENTROPY.with(0.2),
        Loss.SIGMOID_CROSS_ENTROPY,
        Loss.SQUARED_ERROR,
        Loss.ABSOLUTE_ERROR,
        new Loss("huber").with(0.7),
        new Loss("quantile").with(0.8),
        Loss.POISSON);
  }

  static Stream<FirstOrderSettings> optimizers() {
    return Stream.of(
        new Sgd(0.2),
        new Sgd(0.05, 0.9, false),
        new Sgd(0.05, 0.9, true),
        new Rmsprop(0.01, 0.8),
        new Adam(0.01),
        new Adam(0.02, 0.7, 0.9, 0),
        new Adam(0.01, 0.9, 0.999, 0.3));
  }

  @ParameterizedTest
  @MethodSource("activations")
  void gradientsOfEveryActivation(Activation activation) {
    compareGradients(activation, Loss.SOFTMAX_CROSS_ENTROPY);
    compareGradients(activation, Loss.SQUARED_ERROR);
  }

  @ParameterizedTest
  @MethodSource("losses")
  void gradientsOfEveryLoss(Loss loss) {
    compareGradients(Activation.TANH, loss);
    compareGradients(Activation.SILU, loss);
  }

  private static void compareGradients(Activation activation, Loss loss) {
    Problem problem = Problem.smooth(activation, loss);
    double[] expected = problem.truth.gradient(problem.parameters());
    double largest = 0;
    for (Kernels kernels : Engines.all()) {
      float[] gradient = new float[expected.length];
      try (WorkerTeam team = WorkerTeam.ofThreads(1)) {
        LocalGradientEngine engine =
            new LocalGradientEngine(problem.data, problem.spec, kernels, team);
        double loss64 = problem.truth.loss(problem.parameters());
        double sum = engine.gradient(problem.start, 0, SAMPLES, gradient);
        assertEquals(loss64, sum / SAMPLES, BOUND, "loss");
      }
      for (int i = 0; i < expected.length; i++) {
        largest = Math.max(largest, Math.abs(expected[i]));
        assertEquals(expected[i], gradient[i] / SAMPLES, BOUND, "gradient " + i);
      }
    }
    assertTrue(largest > 1000 * BOUND, "a bound that says little");
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void stepsOfEveryOptimizer(FirstOrderSettings optimizer) {
    int steps = 4;
    Problem problem = Problem.smooth(Activation.TANH, Loss.SOFTMAX_CROSS_ENTROPY);
    double[] expected = problem.parameters();
    double[][] slots = new double[2][expected.length];
    for (int step = 0; step < steps; step++) {
      problem.truth.step(optimizer, step, expected, slots);
    }
    for (Kernels kernels : Engines.all()) {
      float[] parameters = problem.start.clone();
      try (WorkerTeam team = WorkerTeam.ofThreads(1)) {
        LocalGradientEngine engine =
            new LocalGradientEngine(problem.data, problem.spec, kernels, team);
        OptimizerState state =
            new OptimizerState(optimizer.create(kernels, Regularization.NONE), parameters.length);
        StepContext context = new StepContext(1);
        for (int step = 0; step < steps; step++) {
          context.begin(step, step, optimizer.learningRate());
          engine.update(context, parameters, 0, SAMPLES, state, parameters);
        }
      }
      for (int i = 0; i < expected.length; i++) {
        assertEquals(expected[i], parameters[i], steps * BOUND, "parameter " + i);
      }
    }
    double moved = 0;
    for (int i = 0; i < expected.length; i++) {
      moved = Math.max(moved, Math.abs(expected[i] - problem.start[i]));
    }
    assertTrue(moved > 100 * steps * BOUND, "a bound that says little");
  }

  /** A small network with samples, and where it starts. */
  private record Problem(NetworkSpec spec, DataSet data, float[] start, TrueNetwork truth) {

    /** The first of several at random around whose start there is no kink. */
    static Problem smooth(Activation activation, Loss loss) {
      for (long seed = 1; ; seed++) {
        Problem problem = random(activation, loss, new SplittableRandom(seed));
        if (problem.truth.isSmoothAround(problem.parameters())) {
          return problem;
        }
      }
    }

    private static Problem random(Activation activation, Loss loss, SplittableRandom random) {
      int outputs = 3;
      NetworkSpec spec =
          NetworkSpec.of(INPUTS, List.of(new Layer(HIDDEN, activation)), loss, outputs);
      FloatFeatures features =
          new FloatFeatures(normals(random, INPUTS * SAMPLES, 1), INPUTS, SAMPLES);
      DataSet data =
          loss.name().startsWith("softmax")
              ? DataSet.ofClasses(features, classes(outputs))
              : DataSet.ofValues(features, targets(loss, outputs, random), "a", "b", "c");
      float[] start = normals(random, spec.parameterCount(), 0.6);
      return new Problem(spec, data, start, new TrueNetwork(spec, data));
    }

    private static int[] classes(int count) {
      int[] classes = new int[SAMPLES];
      for (int i = 0; i < SAMPLES; i++) {
        classes[i] = i % count;
      }
      return classes;
    }

    private static float[] targets(Loss loss, int outputs, SplittableRandom random) {
      float[] targets = normals(random, outputs * SAMPLES, 1);
      for (int i = 0; i < targets.length; i++) {
        if (loss.equals(Loss.SIGMOID_CROSS_ENTROPY)) {
          targets[i] = targets[i] > 0 ? 1 : 0;
        } else if (loss.equals(Loss.POISSON)) {
          targets[i] = Math.round(Math.abs(targets[i]) * 2);
        }
      }
      return targets;
    }

    private static float[] normals(SplittableRandom random, int count, double scale) {
      float[] values = new float[count];
      for (int i = 0; i < count; i++) {
        values[i] = (float) (random.nextGaussian() * scale);
      }
      return values;
    }

    double[] parameters() {
      double[] parameters = new double[start.length];
      for (int i = 0; i < start.length; i++) {
        parameters[i] = start[i];
      }
      return parameters;
    }
  }
}
