package io.simdann.step;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.simdann.data.DataSet;
import io.simdann.kernel.Bits;
import io.simdann.kernel.CpuFacts;
import io.simdann.kernel.KernelSets;
import io.simdann.kernel.Kernels;
import io.simdann.nn.GoldenCase;
import io.simdann.nn.Initialization;
import io.simdann.nn.NetworkSpec;
import io.simdann.parallel.Shards;
import io.simdann.parallel.WorkerTeam;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What an optimizer with state, a norm and a penalty finds in a step. */
class MomentumTest {
  private static final Set<String> GOLDEN =
      Set.of(
          "optimizer name=sgd learning_rate=0.05 momentum=0.9",
          "l2",
          "clip by norm",
          "clip by norm, then l2, then momentum");
  private static final double ANY_NORM = Double.POSITIVE_INFINITY;

  /** Weights of 15 blocks of the norm; batches of 70 make two shards. */
  private static final NetworkSpec SPEC = NetworkSpec.of(300, 200, 33, 10);

  private static final DataSet DATA = SparseData.of(SPEC, 170, true, 0.2, 3);
  private static final int[][] FULL = {{0, 170}, {0, 170}, {0, 170}};
  private static final int[][] BATCHES = {{0, 70}, {70, 140}, {20, 90}};

  @ParameterizedTest
  @CsvSource({"true, 67108864, false", "true, 65536, false", "false, 1048576, true"})
  void everyPlanThreadNumberAndKernelSetGivesTheBitsOfPlainLoops(
      boolean parameterMajor, int l2Bytes, boolean full) {
    int[][] ranges = full ? FULL : BATCHES;
    PlanChoice choice = new PlanChoice(SPEC, KernelSets.widest(), true, cpu(l2Bytes));
    assertEquals(
        parameterMajor, choice.isParameterMajor(Shards.of(ranges[0][1] - ranges[0][0]), full));
    for (double clipNorm : new double[] {ANY_NORM, 0.4}) {
      for (double l2 : new double[] {0, 0.03}) {
        Plain plain = new Plain(0.05, 0.9, clipNorm, l2);
        for (int[] range : ranges) {
          plain.step(range);
        }
        assertEquals(clipNorm == 0.4, plain.clipped);
        for (Kernels kernels : new Kernels[] {Engines.scalar(), Engines.best()}) {
          for (int threads : new int[] {1, 2, 7}) {
            Training training = new Training(plain, kernels);
            training.run(l2Bytes, threads, ranges);
            String where = kernels.name() + ", " + threads + " threads, " + clipNorm + ", " + l2;
            Bits.assertSame(plain.parameters, training.parameters, where);
            Bits.assertSame(plain.velocity, training.state.get("velocity"), where);
          }
        }
      }
    }
  }

  private static CpuFacts cpu(int l2Bytes) {
    return new CpuFacts("a test's", 2, 32 << 10, l2Bytes);
  }

  @ParameterizedTest
  @CsvSource({"Infinity, 0", "0.4, 0.03"})
  void whatWasSavedGoesOnWithTheSameBits(double clipNorm, double l2) {
    Plain plain = new Plain(0.05, 0.9, clipNorm, l2);
    Training whole = new Training(plain, Engines.best());
    whole.run(64 << 20, 2, BATCHES);

    Training begun = new Training(plain, Engines.best());
    begun.run(64 << 20, 2, BATCHES[0]);
    float[] saved = begun.state.get("velocity").clone();
    Training resumed = new Training(plain, Engines.best());
    System.arraycopy(begun.parameters, 0, resumed.parameters, 0, saved.length);
    resumed.state.set("velocity", saved);
    resumed.run(64 << 20, 3, BATCHES[1], BATCHES[2]);

    Bits.assertSame(whole.parameters, resumed.parameters, "parameters");
    Bits.assertSame(whole.state.get("velocity"), resumed.state.get("velocity"), "velocity");
  }

  /** A training in the engine, by the settings of a plain one. */
  private static final class Training {
    final Kernels kernels;
    final float[] parameters = Initialization.numpy(SPEC, 1);
    final OptimizerState state;
    final StepContext context = new StepContext(1);

    Training(Plain plain, Kernels kernels) {
      this.kernels = kernels;
      this.state =
          new OptimizerState(
              new Momentum(plain.momentum, plain.clipNorm, plain.l2), SPEC.parameterCount());
      context.begin(0, 0, plain.rate);
    }

