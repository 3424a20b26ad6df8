package io.simdann.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.simdann.data.ClassNames;
import io.simdann.data.DataSet;
import io.simdann.data.FloatFeatures;
import io.simdann.kernel.Bits;
import io.simdann.kernel.KernelSets;
import io.simdann.kernel.Kernels;
import io.simdann.nn.Initialization;
import io.simdann.nn.NetworkSpec;
import io.simdann.parallel.WorkerTeam;
import io.simdann.random.SplitMix64;
import io.simdann.step.CanonicalStep;
import io.simdann.step.Evaluation;
import io.simdann.step.Floats;
import io.simdann.step.LocalGradientEngine;
import io.simdann.step.SparseData;
import io.simdann.step.StepWay;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Weights of samples and of classes. */
class WeightedTrainingTest {
  private static final int LAST_SEED = 400;
  private static final int TRAININGS_OF_A_WAY = 2;
  private static final List<Kernels> KERNELS = List.of(KernelSets.scalar(), KernelSets.widest());
  private static final NetworkSpec SPEC = NetworkSpec.of(20, 9, 4);
  private static final int SAMPLES = 300;

  @Test
  void everyWayKernelSetAndThreadNumberGivesTheBitsOfPlainLoops() {
    Map<StepWay, Integer> ways = new EnumMap<>(StepWay.class);
    boolean emptyBatch = false;
    for (long seed = 1; seed <= LAST_SEED; seed++) {
      SmallTraining training = new RandomTraining(new SplitMix64(seed)).next(seed).withWeights();
      if (training.spec().hidden().isEmpty()
          || ways.merge(training.way(), 1, Integer::sum) > TRAININGS_OF_A_WAY) {
        continue;
      }
      emptyBatch |=
          !training.shuffle() && training.samples() > training.batch() && training.iterations() > 1;
      SmallTraining.Outcome expected = training.canonical();
      for (Kernels kernels : KERNELS) {
        for (int threads : new int[] {1, 2, 7}) {
          String where = "%s on %s, %d threads".formatted(training, kernels.name(), threads);
          SmallTraining.Outcome actual = training.trained(kernels, threads);
          Bits.assertSame(expected.parameters(), actual.parameters(), where);
          assertEquals(expected.costs(), actual.costs(), where);
        }
      }
    }
    assertEquals(EnumSet.allOf(StepWay.class), ways.keySet());
    assertTrue(emptyBatch, "no batch without weights was trained on");
  }

  private static DataSet data() {
    return SparseData.of(SPEC, SAMPLES, false, 0.6, 7);
  }

  private static float[] weights() {
    return Floats.of(SAMPLES, sample -> sample % 7 * 0.3f);
  }

  private static TrainerBuilder settings() {
    return Trainer.builder().hidden(9).batchSize(110).epochs(3).threads(2);
  }

  private static float[] trained(TrainerBuilder settings, DataSet data) {
    return settings.build().fit(data).network().parameters();
  }

  @Test
  void weightsOfOneGiveTheBitsOfNone() {
    float[] ones = new float[SAMPLES];
    Arrays.fill(ones, 1f);
    float[] expected = trained(settings(), data());
    Bits.assertSame(expected, trained(settings(), data().withWeights(ones)), "sample weights");
    ClassWeights alike = ClassWeights.of(Map.of("0", 1.0, "1", 1.0, "2", 1.0, "3", 1.0));
    Bits.assertSame(expected, trained(settings().classWeights(alike), data()), "class weights");
  }

  @Test
  void theWeightOfASampleIsMultipliedWithThatOfItsClass() {
    double[] ofClasses = {0.1, 2, 0, 1 / 3.0};
    float[] products = weights();
    for (int sample = 0; sample < SAMPLES; sample++) {
      double ofClass = ofClasses[data().labels().classIndices()[sample]];
      products[sample] = (float) (products[sample] * ofClass);
    }
    ClassWeights byName = ClassWeights.of(Map.of("0", 0.1, "1", 2.0, "2", 0.0, "3", 1 / 3.0));
    Bits.assertSame(
        trained(settings(), data().withWeights(products)),
        trained(settings().classWeights(byName), data().withWeights(weights())),
        "both");
  }

