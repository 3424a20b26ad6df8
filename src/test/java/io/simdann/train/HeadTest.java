package io.simdann.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.simdann.data.DataSet;
import io.simdann.data.Features;
import io.simdann.data.FloatFeatures;
import io.simdann.kernel.Backend;
import io.simdann.kernel.Bits;
import io.simdann.nn.Activation;
import io.simdann.nn.Initializer;
import io.simdann.nn.Loss;
import io.simdann.nn.NetworkSpec;
import io.simdann.predict.Classifier;
import io.simdann.predict.MultiLabelClassifier;
import io.simdann.predict.Regressor;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** What networks are trained for: classes, two of them, labels, numbers. */
class HeadTest {
  private static final int FEATURES = 6;
  private static final int SAMPLES = 500;
  private static final Features POINTS = points();

  private static Features points() {
    Random random = new Random(4);
    float[] values = new float[FEATURES * SAMPLES];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return new FloatFeatures(values, FEATURES, SAMPLES);
  }

  private static float feature(int sample, int feature) {
    return ((FloatFeatures) POINTS).values()[sample * FEATURES + feature];
  }

  private static DataSet classes(int count) {
    String[] labels = new String[SAMPLES];
    for (int sample = 0; sample < SAMPLES; sample++) {
      double sum = feature(sample, 0) * feature(sample, 1) + feature(sample, 2);
      labels[sample] = "c" + (count == 2 ? (sum > 0 ? 1 : 0) : sample % count);
    }
    return DataSet.ofClasses(POINTS, labels);
  }

  private static DataSet numbers() {
    float[] values = new float[2 * SAMPLES];
    for (int sample = 0; sample < SAMPLES; sample++) {
      values[2 * sample] = feature(sample, 0) - 2 * feature(sample, 1);
      values[2 * sample + 1] = Math.abs(feature(sample, 2)) + feature(sample, 3);
    }
    return DataSet.ofValues(POINTS, values, "sum", "bend");
  }

  private static DataSet labels() {
    float[] values = new float[3 * SAMPLES];
    for (int i = 0; i < values.length; i++) {
      values[i] = feature(i / 3, i % 3) > 0.3f ? 1 : 0;
    }
    return DataSet.ofValues(POINTS, values, "x", "y", "z");
  }

  @Test
  void twoClassesGetOneOutputAndMoreASoftmax() {
    Classifier two = Trainer.classifier().epochs(300).build().fit(classes(2));
    assertEquals("6-100-1", two.network().spec().toString());
    assertEquals(Loss.SIGMOID_CROSS_ENTROPY, two.network().spec().loss());
    assertEquals(List.of("c0", "c1"), two.network().classNames());
    assertTrue(two.accuracy(classes(2)) > 0.95, "accuracy " + two.accuracy(classes(2)));

    Trainer trainer = Trainer.classifier().build();
    assertEquals(Loss.SOFTMAX_CROSS_ENTROPY, trainer.spec(classes(3)).loss());
    assertEquals(3, trainer.spec(classes(3)).outputs());
    assertEquals(1, trainer.spec(classes(1)).outputs());
    assertEquals(Loss.SOFTMAX_CROSS_ENTROPY, trainer.spec(classes(1)).loss());
    assertEquals(
        2, Trainer.classifier().loss(Loss.SOFTMAX_CROSS_ENTROPY).build().spec(6, 2).outputs());
  }

  @Test
  void theArticlesSettingsKeepTheSoftmaxForTwoClasses() {
    assertEquals(NetworkSpec.of(6, 50, 2), Trainer.builder().build().spec(classes(2)));
  }

  @Test
  void theUsualSettingsAreThoseThatTheyAreSaidToBe() {
    TrainerBuilder spelledOut =
        Trainer.builder()
            .hidden(100)
            .activation(Activation.RELU)
            .optimizer(new Adam(0.001, 0.9, 0.999, 0))
            .batchSize(128)
            .epochs(3);
    Bits.assertSame(
        spelledOut.build().fit(classes(4)).network().parameters(),
        Trainer.classifier().epochs(3).build().fit(classes(4)).network().parameters(),
        "classes");
    Bits.assertSame(
        spelledOut.loss(Loss.SQUARED_ERROR).build().fitRegressor(numbers()).network().parameters(),
        Trainer.regressor().epochs(3).build().fitRegressor(numbers()).network().parameters(),
        "numbers");
  }

  @Test
  void theAccuracyOfTwoClassesIsThatOfTheClassifier() {
    List<History.Entry> entries = new ArrayList<>();
    Trainer trainer = Trainer.classifier().epochs(4).listener(entries::add).build();
    Classifier classifier = trainer.fit(classes(2));
    assertEquals(classifier.accuracy(classes(2)), entries.get(3).accuracy().getAsDouble());
  }

