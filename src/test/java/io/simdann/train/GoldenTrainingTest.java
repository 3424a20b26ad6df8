package io.simdann.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.simdann.data.ByteFeatures;
import io.simdann.data.DataSet;
import io.simdann.data.Features;
import io.simdann.data.FloatFeatures;
import io.simdann.data.Labels;
import io.simdann.kernel.Kernels;
import io.simdann.matrix.Matrix;
import io.simdann.nn.ArticleNetwork;
import io.simdann.nn.ErrorBounds;
import io.simdann.nn.GoldenCase;
import io.simdann.nn.Network;
import io.simdann.nn.NetworkSpec;
import io.simdann.nn.Trajectory;
import io.simdann.parallel.WorkerTeam;
import io.simdann.predict.Classifier;
import io.simdann.step.Descent;
import io.simdann.step.Engines;
import io.simdann.step.GradientEngine;
import io.simdann.step.LocalGradientEngine;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The whole step against an independent float64 program, within bounds from error analysis. */
class GoldenTrainingTest {
  private static final Map<String, Trajectory> TRAJECTORIES =
      Stream.of("golden-17-9-5", "golden-50-33-21-7")
          .collect(Collectors.toMap(name -> name, name -> Trajectory.of(GoldenCase.read(name))));

  static Stream<Arguments> cases() {
    return Stream.of("golden-17-9-5", "golden-50-33-21-7")
        .flatMap(
            name ->
                Engines.all().stream()
                    .flatMap(
                        kernels ->
                            Stream.of(
                                Arguments.of(name, kernels, true),
                                Arguments.of(name, kernels, false))));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void everyNumberIsWithinItsErrorBound(String name, Kernels kernels, boolean bytes) {
    GoldenCase golden = GoldenCase.read(name);
    Trajectory trajectory = TRAJECTORIES.get(name);
    NetworkSpec spec = NetworkSpec.of(golden.sizes());
    DataSet data = data(golden, bytes);
    double[][] x = golden.inputs();
    float[] parameters = golden.parameters();
    float[] gradient = new float[parameters.length];
    int samples = golden.samples();
    try (WorkerTeam team = WorkerTeam.ofThreads(2)) {
      GradientEngine engine = new LocalGradientEngine(data, spec, kernels, team);
      Descent descent = new Descent(golden.learningRate(), kernels);
      for (int iteration = 0; iteration < golden.iterations(); iteration++) {
        double cost = engine.gradient(parameters, 0, samples, gradient) / samples / spec.outputs();
        assertWithin(golden.costs()[iteration], cost, trajectory.costs[iteration], "cost");
        if (iteration == 0) {
          ArticleNetwork exact = new ArticleNetwork(golden.initialW());
          ErrorBounds bounds = bounds(exact, x, golden.labels(), ErrorBounds.U);
          assertProbabilities(golden, data, parameters, kernels, bounds);
          assertGradient(golden.dw(), golden.db(), spec, gradient, samples, bounds);
        }
        ArticleNetwork exact = ArticleNetwork.of(spec, parameters);
        ErrorBounds bounds = bounds(exact, x, golden.labels(), 0);
        assertGradient(
            Arrays.copyOfRange(exact.dw, 1, exact.dw.length),
            Arrays.copyOfRange(exact.db, 1, exact.db.length),
            spec,
            gradient,
            samples,
            bounds);
        descent.update(engine, parameters, 0, samples, parameters);
      }
    }
    assertFinalParameters(golden, spec, parameters, trajectory);
  }

  private static void assertFinalParameters(
      GoldenCase golden, NetworkSpec spec, float[] parameters, Trajectory trajectory) {
    double squares = 0;
    double largestChange = 0;
    for (int layer = 1; layer <= spec.layers(); layer++) {
      for (int output = 0; output < spec.size(layer); output++) {
        double[] expected = golden.finalW()[layer - 1][output];
        for (int input = 0; input < expected.length; input++) {
          double error = parameters[weight(spec, layer, output, input)] - expected[input];
          squares += error * error;
          double change = expected[input] - golden.initialW()[layer - 1][output][input];
          largestChange = Math.max(largestChange, Math.abs(change));
        }
        double error =
            parameters[spec.biasOffset(layer) + output] - golden.finalB()[layer - 1][output];
        squares += error * error;
      }
    }
    double bound = trajectory.distances[golden.iterations()];
    assertWithin(0, Math.sqrt(squares), bound, "the distance of the final parameters");
    assertTrue(bound < largestChange / 100, "a bound that says little: " + bound);
  }

  private static ErrorBounds bounds(
      ArticleNetwork exact, double[][] x, int[] labels, double relativeError) {
    exact.forward(x);
    exact.backward(labels);
    ErrorBounds bounds = new ErrorBounds(exact, relativeError);
    bounds.forward();
    bounds.backward();
    return bounds;
  }

  private static void assertProbabilities(
      GoldenCase golden, DataSet data, float[] parameters, Kernels kernels, ErrorBounds bounds) {
    NetworkSpec spec = NetworkSpec.of(golden.sizes());
    Network network = new Network(spec, parameters, data.labels().names());
    Matrix actual = new Classifier(network, kernels).probabilities(data.features());
    for (int sample = 0; sample < golden.samples(); sample++) {
      for (int output = 0; output < spec.outputs(); output++) {
        assertWithin(
            golden.probabilities()[sample][output],
            actual.get(output, sample),
            bounds.a[spec.layers()][output][sample],
            "probability");
      }
    }
    double accuracy = new Classifier(network, kernels).accuracy(data);
    assertEquals(golden.accuracyPercents()[0], accuracy * 100, 1e-9);
  }

  private static void assertGradient(
      double[][][] dw,
      double[][] db,
      NetworkSpec spec,
      float[] gradient,
      int samples,
      ErrorBounds bounds) {
    for (int layer = 1; layer <= spec.layers(); layer++) {
      for (int output = 0; output < spec.size(layer); output++) {
        double[] expected = dw[layer - 1][output];
        for (int input = 0; input < expected.length; input++) {
          assertWithin(
              expected[input],
              gradient[weight(spec, layer, output, input)] / (double) samples,
              bounds.dw[layer][output][input],
              "dW" + layer);
        }
        assertWithin(
            db[layer - 1][output],
            gradient[spec.biasOffset(layer) + output] / (double) samples,
            bounds.db[layer][output],
            "db" + layer);
      }
    }
  }

  private static void assertWithin(double expected, double actual, double bound, String what) {
    assertTrue(
        Math.abs(expected - actual) <= bound,
        () -> what + ": " + actual + " is more than " + bound + " from " + expected);
  }

  private static int weight(NetworkSpec spec, int layer, int output, int input) {
    return spec.weightOffset(layer) + input * spec.size(layer) + output;
  }

  private static DataSet data(GoldenCase golden, boolean bytes) {
    int features = golden.sizes()[0];
    Features inputs;
    if (bytes) {
      inputs = new ByteFeatures(golden.features(), features, golden.samples());
    } else {
      float[] values = new float[golden.features().length];
      for (int i = 0; i < values.length; i++) {
        values[i] = (golden.features()[i] & 0xff) / 255f;
      }
      inputs = new FloatFeatures(values, features, golden.samples());
    }
    return new DataSet(inputs, Labels.encode(golden.labels()));
  }
}