  @Test
  void balancedWeightsCountSamples() {
    int[] classes = data().labels().classIndices();
    float[] balanced = new float[SAMPLES];
    for (int sample = 0; sample < SAMPLES; sample++) {
      int ofClass = classes[sample];
      long count = Arrays.stream(classes).filter(other -> other == ofClass).count();
      balanced[sample] = (float) (SAMPLES / (4.0 * count));
    }
    float[] expected = trained(settings(), data().withWeights(balanced));
    TrainerBuilder settings = settings().classWeights(ClassWeights.BALANCED);
    Bits.assertSame(expected, trained(settings, data()), "balanced");
    assertFalse(Arrays.equals(expected, trained(settings(), data())));
  }

  /**
   * Terms of the sums are the same, or exactly twice as large, so that only additions differ: some
   * n roundings of the sum of magnitudes in each, and |dZ| is at most 1.
   */
  @Test
  void weightTwoIsASampleThatIsThereTwice() {
    NetworkSpec spec = NetworkSpec.of(20, 4);
    float[] parameters = Initialization.numpy(spec, 1);
    FloatFeatures once = (FloatFeatures) data().features();
    float[] values = Arrays.copyOf(once.values(), (SAMPLES + 1) * 20);
    System.arraycopy(values, 77 * 20, values, SAMPLES * 20, 20);
    int[] labels = Arrays.copyOf(data().labels().classIndices(), SAMPLES + 1);
    labels[SAMPLES] = labels[77];
    DataSet twice = DataSet.ofClasses(new FloatFeatures(values, 20, SAMPLES + 1), labels);
    float[] weights = new float[SAMPLES];
    Arrays.fill(weights, 1f);
    float[] ones = weights.clone();
    weights[77] = 2f;
    float[] expected = new float[parameters.length];
    float[] actual = new float[parameters.length];
    float[] unweighted = new float[parameters.length];
    double cost = gradient(spec, twice, parameters, expected);
    assertEquals(
        cost, gradient(spec, data().withWeights(weights), parameters, actual), 1e-12 * cost);
    gradient(spec, data().withWeights(ones), parameters, unweighted);
    boolean told = false;
    for (int i = 0; i < parameters.length; i++) {
      double magnitudes = 0;
      for (int sample = 0; sample <= SAMPLES; sample++) {
        magnitudes += i < 80 ? Math.abs(values[sample * 20 + i / 4]) : 1;
      }
      double bound = 2 * (SAMPLES + 1) * Math.scalb(1.0, -24) * magnitudes;
      assertEquals(expected[i], actual[i], bound, "gradient " + i);
      told |= Math.abs(expected[i] - unweighted[i]) > bound;
    }
    assertTrue(told, "a bound that says little");
  }

  private static double gradient(
      NetworkSpec spec, DataSet data, float[] parameters, float[] gradient) {
    try (WorkerTeam team = WorkerTeam.ofThreads(2)) {
      return new LocalGradientEngine(data, spec, KernelSets.widest(), team)
          .gradient(parameters, 0, data.samples(), gradient);
    }
  }