    void run(int l2Bytes, int threads, int[]... ranges) {
      try (WorkerTeam team = WorkerTeam.ofThreads(threads)) {
        GradientEngine engine =
            new LocalGradientEngine(
                DATA, SPEC, kernels, team, PackedSamples.Zeros.LEFT_OUT, cpu(l2Bytes));
        for (int[] range : ranges) {
          engine.update(context, parameters, range[0], range[1], state, parameters);
        }
      }
    }
  }

  /** The same as plain loops over the canonical gradient. */
  private static final class Plain {
    final double rate;
    final double momentum;
    final double clipNorm;
    final double l2;
    final float[] parameters = Initialization.numpy(SPEC, 1);
    final float[] velocity = new float[parameters.length];
    boolean clipped;

    Plain(double rate, double momentum, double clipNorm, double l2) {
      this.rate = rate;
      this.momentum = momentum;
      this.clipNorm = clipNorm;
      this.l2 = l2;
    }

    void step(int[] range) {
      int[] samples = IntStream.range(range[0], range[1]).toArray();
      CanonicalStep step = CanonicalStep.of(SPEC, DATA, samples);
      step.run(parameters);
      float[] g = step.gradient;
      for (int i = 0; i < g.length; i++) {
        g[i] *= (float) (1.0 / samples.length);
      }
      double norm = norm(g);
      float factor = 1f;
      if (norm > clipNorm) {
        factor = (float) (clipNorm / norm);
        clipped = true;
      }
      for (int i = 0; i < g.length; i++) {
        float penalty = isBias(i) ? 0f : (float) l2;
        float sum = g[i] * factor + penalty * parameters[i];
        velocity[i] = (float) momentum * velocity[i] + sum;
        parameters[i] -= (float) rate * velocity[i];
      }
    }

    private static boolean isBias(int parameter) {
      return IntStream.rangeClosed(1, SPEC.layers())
          .anyMatch(
              layer ->
                  parameter >= SPEC.biasOffset(layer)
                      && parameter < SPEC.biasOffset(layer) + SPEC.size(layer));
    }

    /** Squares in blocks of 4096, each 16 ways and a tree; then the blocks in a tree. */
    private static double norm(float[] g) {
      double[] blocks = new double[(g.length + 4095) / 4096];
      for (int block = 0; block < blocks.length; block++) {
        double[] ways = new double[16];
        for (int i = block * 4096; i < Math.min(g.length, (block + 1) * 4096); i++) {
          ways[i % 16] += (double) g[i] * g[i];
        }
        blocks[block] = tree(ways, 8);
      }
      for (int stride = 1; stride < blocks.length; stride *= 2) {
        for (int into = 0; into + stride < blocks.length; into += 2 * stride) {
          blocks[into] += blocks[into + stride];
        }
      }
      return Math.sqrt(blocks[0]);
    }

    private static double tree(double[] ways, int half) {
      for (int way = 0; way < half; way++) {
        ways[way] += ways[way + half];
      }
      return half == 1 ? ways[0] : tree(ways, half / 2);
    }
  }

  static Stream<JsonNode> goldenCases() {
    JsonNode cases = GoldenCase.json("/reference/golden-training.json").get("cases");
    return StreamSupport.stream(cases.spliterator(), false)
        .filter(golden -> GOLDEN.contains(golden.get("name").asText()));
  }

  /** The gradients are exact, so what is seen are the errors of the updates. */
  @ParameterizedTest
  @MethodSource("goldenCases")
  void goldenTrainingsAreWithinTheRoundingOfTheirSteps(JsonNode golden) {
    JsonNode settings = golden.get("optimizer");
    Momentum momentum =
        new Momentum(
            settings.path("momentum").asDouble(0),
            golden.path("clip_norm").asDouble(ANY_NORM),
            golden.path("l2").asDouble(0));
    ExactGradients gradients = new ExactGradients(golden);
    NetworkSpec spec = gradients.spec;
    float[] parameters = ExactGradients.floats(spec, golden.get("initial"));
    float[] initial = parameters.clone();
    OptimizerState state = new OptimizerState(momentum, parameters.length);
    StepContext context = new StepContext(1);
    context.begin(0, 0, settings.get("learning_rate").asDouble());
    int steps = golden.get("steps").asInt();
    double bound = (steps + 1) * 4 * Math.scalb(1.0, -24);
    try (WorkerTeam team = WorkerTeam.ofThreads(2)) {
      GradientTarget target = new GradientTarget(spec, team);
      target.reserve(parameters.length);
      for (int step = 0; step < steps; step++) {
        target.begin(context, gradients.samples, parameters, state, parameters);
        double loss = gradients.sum(parameters, target.array(0)) / gradients.samples;
        target.finish(0, parameters.length, 0);
        target.finishAll();
        assertEquals(golden.get("losses").get(step).asDouble(), loss, bound);
      }
    }
    float[] expected = ExactGradients.floats(spec, golden.get("final"));
    double largestChange = 0;
    for (int i = 0; i < expected.length; i++) {
      largestChange = Math.max(largestChange, Math.abs(expected[i] - initial[i]));
      assertEquals(expected[i], parameters[i], bound, golden.get("name") + ", parameter " + i);
    }
    assertTrue(bound < largestChange / 100, "a bound that says little: " + bound);
  }

