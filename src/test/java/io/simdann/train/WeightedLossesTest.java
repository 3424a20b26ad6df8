package io.simdann.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.simdann.data.DataSet;
import io.simdann.data.Features;
import io.simdann.kernel.Bits;
import io.simdann.kernel.CpuFacts;
import io.simdann.kernel.KernelSets;
import io.simdann.kernel.Kernels;
import io.simdann.nn.Activation;
import io.simdann.nn.Initialization;
import io.simdann.nn.Layer;
import io.simdann.nn.Loss;
import io.simdann.nn.Network;
import io.simdann.nn.NetworkSpec;
import io.simdann.parallel.WorkerTeam;
import io.simdann.step.Evaluation;
import io.simdann.step.Floats;
import io.simdann.step.LocalGradientEngine;
import io.simdann.step.PackedSamples;
import io.simdann.step.SparseData;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Weights with losses of numbers, and with one output for two classes. */
class WeightedLossesTest {
  private static final int SAMPLES = 150;
  private static final int INPUTS = 40;
  private static final Features FEATURES =
      SparseData.of(NetworkSpec.of(INPUTS, 2), SAMPLES, false, 0.4, 3).features();

  private static NetworkSpec spec(Loss loss, int outputs) {
    return NetworkSpec.of(INPUTS, List.of(new Layer(17, new Activation("relu"))), loss, outputs);
  }

  private static float[] weights() {
    return Floats.of(SAMPLES, sample -> sample % 7 * 0.3f);
  }

  /** Numbers 0 and 1, which every loss takes. */
  private static DataSet numbers(int outputs) {
    float[] values = Floats.of(SAMPLES * outputs, i -> i * 37 % 11 % 2);
    String[] names = IntStream.range(0, outputs).mapToObj(i -> "y" + i).toArray(String[]::new);
    return DataSet.ofValues(FEATURES, values, names).withWeights(weights());
  }