  static List<OptimizerSettings> optimizers() {
    return List.of(new Sgd(0.1), new Sgd(0.1, 0.9, true), new Rmsprop(0.01), new Adam(0.01));
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void aBatchOfNoWeightHasNoCostAndMovesNothingButByState(OptimizerSettings optimizer) {
    float[] weights = weights();
    Arrays.fill(weights, 100, 200, 0f);
    TrainerBuilder settings =
        Trainer.builder().hidden(9).optimizer(optimizer).batchSize(100).shuffle(false);
    Trainer trainer = settings.iterations(1).build();
    float[] first = trainer.fit(data().withWeights(weights)).network().parameters();
    double[] costs = {0, 0};
    TrainingRun[] started = {null};
    float[] second =
        settings
            .iterations(2)
            .listener(entry -> costs[1] = entry.cost())
            .build()
            .fit(data().withWeights(weights), run -> started[0] = run)
            .network()
            .parameters();
    assertEquals(0.0, started[0].progress().cost());
    assertTrue(costs[1] > 0);
    for (float parameter : second) {
      assertTrue(Float.isFinite(parameter));
    }
    if (optimizer instanceof Sgd sgd && sgd.momentum() == 0) {
      Bits.assertSame(first, second, "parameters");
    }
    assertEquals(
        optimizer instanceof Sgd sgd && sgd.momentum() == 0 || optimizer instanceof Rmsprop,
        Arrays.equals(first, second));
  }

  @ParameterizedTest
  @ValueSource(ints = {40, 110, 300})
  void anEvaluationAddsWeightsAsCosts(int batchSize) {
    DataSet data = data().withWeights(weights());
    float[] parameters = Initialization.numpy(SPEC, 1);
    double loss = 0;
    double correct = 0;
    double weightSum = 0;
    for (int from = 0; from < SAMPLES; from += batchSize) {
      int to = Math.min(SAMPLES, from + batchSize);
      CanonicalStep step = CanonicalStep.of(SPEC, data, IntStream.range(from, to).toArray());
      step.run(parameters);
      loss += step.cost;
      correct += step.correct;
      weightSum += step.weightSum;
    }
    Evaluation expected = new Evaluation(loss, correct, weightSum);
    assertTrue(expected.accuracy() > 0 && expected.accuracy() < 1);
    for (Kernels kernels : KERNELS) {
      for (int threads : new int[] {1, 2, 7}) {
        try (WorkerTeam team = WorkerTeam.ofThreads(threads)) {
          LocalGradientEngine engine = new LocalGradientEngine(data, SPEC, kernels, team);
          assertEquals(expected, engine.evaluate(parameters, 0, SAMPLES, batchSize));
        }
      }
    }
  }

  @Test
  void classesWithoutWeightsAndWeightsWithoutClassesAreRefused() {
    ClassWeights weights = ClassWeights.of(Map.of("0", 1.0, "cat", 2.0));
    ClassNames names = ClassNames.of("0", "1");
    assertEquals(
        "a weight of class cat, which is unknown, expected those of {0, 1}",
        refusal(() -> weights.resolve(names, new long[] {3, 4})));
    assertEquals(
        "no weight of class 1, expected one for each class",
        refusal(() -> ClassWeights.of(Map.of("0", 1.0)).resolve(names, new long[] {3, 4})));
    assertEquals(
        "no weight of class 1, expected one for each class",
        refusal(
            () -> settings().classWeights(ClassWeights.of(Map.of("0", 1.0))).build().fit(data())));
  }

  @Test
  void numbersThatAreNoClassWeightsAreRefused() {
    for (double bad : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertEquals(
          "weight " + bad + " of class a, expected a finite number, 0 or greater",
          refusal(() -> ClassWeights.of(Map.of("a", bad))));
    }
    assertEquals(
        "all classes have weight 0, expected a greater one of at least one class",
        refusal(() -> ClassWeights.of(Map.of("a", 0.0, "b", 0.0))));
    assertEquals(
        "no class weights, expected one for each class", refusal(() -> ClassWeights.of(Map.of())));
  }

  @Test
  void productsThatAreNoWeightsAreRefused() {
    int[] classes = data().labels().classIndices();
    DataSet weighted =
        data().withWeights(Floats.of(SAMPLES, sample -> classes[sample] == 0 ? 1e20f : 0f));
    assertEquals(
        "all samples have weight 0, expected a greater one of at least one sample",
        refusal(() -> trained(settings().classWeights(weights(0)), weighted)));
    assertEquals(
        "weight 1.0E20 of a sample times weight 2.0 of its class is 2.0E20, expected 0, or a number"
            + " from 1.0E-20 to 1.0E20",
        refusal(() -> trained(settings().classWeights(weights(2)), weighted)));
  }

  private static ClassWeights weights(double ofFirst) {
    return ClassWeights.of(Map.of("0", ofFirst, "1", 1.0, "2", 1.0, "3", 1.0));
  }

  private static String refusal(Runnable call) {
    return assertThrows(IllegalArgumentException.class, call::run).getMessage();
  }

  @Test
  void balancedWeightsLeaveOutClassesWithoutSamples() {
    double[] weights =
        ClassWeights.BALANCED.resolve(ClassNames.of("a", "b", "c"), new long[] {6, 0, 2});
    assertEquals(List.of(8 / 12.0, 1.0, 8 / 4.0), Arrays.stream(weights).boxed().toList());
    assertEquals("balanced", ClassWeights.BALANCED.toString());
    assertEquals("0=2.0,1=1.0,2=1.0,3=1.0", weights(2).toString());
    assertEquals(weights(2), weights(2));
  }
}