  @Test
  void aRegressorLearnsNumbers() {
    List<History.Entry> entries = new ArrayList<>();
    Trainer trainer = Trainer.regressor().epochs(200).listener(entries::add).build();
    Regressor regressor = trainer.fitRegressor(numbers());
    assertEquals(List.of("sum", "bend"), regressor.network().outputNames());
    assertEquals("6-100-2", regressor.network().spec().toString());
    assertTrue(regressor.r2(numbers()) > 0.95, "R² " + regressor.r2(numbers()));
    assertEquals(200, entries.size());
    assertTrue(entries.stream().allMatch(entry -> entry.accuracy().isEmpty()));
    assertTrue(entries.get(199).cost() < entries.get(0).cost() / 10);
  }

  @Test
  void aMultiLabelClassifierLearnsLabels() {
    MultiLabelClassifier classifier =
        Trainer.classifier().epochs(300).build().fitMultiLabel(labels());
    assertEquals(List.of("x", "y", "z"), classifier.network().outputNames());
    assertTrue(classifier.accuracy(labels()) > 0.9, "" + classifier.accuracy(labels()));
  }

  @Test
  void threadsAndKernelsChangeNoBit() {
    assertSameBits(settings -> settings.fit(classes(2)).network().parameters());
    assertSameBits(settings -> settings.fitMultiLabel(labels()).network().parameters());
    assertSameBits(settings -> settings.fitRegressor(numbers()).network().parameters());
  }

  private static void assertSameBits(Function<Trainer, float[]> training) {
    float[] expected =
        training.apply(Trainer.classifier().epochs(2).threads(1).backend(Backend.SCALAR).build());
    for (int threads : new int[] {1, 2, 7}) {
      Trainer trainer = Trainer.classifier().epochs(2).threads(threads).build();
      Bits.assertSame(expected, training.apply(trainer), threads + " threads");
    }
    for (int bits : new int[] {128, 512}) {
      Trainer trainer = Trainer.classifier().epochs(2).threads(2).vectorBits(bits).build();
      Bits.assertSame(expected, training.apply(trainer), bits + " bits");
    }
  }

  @Test
  void lossesOfSomethingElseAreRefused() {
    assertRefused(
        "the loss quantile is for numbers, but samples have classes; expected"
            + " softmax_cross_entropy",
        () -> with(new Loss("quantile")).fit(classes(3)));
    assertRefused(
        "the loss sigmoid_cross_entropy is for two classes, but samples have 3; expected"
            + " softmax_cross_entropy",
        () -> with(Loss.SIGMOID_CROSS_ENTROPY).fit(classes(3)));
    assertRefused(
        "the loss softmax_cross_entropy is for classes, but targets are numbers; expected a loss"
            + " of numbers such as squared_error",
        () -> Trainer.builder().build().fitRegressor(numbers()));
    assertRefused(
        "the loss sigmoid_cross_entropy is for labels, but targets are numbers; expected a loss of"
            + " numbers such as squared_error",
        () -> with(Loss.SIGMOID_CROSS_ENTROPY).fitRegressor(labels()));
    assertRefused(
        "the loss squared_error is not for labels that apply or don't; expected"
            + " sigmoid_cross_entropy",
        () -> Trainer.regressor().build().fitMultiLabel(labels()));
  }

  @Test
  void targetsOfSomethingElseAreRefused() {
    assertRefused(
        "the targets are numbers, {sum, bend}, expected a class for each sample",
        () -> Trainer.classifier().build().fit(numbers()));
    assertRefused(
        "the targets are classes, {c0, c1}, expected numbers for each sample",
        () -> Trainer.regressor().build().fitRegressor(classes(2)));
    assertRefused(
        "the targets are classes, {c0, c1}, expected numbers for each sample",
        () -> Trainer.classifier().build().fitMultiLabel(classes(2)));
    Features two = new FloatFeatures(new float[4], 2, 2);
    assertRefused(
        "sample 1: target \"b\" is 0.5, expected 0 or 1 for a label",
        () ->
            Trainer.classifier()
                .build()
                .fitMultiLabel(DataSet.ofValues(two, new float[] {1, 0, 1, 0.5f}, "a", "b")));
    assertRefused(
        "sample 1: target \"a\" is -1.0, expected 0 or more for the loss poisson",
        () ->
            with(Loss.POISSON)
                .fitRegressor(DataSet.ofValues(two, new float[] {1, 0, -1, 2}, "a", "b")));
  }

  @Test
  void countsAreLearnt() {
    float[] counts = new float[SAMPLES];
    for (int sample = 0; sample < SAMPLES; sample++) {
      counts[sample] = Math.round(Math.exp(feature(sample, 0) + 0.5 * feature(sample, 1)));
    }
    DataSet data = DataSet.ofValues(POINTS, counts, "count");
    Trainer trainer =
        Trainer.regressor()
            .loss(Loss.POISSON)
            .initializer(Initializer.HE_NORMAL)
            .epochs(60)
            .build();
    Regressor regressor = trainer.fitRegressor(data);
    assertTrue(regressor.r2(data) > 0.9, "R² " + regressor.r2(data));
    for (float prediction : regressor.predict(POINTS)) {
      assertTrue(prediction > 0);
    }
  }

  private static Trainer with(Loss loss) {
    return Trainer.builder().loss(loss).build();
  }

  private static void assertRefused(String message, Runnable call) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, call::run).getMessage());
  }
}
