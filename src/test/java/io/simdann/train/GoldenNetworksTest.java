package io.simdann.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.simdann.data.DataSet;
import io.simdann.data.FloatFeatures;
import io.simdann.data.FloatTargets;
import io.simdann.data.Labels;
import io.simdann.data.Targets;
import io.simdann.kernel.CpuFacts;
import io.simdann.kernel.Kernels;
import io.simdann.nn.Activation;
import io.simdann.nn.GoldenCase;
import io.simdann.nn.Layer;
import io.simdann.nn.Loss;
import io.simdann.nn.NetworkSpec;
import io.simdann.parallel.WorkerTeam;
import io.simdann.step.Engines;
import io.simdann.step.LocalGradientEngine;
import io.simdann.step.OptimizerState;
import io.simdann.step.PackedSamples;
import io.simdann.step.StepContext;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Small trainings with every activation, loss, optimizer and regularization against those of an
 * independent float64 program.
 *
 * <p>A value goes through chains over the inputs, both hidden layers and the samples: some 100
 * roundings, each of at most 2⁻²⁴ of sums of magnitudes below 4. A step adds one such error to the
 * parameters, scaled by the learning rate at most; adam's first steps scale by 1/√v̂ instead, that
 * is by the inverse of the gradient itself.
 */
class GoldenNetworksTest {
  private static final double ROUNDINGS = 100 * Math.scalb(1.0, -24);
  private static final double MAGNITUDE = 4;

  static Stream<JsonNode> cases() {
    JsonNode cases = GoldenCase.json("/reference/golden-training.json").get("cases");
    return StreamSupport.stream(cases.spliterator(), false);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void everyNumberIsWithinItsBound(JsonNode golden) {
    for (Kernels kernels : Engines.all()) {
      for (PackedSamples.Zeros zeros :
          List.of(PackedSamples.Zeros.DENSE, PackedSamples.Zeros.LEFT_OUT)) {
        compare(golden, kernels, zeros);
      }
    }
  }

  private static void compare(JsonNode golden, Kernels kernels, PackedSamples.Zeros zeros) {
    String name = golden.get("name").asText() + " on " + kernels.name();
    NetworkSpec spec = spec(golden);
    DataSet data = data(golden);
    int samples = data.samples();
    double weightSum = weightSum(golden, data.samples());
    Regularization regularization =
        new Regularization(
            golden.path("l1").asDouble(0),
            golden.path("l2").asDouble(0),
            golden.path("clip_value").asDouble(Double.POSITIVE_INFINITY),
            golden.path("clip_norm").asDouble(Double.POSITIVE_INFINITY));
    FirstOrderSettings settings = optimizer(golden.get("optimizer"));
    float[] parameters = flat(spec, golden.get("initial"));
    OptimizerState state =
        new OptimizerState(settings.create(kernels, regularization), parameters.length);
    float[] gradient = new float[parameters.length];
    double scale = golden.path("x_scale").asDouble(1);
    double bound = ROUNDINGS * MAGNITUDE * scale;
    try (WorkerTeam team = WorkerTeam.ofThreads(2)) {
      LocalGradientEngine engine =
          new LocalGradientEngine(data, spec, kernels, team, zeros, CpuFacts.here());
      if (isOfClassWeights(golden)) {
        engine.weighClasses(
            new ObjectMapper().convertValue(golden.get("class_weights"), double[].class));
      }
      engine.gradient(parameters, 0, samples, gradient);
      float[] expected = flat(spec, golden.get("first_gradients"));
      for (int i = 0; i < gradient.length; i++) {
        assertEquals(expected[i], gradient[i] / weightSum, bound, name + ": gradient " + i);
      }
      StepContext context = new StepContext(1);
      int steps = golden.get("steps").asInt();
      for (int step = 0; step < steps; step++) {
        double rate =
            golden.has("learning_rates")
                ? golden.get("learning_rates").get(step).asDouble()
                : settings.learningRate();
        context.begin(step, step, rate);
        double loss = engine.update(context, parameters, 0, samples, state, parameters) / weightSum;
        double expectedLoss = golden.get("losses").get(step).asDouble();
        double allowed = bound * (step + 1) * Math.max(1, Math.abs(expectedLoss));
        assertEquals(expectedLoss, loss, allowed, name + ": loss of step " + step);
      }
      double drift = bound * steps * stepScale(settings);
      float[] last = flat(spec, golden.get("final"));
      float[] first = flat(spec, golden.get("initial"));
      double change = 0;
      for (int i = 0; i < last.length; i++) {
        change = Math.max(change, Math.abs(last[i] - first[i]));
        assertEquals(last[i], parameters[i], drift, name + ": parameter " + i);
      }
      assertTrue(drift < change / 20, name + ": a bound that says little");
    }
  }

  /** By what an error of a gradient is multiplied, in all steps together, at most. */
  private static double stepScale(FirstOrderSettings settings) {
    return settings instanceof Sgd sgd ? sgd.learningRate() / (1 - sgd.momentum()) : 1;
  }

  private static NetworkSpec spec(JsonNode golden) {
    ObjectMapper mapper = new ObjectMapper();
    int[] sizes = mapper.convertValue(golden.get("sizes"), int[].class);
    List<Layer> hidden = new ArrayList<>();
    for (int layer = 1; layer < sizes.length - 1; layer++) {
      String activation = golden.get("activations").get(layer - 1).asText();
      hidden.add(new Layer(sizes[layer], new Activation(activation)));
    }
    Loss loss = new Loss(golden.get("loss").asText());
    JsonNode parameters = golden.path("loss_params");
    if (parameters.size() == 1) {
      loss = loss.with(parameters.elements().next().asDouble());
    }
    return NetworkSpec.of(sizes[0], hidden, loss, sizes[sizes.length - 1]);
  }

  private static DataSet data(JsonNode golden) {
    ObjectMapper mapper = new ObjectMapper();
    double[][] x = mapper.convertValue(golden.get("x"), double[][].class);
    float[] values = new float[x.length * x[0].length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) x[i / x[0].length][i % x[0].length];
    }
    DataSet data =
        new DataSet(
            new FloatFeatures(values, x[0].length, x.length), targets(golden.get("targets")));
    return golden.has("weights") && !isOfClassWeights(golden)
        ? data.withWeights(mapper.convertValue(golden.get("weights"), float[].class))
        : data;
  }

