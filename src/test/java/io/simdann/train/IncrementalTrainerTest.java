package io.simdann.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.simdann.data.DataSet;
import io.simdann.data.FloatFeatures;
import io.simdann.data.NotFiniteException;
import io.simdann.kernel.Bits;
import io.simdann.nn.Activation;
import io.simdann.nn.Loss;
import io.simdann.nn.Network;
import io.simdann.predict.Classifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class IncrementalTrainerTest {
  private static final int FEATURES = 7;
  private static final int SAMPLES = 110;
  private static final int CALLS = 5;
  private static final List<String> NAMES = List.of("a", "b", "c");

  private static FloatFeatures points(int samples, long seed) {
    Random random = new Random(seed);
    float[] values = new float[FEATURES * samples];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return new FloatFeatures(values, FEATURES, samples);
  }

  private static DataSet classes(int samples, long seed) {
    FloatFeatures points = points(samples, seed);
    String[] labels =
        IntStream.range(0, samples)
            .mapToObj(sample -> name(points.values(), sample))
            .toArray(String[]::new);
    return DataSet.ofClasses(points, labels);
  }

  private static String name(float[] values, int sample) {
    float sum = values[sample * FEATURES] + values[sample * FEATURES + 1];
    return sum > 0.7f ? "a" : sum > -0.7f ? "b" : "c";
  }

  private static DataSet numbers(int samples, String... names) {
    float[] values = new float[names.length * samples];
    for (int i = 0; i < values.length; i++) {
      values[i] = i % 5 % 2;
    }
    return DataSet.ofValues(points(samples, 3), values, names);
  }

  private static float[] weights() {
    float[] weights = new float[SAMPLES];
    for (int sample = 0; sample < SAMPLES; sample++) {
      weights[sample] = sample % 4 * 0.5f;
    }
    return weights;
  }

  private static TrainerBuilder builder() {
    return Trainer.builder().hidden(12).activation(Activation.RELU).threads(2);
  }

  /** Settings whose trainings of epochs are those of calls. */
  static List<TrainerBuilder> settings() {
    OptimizerSettings momentum = new Sgd(0.05, 0.9, true);
    OptimizerSettings adam = new Adam(0.01);
    List<TrainerBuilder> all = new ArrayList<>();
    for (OptimizerSettings optimizer : List.of(momentum, adam, new Rmsprop(0.01), new Sgd(0.1))) {
      all.add(builder().optimizer(optimizer).batchSize(32).shuffle(false));
      all.add(builder().optimizer(optimizer).batchSize(32));
      all.add(builder().optimizer(optimizer));
      all.add(builder().optimizer(optimizer).batchSize(32).dropout(0.3).inputDropout(0.1));
    }
    // An odd number of iterations in each epoch, and an even one.
    all.add(builder().optimizer(adam).batchSize(40));
    all.add(
        builder()
            .optimizer(momentum)
            .batchSize(32)
            .classWeights(ClassWeights.of(Map.of("a", 2.0, "b", 0.5, "c", 1.0))));
    all.add(
        builder()
            .optimizer(new Adam(0.01, 0.9, 0.99, 0.02))
            .batchSize(25)
            .regularization(new Regularization(0, 0, Double.POSITIVE_INFINITY, 0.5)));
    for (Schedule schedule :
        List.of(
            new StepDecay(2),
            new ExponentialDecay(0.8),
            new CosineRestarts(2, 2, 0.001),
            new ReduceOnPlateau(0.5, 0, 0.1, 0.001),
            new ExponentialDecay(0.8).withWarmup(6))) {
      all.add(builder().optimizer(adam).batchSize(32).schedule(schedule));
    }
    return all;
  }

  @ParameterizedTest
  @MethodSource("settings")
  void callsWithTheSameSamplesAreEpochs(TrainerBuilder settings) {
    DataSet unweighted = classes(SAMPLES, 1);
    for (DataSet data : List.of(unweighted, unweighted.withWeights(weights()))) {
      List<Double> costs = new ArrayList<>();
      Trainer trainer = settings.epochs(CALLS).listener(entry -> costs.add(entry.cost())).build();
      Network expected = trainer.fit(data).network();
      List<Double> ofEpochs = List.copyOf(costs);
      costs.clear();

      IncrementalTrainer training = IncrementalTrainer.ofClasses(trainer, NAMES);
      for (int call = 0; call < CALLS; call++) {
        training.partialFit(data);
      }

      Bits.assertSame(
          expected.parameters(), training.classifier().network().parameters(), trainer.toString());
      assertEquals(expected.spec(), training.classifier().network().spec());
      assertEquals(ofEpochs, costs);
      assertEquals(CALLS, training.epochs());
      assertEquals(trainer.epochPlan(data).iterations(), training.iterations());
      assertEquals(costs.get(CALLS - 1), training.cost());
    }
  }

  @Test
  void samplesThatComeBitByBitAreLearnt() {
    Trainer trainer = builder().optimizer(new Adam(0.01)).batchSize(16).build();
    IncrementalTrainer training = IncrementalTrainer.ofClasses(trainer, NAMES);
    DataSet test = classes(1000, 99);
    for (int call = 0; call < 100; call++) {
      training.partialFit(classes(40 + call, call));
    }
    double accuracy = training.classifier().accuracy(test);
    assertTrue(accuracy > 0.95, "accuracy " + accuracy);
  }

  @Test
  void classesAreFoundByTheirNames() {
    DataSet data = classes(SAMPLES, 1);
    String[] labels =
        IntStream.range(0, SAMPLES).mapToObj(data.labels()::label).toArray(String[]::new);
    int[] ofAOrC =
        IntStream.range(0, SAMPLES).filter(sample -> !labels[sample].equals("b")).toArray();
    float[] values = new float[FEATURES * ofAOrC.length];
    float[] all = ((FloatFeatures) data.features()).values();
    for (int i = 0; i < ofAOrC.length; i++) {
      System.arraycopy(all, ofAOrC[i] * FEATURES, values, i * FEATURES, FEATURES);
    }
    FloatFeatures features = new FloatFeatures(values, FEATURES, ofAOrC.length);
    String[] found = Arrays.stream(ofAOrC).mapToObj(i -> labels[i]).toArray(String[]::new);
    // Of two classes c is the second, of all three the third.
    DataSet two = DataSet.ofClasses(features, found);
    assertEquals(List.of("a", "c"), two.labels().names());

    Trainer trainer = builder().learningRate(0.5).build();
    IncrementalTrainer training = IncrementalTrainer.ofClasses(trainer, NAMES);
    for (int call = 0; call < 60; call++) {
      training.partialFit(two);
    }
    Classifier classifier = training.classifier();
    assertEquals(NAMES, classifier.network().classNames());
    String[] predicted = classifier.predict(features);
    long right =
        IntStream.range(0, found.length).filter(i -> found[i].equals(predicted[i])).count();
    assertTrue(right > 0.95 * found.length, right + " of " + found.length);
    training.partialFit(data);
  }

  @Test
  void numbersAndLabelsAreLearntAsWell() {
    DataSet data = numbers(SAMPLES, "x", "y");
    Trainer trainer = Trainer.regressor().threads(2).batchSize(32).epochs(3).build();
    Network expected = trainer.fitRegressor(data).network();
    IncrementalTrainer training = IncrementalTrainer.ofNumbers(trainer, List.of("x", "y"));
    training.partialFit(data).partialFit(data).partialFit(data);
    Bits.assertSame(expected.parameters(), training.regressor().network().parameters(), "numbers");

    trainer = Trainer.classifier().threads(2).batchSize(32).epochs(2).build();
    expected = trainer.fitMultiLabel(data).network();
    training = IncrementalTrainer.ofLabels(trainer, List.of("x", "y"));
    training.partialFit(data).partialFit(data);
    Bits.assertSame(
        expected.parameters(), training.multiLabelClassifier().network().parameters(), "labels");
    IncrementalTrainer labels = training;
    assertThrows(IllegalArgumentException.class, labels::regressor);
    assertThrows(IllegalArgumentException.class, labels::classifier);
  }

  @Test
  void twoKnownClassesGetOneOutput() {
    Trainer trainer = Trainer.classifier().threads(1).build();
    IncrementalTrainer training = IncrementalTrainer.ofClasses(trainer, List.of("no", "yes"));
    training.partialFit(DataSet.ofClasses(points(3, 1), "yes", "yes", "yes"));
    assertEquals("7-100-1", training.classifier().network().spec().toString());
  }

  @Test
  void snapshotsStayAsTheyAre() {
    IncrementalTrainer training = IncrementalTrainer.ofClasses(builder().build(), NAMES);
    assertThrows(IllegalStateException.class, training::classifier);
    assertEquals(0, training.iterations());
    assertTrue(Double.isNaN(training.cost()));
    Classifier before = training.partialFit(classes(SAMPLES, 1)).classifier();
    float[] parameters = before.network().parameters().clone();
    training.partialFit(classes(SAMPLES, 2)).partialFit(classes(SAMPLES, 3));
    Bits.assertSame(parameters, before.network().parameters(), "the snapshot");
    assertFalse(Arrays.equals(parameters, training.classifier().network().parameters()));
    assertEquals("IncrementalTrainer[{a, b, c}, 3 epochs, 3 iterations]", training.toString());
  }

  @Test
  void aCallThatFailsChangesNothing() {
    // Its velocity, squares and counts are those of the call before, too.
    for (OptimizerSettings optimizer : List.of(new Sgd(0.1, 0.9, false), new Adam(0.01))) {
      Trainer trainer = builder().optimizer(optimizer).batchSize(32).build();
      DataSet good = classes(SAMPLES, 1);
      IncrementalTrainer expected = IncrementalTrainer.ofClasses(trainer, NAMES);
      expected.partialFit(good).partialFit(good).partialFit(good);

      IncrementalTrainer training = IncrementalTrainer.ofClasses(trainer, NAMES);
      training.partialFit(good).partialFit(good);
      float[] before = training.classifier().network().parameters();
      assertThrows(DivergedException.class, () -> training.partialFit(huge()));
      assertThrows(NotFiniteException.class, () -> training.partialFit(notFinite()));
      Bits.assertSame(before, training.classifier().network().parameters(), "after a failure");
      assertEquals(8, training.iterations());
      training.partialFit(good);

      Bits.assertSame(
          expected.classifier().network().parameters(),
          training.classifier().network().parameters(),
          "one more call");
    }
  }

  /** In whose third batch sums overflow. */
  private static DataSet huge() {
    DataSet data = classes(SAMPLES, 4);
    float[] values = ((FloatFeatures) data.features()).values().clone();
    Arrays.fill(values, 0, FEATURES * 80, 1e38f);
    return new DataSet(new FloatFeatures(values, FEATURES, SAMPLES), data.targets());
  }

  private static DataSet notFinite() {
    DataSet data = classes(SAMPLES, 4);
    float[] values = ((FloatFeatures) data.features()).values().clone();
    values[5] = Float.NaN;
    return new DataSet(new FloatFeatures(values, FEATURES, SAMPLES), data.targets());
  }

  @Test
  void aThreadThatIsInterruptedTrainsNothing() {
    IncrementalTrainer training = IncrementalTrainer.ofClasses(builder().build(), NAMES);
    Thread.currentThread().interrupt();
    training.partialFit(classes(SAMPLES, 1));
    assertTrue(Thread.interrupted());
    assertEquals(0, training.epochs());
  }

  @Test
  void noThreadOutlivesACall() {
    IncrementalTrainer training =
        IncrementalTrainer.ofClasses(builder().threads(2).batchSize(64).build(), NAMES);
    Set<Thread> before = Thread.getAllStackTraces().keySet();
    training.partialFit(classes(500, 1));
    Set<Thread> after = new HashSet<>(Thread.getAllStackTraces().keySet());
    after.removeAll(before);
    after.removeIf(thread -> !thread.getName().startsWith("simdann-worker"));
    assertEquals(Set.of(), after);
  }

  @Test
  void itStartsFromANetwork() {
    DataSet data = classes(SAMPLES, 1);
    Network first = builder().iterations(4).build().fit(data).network();
    Network whole = builder().iterations(6).build().fit(data).network();
    Trainer trainer = Trainer.builder().threads(1).startFrom(first).build();
    IncrementalTrainer training = IncrementalTrainer.ofClasses(trainer, NAMES);
    training.partialFit(data).partialFit(data);
    Bits.assertSame(whole.parameters(), training.classifier().network().parameters(), "parameters");
    assertRefused(
        "the network to start from has 7 features and the classes {a, b, c}, but the data have 7"
            + " features and the classes {a, b}; expected the same",
        () ->
            IncrementalTrainer.ofClasses(trainer, List.of("a", "b"))
                .partialFit(DataSet.ofClasses(points(2, 1), "a", "b")));
  }

  @Test
  void whatNeedsAllSamplesIsRefused() {
    assertRefused(
        "lbfgs takes all samples at once; expected another optimizer, such as adam",
        () -> of(builder().optimizer(new Lbfgs())));
    for (Schedule schedule :
        List.of(new CosineDecay(), new OneCycle(), new CosineDecay().withWarmup(3))) {
      String name = schedule instanceof OneCycle ? "one_cycle" : "cosine";
      assertRefused(
          "the schedule "
              + name
              + " depends on the length of the training, which isn't known; expected constant,"
              + " step, exponential, cosine_restarts or plateau",
          () -> of(builder().schedule(schedule)));
    }
    assertRefused(
        "balanced class weights follow from all samples, which aren't known; expected a weight for"
            + " each class, or none",
        () -> of(builder().classWeights(ClassWeights.BALANCED)));
    assertRefused(
        "a weight of class d, which is unknown, expected those of {a, b, c}",
        () -> of(builder().classWeights(ClassWeights.of(Map.of("d", 1.0)))));
    assertRefused(
        "there are class weights, but no classes; expected weights of samples, or none",
        () ->
            IncrementalTrainer.ofNumbers(
                builder()
                    .loss(Loss.SQUARED_ERROR)
                    .classWeights(ClassWeights.of(Map.of("x", 1.0)))
                    .build(),
                List.of("x")));
    assertRefused(
        "the loss squared_error is for numbers, but samples have classes; expected"
            + " softmax_cross_entropy",
        () -> of(builder().loss(Loss.SQUARED_ERROR)));
  }

  private static IncrementalTrainer of(TrainerBuilder settings) {
    return IncrementalTrainer.ofClasses(settings.build(), NAMES);
  }

  @Test
  void dataThatDoNotFitAreRefused() {
    IncrementalTrainer training = of(builder());
    assertRefused(
        "label d of sample 1 is unknown, expected one of {a, b, c}",
        () -> training.partialFit(DataSet.ofClasses(points(2, 1), "a", "d")));
    training.partialFit(classes(10, 1));
    assertRefused(
        "samples have 14 features, expected 7 as those before",
        () ->
            training.partialFit(
                DataSet.ofClasses(new FloatFeatures(new float[28], 14, 2), "a", "b")));
    assertRefused(
        "the targets are numbers, {x}, expected a class for each sample",
        () -> training.partialFit(numbers(5, "x")));
    IncrementalTrainer ofNumbers =
        IncrementalTrainer.ofNumbers(Trainer.regressor().build(), List.of("x", "y"));
    assertRefused(
        "the targets are {y, x}, expected {x, y}",
        () -> ofNumbers.partialFit(numbers(5, "y", "x")));
    assertEquals(1, training.epochs());
  }

  private static void assertRefused(String expected, Executable call) {
    assertEquals(expected, assertThrows(IllegalArgumentException.class, call).getMessage());
  }
}