  /** Gradients of a network with one tanh and one relu layer, in float64. */
  private static final class ExactGradients {
    final NetworkSpec spec;
    final int samples;
    private final double[][] x;
    private final int[] classes;

    ExactGradients(JsonNode golden) {
      assertEquals("[\"tanh\",\"relu\"]", golden.get("activations").toString());
      spec = NetworkSpec.of(ints(golden.get("sizes")));
      x = doubles(golden.get("x"));
      classes = ints(golden.get("targets"));
      samples = classes.length;
    }

    private static int[] ints(JsonNode list) {
      return StreamSupport.stream(list.spliterator(), false).mapToInt(JsonNode::asInt).toArray();
    }

    private static double[] row(JsonNode list) {
      return StreamSupport.stream(list.spliterator(), false)
          .mapToDouble(JsonNode::asDouble)
          .toArray();
    }

    private static double[][] doubles(JsonNode rows) {
      return StreamSupport.stream(rows.spliterator(), false)
          .map(ExactGradients::row)
          .toArray(double[][]::new);
    }

    /** Layers of [weights [outputs][inputs], biases], flat. */
    static float[] floats(NetworkSpec spec, JsonNode layers) {
      float[] flat = new float[spec.parameterCount()];
      for (int layer = 1; layer <= spec.layers(); layer++) {
        double[][] w = doubles(layers.get(layer - 1).get(0));
        double[] b = row(layers.get(layer - 1).get(1));
        for (int output = 0; output < b.length; output++) {
          flat[spec.biasOffset(layer) + output] = (float) b[output];
          for (int input = 0; input < w[output].length; input++) {
            flat[spec.weightOffset(layer) + input * b.length + output] = (float) w[output][input];
          }
        }
      }
      return flat;
    }

    /** The sum over the samples, rounded to floats; returns the sum of the losses. */
    double sum(float[] parameters, float[] gradient) {
      double[] sums = new double[parameters.length];
      double loss = 0;
      for (int sample = 0; sample < samples; sample++) {
        loss += add(parameters, sample, sums);
      }
      for (int i = 0; i < sums.length; i++) {
        gradient[i] = (float) sums[i];
      }
      return loss;
    }

    private double add(float[] parameters, int sample, double[] sums) {
      int layers = spec.layers();
      double[][] a = new double[layers + 1][];
      a[0] = x[sample];
      for (int layer = 1; layer <= layers; layer++) {
        a[layer] = new double[spec.size(layer)];
        for (int output = 0; output < a[layer].length; output++) {
          double z = parameters[spec.biasOffset(layer) + output];
          for (int input = 0; input < a[layer - 1].length; input++) {
            z += parameters[weight(layer, input, output)] * a[layer - 1][input];
          }
          a[layer][output] = layer == 1 ? Math.tanh(z) : layer == 2 ? Math.max(0, z) : Math.exp(z);
        }
      }
      double all = Arrays.stream(a[layers]).sum();
      double[] dz = Arrays.stream(a[layers]).map(value -> value / all).toArray();
      double loss = -Math.log(dz[classes[sample]]);
      dz[classes[sample]] -= 1;
      for (int layer = layers; layer >= 1; layer--) {
        double[] da = new double[spec.size(layer - 1)];
        for (int output = 0; output < dz.length; output++) {
          sums[spec.biasOffset(layer) + output] += dz[output];
          for (int input = 0; input < da.length; input++) {
            sums[weight(layer, input, output)] += dz[output] * a[layer - 1][input];
            da[input] += dz[output] * parameters[weight(layer, input, output)];
          }
        }
        for (int input = 0; layer > 1 && input < da.length; input++) {
          double value = a[layer - 1][input];
          da[input] *= layer == 2 ? 1 - value * value : value > 0 ? 1 : 0;
        }
        dz = da;
      }
      return loss;
    }

    private int weight(int layer, int input, int output) {
      return spec.weightOffset(layer) + input * spec.size(layer) + output;
    }
  }
}
