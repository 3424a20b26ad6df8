package io.simdann.predict;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.simdann.data.DataSet;
import io.simdann.data.Features;
import io.simdann.data.FloatFeatures;
import io.simdann.kernel.Bits;
import io.simdann.kernel.ElementaryFunctions;
import io.simdann.kernel.Kernels;
import io.simdann.matrix.Matrix;
import io.simdann.nn.Loss;
import io.simdann.nn.Network;
import io.simdann.nn.NetworkSpec;
import io.simdann.step.Engines;
import io.simdann.step.SparseData;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One sigmoid output for two classes. */
class BinaryClassifierTest {
  private static final int INPUTS = 33;
  private static final Network NETWORK = Heads.binary(INPUTS, 9);

  private static Features samples(int count, boolean bytes) {
    return SparseData.of(NetworkSpec.of(INPUTS, 2), count, bytes, 0.6, 3).features();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void theProbabilityOfTheSecondClassIsTheSigmoidOfZ(boolean bytes) {
    for (int count : new int[] {1, 2, 15, 16, 17, 40, 161}) {
      Features features = samples(count, bytes);
      float[] z = Heads.z(NETWORK).predict(features);
      for (Kernels kernels : Engines.all()) {
        Matrix probabilities = new Classifier(NETWORK, kernels, 2).probabilities(features);
        assertEquals(2, probabilities.rows());
        assertEquals(count, probabilities.columns());
        for (int sample = 0; sample < count; sample++) {
          float yes = ElementaryFunctions.sigmoid(z[sample]);
          Bits.assertSame(yes, probabilities.get(1, sample), kernels.name() + ", " + sample);
          Bits.assertSame(1f - yes, probabilities.get(0, sample), kernels.name() + ", " + sample);
        }
      }
    }
  }

  @Test
  void aRangeAndAPredictorGiveTheSameBits() {
    Classifier classifier = new Classifier(NETWORK);
    FloatFeatures features = (FloatFeatures) samples(40, false);
    float[] all = classifier.probabilities(features).data();
    Bits.assertSame(
        Arrays.copyOfRange(all, 2 * 17, 2 * 39),
        classifier.probabilities(features, 17, 22).data(),
        "a range");
    Predictor predictor = classifier.newPredictor();
    String[] names = classifier.predict(features);
    for (int count : new int[] {1, 2, 16, 17, 40}) {
      float[] actual = new float[2 * count];
      predictor.probabilities(Arrays.copyOf(features.values(), INPUTS * count), actual);
      Bits.assertSame(Arrays.copyOf(all, 2 * count), actual, count + " samples");
    }
    for (int sample = 0; sample < 40; sample++) {
      float[] row = Arrays.copyOfRange(features.values(), sample * INPUTS, (sample + 1) * INPUTS);
      assertEquals(names[sample], predictor.predict(row));
    }
    assertEquals(
        "33 features and 1 probabilities, expected 33 and 2 for each sample",
        assertThrows(
                IllegalArgumentException.class,
                () -> predictor.probabilities(new float[INPUTS], new float[1]))
            .getMessage());
  }

  @Test
  void theNumberOfThreadsChangesNoBit() {
    Network large = Heads.binary(70, 50);
    DataSet data = SparseData.of(NetworkSpec.of(70, 50, 2), 12_000, true, 0.3, 1);
    assertTrue(large.spec().predictionFlopPerSample() * data.samples() > 1 << 26);
    float[] expected = new Classifier(large, 1).probabilities(data.features()).data();
    for (int threads : new int[] {2, 7}) {
      float[] actual = new Classifier(large, threads).probabilities(data.features()).data();
      Bits.assertSame(expected, actual, threads + " threads");
    }
  }

  @Test
  void theSecondClassIsPredictedAboveTheThreshold() {
    Classifier classifier = new Classifier(NETWORK);
    Features features = samples(200, false);
    Matrix probabilities = classifier.probabilities(features);
    for (double threshold : new double[] {0, 0.3, 0.5, 0.7, 1, probabilities.get(1, 7)}) {
      String[] expected = new String[200];
      Arrays.setAll(expected, i -> probabilities.get(1, i) > threshold ? "yes" : "no");
      assertArrayEquals(expected, classifier.predict(features, threshold), "at " + threshold);
    }
    String[] predicted = classifier.predict(features);
    assertArrayEquals(classifier.predict(features, 0.5), predicted);
    assertEquals(List.of("no", "yes"), Arrays.stream(predicted).distinct().sorted().toList());
    assertEquals(1.0, classifier.accuracy(DataSet.ofClasses(features, predicted)));
    String[] others = predicted.clone();
    others[3] = others[3].equals("no") ? "yes" : "no";
    assertEquals(199 / 200.0, classifier.accuracy(DataSet.ofClasses(features, others)));
  }

  @Test
  void aThresholdIsForTwoClassesHoweverManyOutputs() {
    Network softmax = ClassifierTest.network(NetworkSpec.of(INPUTS, 9, 2));
    Features features = samples(100, false);
    Matrix probabilities = new Classifier(softmax).probabilities(features);
    String[] expected = new String[100];
    Arrays.setAll(expected, i -> probabilities.get(1, i) > 0.4 ? "1" : "0");
    assertArrayEquals(expected, new Classifier(softmax).predict(features, 0.4));
    Classifier three = new Classifier(ClassifierTest.network(NetworkSpec.of(INPUTS, 9, 3)));
    assertRefused(
        "a threshold is for two classes, but the network has 3",
        () -> three.predict(features, 0.4));
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 1.1, Double.NaN, Double.POSITIVE_INFINITY})
  void aThresholdThatIsNoProbabilityIsRefused(double threshold) {
    assertRefused(
        "a threshold must be from 0 to 1, but was " + threshold,
        () -> new Classifier(NETWORK).predict(samples(1, false), threshold));
  }