  /** Whether classes have weights and samples have none. */
  private static boolean isOfClassWeights(JsonNode golden) {
    return golden.has("class_weights") && !golden.has("sample_weights");
  }

  private static double weightSum(JsonNode golden, int samples) {
    double sum = 0;
    for (JsonNode weight : golden.path("weights")) {
      sum += (float) weight.asDouble();
    }
    return golden.has("weights") ? sum : samples;
  }

  private static Targets targets(JsonNode list) {
    ObjectMapper mapper = new ObjectMapper();
    if (list.get(0).isInt()) {
      return Labels.encode(mapper.convertValue(list, int[].class));
    }
    double[][] rows = mapper.convertValue(list, double[][].class);
    float[] values = new float[rows.length * rows[0].length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) rows[i / rows[0].length][i % rows[0].length];
    }
    return new FloatTargets(
        values, IntStream.range(0, rows[0].length).mapToObj(Integer::toString).toList());
  }

  private static FirstOrderSettings optimizer(JsonNode settings) {
    double rate = settings.get("learning_rate").asDouble();
    return switch (settings.get("name").asText()) {
      case "sgd" ->
          new Sgd(
              rate,
              settings.path("momentum").asDouble(0),
              settings.path("nesterov").asBoolean(false));
      case "rmsprop" -> new Rmsprop(rate, settings.path("rho").asDouble(0.9));
      default ->
          new Adam(
              rate,
              settings.path("beta_1").asDouble(0.9),
              settings.path("beta_2").asDouble(0.999),
              settings.path("weight_decay").asDouble(0));
    };
  }

  /** Layers of [weights [outputs][inputs], biases], flat. */
  private static float[] flat(NetworkSpec spec, JsonNode layers) {
    float[] flat = new float[spec.parameterCount()];
    for (int layer = 1; layer <= spec.layers(); layer++) {
      JsonNode weights = layers.get(layer - 1).get(0);
      JsonNode biases = layers.get(layer - 1).get(1);
      for (int output = 0; output < spec.size(layer); output++) {
        flat[spec.biasOffset(layer) + output] = (float) biases.get(output).asDouble();
        for (int input = 0; input < spec.size(layer - 1); input++) {
          int at = spec.weightOffset(layer) + input * spec.size(layer) + output;
          flat[at] = (float) weights.get(output).get(input).asDouble();
        }
      }
    }
    return flat;
  }
}