  private static LocalGradientEngine engine(
      DataSet data, NetworkSpec spec, Kernels kernels, WorkerTeam team, int cache) {
    CpuFacts cpu = new CpuFacts("a test's", 2, 32 << 10, cache);
    return new LocalGradientEngine(data, spec, kernels, team, PackedSamples.Zeros.BY_DENSITY, cpu);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sigmoid_cross_entropy",
        "squared_error",
        "absolute_error",
        "huber",
        "quantile",
        "poisson"
      })
  void numbersGiveTheSameBitsByEveryPlanOnAllKernelsAndThreads(String loss) {
    NetworkSpec spec = spec(new Loss(loss), 3);
    DataSet data = numbers(3);
    float[] parameters = Initialization.numpy(spec, 1);
    float[] expected = null;
    List<Double> costs = new ArrayList<>();
    for (Kernels kernels : List.of(KernelSets.scalar(), KernelSets.widest())) {
      for (int threads : new int[] {1, 2, 7}) {
        for (int cache : new int[] {1 << 13, 1 << 22}) {
          try (WorkerTeam team = WorkerTeam.ofThreads(threads)) {
            float[] gradient = new float[parameters.length];
            LocalGradientEngine engine = engine(data, spec, kernels, team, cache);
            costs.add(engine.gradient(parameters, 0, 140, gradient));
            expected = expected == null ? gradient : expected;
            Bits.assertSame(expected, gradient, kernels.name() + ", " + threads + " threads");
          }
        }
      }
    }
    assertEquals(1, costs.stream().distinct().count());
    assertSumOfSamples(data, spec, parameters, costs.get(0), expected);
  }

  /** Of n + 20 roundings, each of at most 2⁻²⁴ of the magnitudes' sum. */
  private static void assertSumOfSamples(
      DataSet data, NetworkSpec spec, float[] parameters, double cost, float[] gradient) {
    DataSet alike = new DataSet(data.features(), data.targets());
    double[] sums = new double[gradient.length];
    double[] magnitudes = new double[gradient.length];
    double costSum = 0;
    double costMagnitude = 0;
    try (WorkerTeam team = WorkerTeam.ofThreads(1)) {
      LocalGradientEngine engine = engine(alike, spec, KernelSets.widest(), team, 1 << 20);
      float[] one = new float[gradient.length];
      for (int sample = 0; sample < 140; sample++) {
        float weight = weights()[sample];
        double ofOne = weight * engine.gradient(parameters, sample, sample + 1, one);
        costSum += ofOne;
        costMagnitude += Math.abs(ofOne);
        for (int i = 0; i < one.length; i++) {
          sums[i] += weight * (double) one[i];
          magnitudes[i] += Math.abs(weight * (double) one[i]);
        }
      }
    }
    assertEquals(costSum, cost, Math.scalb(costMagnitude, -23));
    double largest = 0;
    for (int i = 0; i < sums.length; i++) {
      assertEquals(sums[i], gradient[i], Math.scalb(160 * magnitudes[i], -24), "gradient " + i);
      largest = Math.max(largest, Math.abs(sums[i]));
    }
    assertTrue(largest > 0.1, "a gradient that says little");
  }

  @Test
  void oneOutputForTwoClassesLearnsAndCountsByWeight() {
    NetworkSpec spec = spec(Loss.SIGMOID_CROSS_ENTROPY, 1);
    DataSet numbers = numbers(1);
    int[] labels = new int[SAMPLES];
    Arrays.setAll(labels, i -> i * 37 % 11 % 2);
    DataSet classes = DataSet.ofClasses(FEATURES, labels).withWeights(weights());
    float[] parameters = Initialization.numpy(spec, 2);
    float[] expected = new float[parameters.length];
    float[] actual = new float[parameters.length];
    try (WorkerTeam team = WorkerTeam.ofThreads(2)) {
      Kernels kernels = KernelSets.widest();
      LocalGradientEngine ofClasses = engine(classes, spec, kernels, team, 1 << 20);
      double cost =
          engine(numbers, spec, kernels, team, 1 << 20).gradient(parameters, 0, SAMPLES, expected);
      assertEquals(cost, ofClasses.gradient(parameters, 0, SAMPLES, actual));
      Bits.assertSame(expected, actual, "gradient");

      LocalGradientEngine alike =
          engine(DataSet.ofClasses(FEATURES, labels), spec, kernels, team, 1 << 20);
      double correct = 0;
      double weightSum = 0;
      for (int sample = 0; sample < SAMPLES; sample++) {
        correct += weights()[sample] * alike.evaluate(parameters, sample, sample + 1, 1).correct();
        weightSum += weights()[sample];
      }
      Evaluation evaluation = ofClasses.evaluate(parameters, 0, SAMPLES, SAMPLES);
      assertEquals(cost, evaluation.lossSum());
      // Sums of floats in float64: the order matters beyond the 40th bit at the earliest.
      assertEquals(correct, evaluation.correct(), Math.scalb(weightSum, -40));
      assertEquals(weightSum, evaluation.weightSum(), Math.scalb(weightSum, -40));
      assertTrue(correct > 0 && correct < weightSum);

      ofClasses.weighClasses(new double[] {0, 1});
      Evaluation second = ofClasses.evaluate(parameters, 0, SAMPLES, SAMPLES);
      assertTrue(second.weightSum() < evaluation.weightSum());
    }
  }

  @Test
  void classWeightsOfNumbersAreRefused() {
    try (WorkerTeam team = WorkerTeam.ofThreads(1)) {
      LocalGradientEngine engine =
          engine(numbers(3), spec(Loss.SQUARED_ERROR, 3), KernelSets.scalar(), team, 1 << 20);
      String expected =
          "class weights are for classes, but the targets are numbers; expected weights of samples";
      assertEquals(
          expected, assertThrows(IllegalArgumentException.class, engine::classCounts).getMessage());
      assertEquals(
          expected,
          assertThrows(
                  IllegalArgumentException.class, () -> engine.weighClasses(new double[] {1, 1, 1}))
              .getMessage());
    }
  }

  /** That of classes is divided by their number, as in the article; others are means already. */
  @Test
  void theCostOfAHistoryIsTheMeanByWeight() {
    assertEquals(lossOfNumbers(), historyCost(numbers(3), Loss.SQUARED_ERROR));
    int[] labels = new int[SAMPLES];
    Arrays.setAll(labels, i -> i % 3);
    DataSet classes = DataSet.ofClasses(FEATURES, labels).withWeights(weights());
    NetworkSpec spec = spec(Loss.SOFTMAX_CROSS_ENTROPY, 3);
    try (WorkerTeam team = WorkerTeam.ofThreads(1)) {
      Evaluation evaluation =
          engine(classes, spec, KernelSets.widest(), team, 1 << 20)
              .evaluate(Initialization.numpy(spec, 1), 0, SAMPLES, SAMPLES);
      assertEquals(
          evaluation.lossSum() / (evaluation.weightSum() * 3),
          historyCost(classes, Loss.SOFTMAX_CROSS_ENTROPY));
    }
  }

  private static double lossOfNumbers() {
    NetworkSpec spec = spec(Loss.SQUARED_ERROR, 3);
    try (WorkerTeam team = WorkerTeam.ofThreads(1)) {
      Evaluation evaluation =
          engine(numbers(3), spec, KernelSets.widest(), team, 1 << 20)
              .evaluate(Initialization.numpy(spec, 1), 0, SAMPLES, SAMPLES);
      return evaluation.lossSum() / evaluation.weightSum();
    }
  }

  private static double historyCost(DataSet data, Loss loss) {
    NetworkSpec spec = spec(loss, 3);
    Kernels kernels = KernelSets.widest();
    List<String> names = IntStream.range(0, 3).mapToObj(Integer::toString).toList();
    try (WorkerTeam team = WorkerTeam.ofThreads(2)) {
      TrainingRun run =
          new TrainingRun(
              Trainer.builder().iterations(1).kernels(kernels).build(),
              engine(data, spec, kernels, team, 1 << 20),
              new Network(spec, Initialization.numpy(spec, 1), names),
              new Sgd(0.1).minimizer(kernels, Regularization.NONE),
              kernels,
              TrainingMonitor.NONE);
      run.run();
      assertEquals(run.history().entries().get(0).cost(), run.progress().cost());
      return run.progress().cost();
    }
  }
}