  @Test
  void ofEquallyProbableClassesTheFirstIsPredicted() {
    NetworkSpec spec = NetworkSpec.of(2, List.of(), Loss.SIGMOID_CROSS_ENTROPY, 1);
    Network even = new Network(spec, new float[3], List.of("a", "b"));
    Features features = new FloatFeatures(new float[4], 2, 2);
    assertArrayEquals(new String[] {"a", "a"}, new Classifier(even).predict(features));
    assertEquals("a", new Classifier(even).newPredictor().predict(new float[2]));
    assertEquals(
        List.of(new ClassProbability("a", 0.5f), new ClassProbability("b", 0.5f)),
        new Classifier(even).topClasses(features, 2).get(1));
  }

  @Test
  void aNanIsRefusedWithItsSample() {
    float[] values = ((FloatFeatures) samples(3, false)).values().clone();
    values[INPUTS + 4] = Float.NaN;
    Features features = new FloatFeatures(values, INPUTS, 3);
    Classifier classifier = new Classifier(NETWORK);
    assertTrue(Float.isNaN(classifier.probabilities(features).get(0, 1)));
    String message = "sample 1: feature 4 is NaN, expected finite numbers";
    assertRefused(message, () -> classifier.predict(features));
    assertRefused(message, () -> classifier.predict(features, 0.5));
    assertRefused(message, () -> classifier.topClasses(features, 1));
  }

  @Test
  void theMostProbableClassesComeInTheirOrder() {
    Classifier classifier = new Classifier(ClassifierTest.network(NetworkSpec.of(INPUTS, 9, 5)));
    Features features = samples(60, true);
    Matrix probabilities = classifier.probabilities(features);
    String[] predicted = classifier.predict(features);
    for (int count = 1; count <= 5; count++) {
      List<List<ClassProbability>> top = classifier.topClasses(features, count);
      assertEquals(60, top.size());
      for (int sample = 0; sample < 60; sample++) {
        Matrix of = probabilities.column(sample);
        List<ClassProbability> expected =
            classifier.network().classNames().stream()
                .map(name -> new ClassProbability(name, of.get(Integer.parseInt(name), 0)))
                .sorted((a, b) -> Float.compare(b.probability(), a.probability()))
                .limit(count)
                .toList();
        assertEquals(expected, top.get(sample));
        assertEquals(predicted[sample], top.get(sample).get(0).name());
      }
    }
    assertRefused(
        "6 top classes were asked for, expected 1 to 5", () -> classifier.topClasses(features, 6));
    assertRefused(
        "0 top classes were asked for, expected 1 to 5", () -> classifier.topClasses(features, 0));
  }

  @Test
  void equallyProbableClassesStayInTheirOrder() {
    NetworkSpec spec = NetworkSpec.of(1, 4);
    float[] parameters = {0, 0, 0, 0, 1, 2, 1, 2};
    Network network = new Network(spec, parameters, List.of("a", "b", "c", "d"));
    List<ClassProbability> top =
        new Classifier(network).topClasses(new FloatFeatures(new float[1], 1, 1), 3).get(0);
    assertEquals(List.of("b", "d", "a"), top.stream().map(ClassProbability::name).toList());
  }

  private static void assertRefused(String message, Runnable call) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, call::run).getMessage());
  }
}
