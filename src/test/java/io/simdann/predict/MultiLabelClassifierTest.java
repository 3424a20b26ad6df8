package io.simdann.predict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.simdann.data.ByteFeatures;
import io.simdann.data.DataSet;
import io.simdann.data.Features;
import io.simdann.data.FloatFeatures;
import io.simdann.kernel.Bits;
import io.simdann.kernel.ElementaryFunctions;
import io.simdann.kernel.Kernels;
import io.simdann.nn.Loss;
import io.simdann.nn.Network;
import io.simdann.nn.NetworkSpec;
import io.simdann.step.Engines;
import io.simdann.step.SparseData;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MultiLabelClassifierTest {
  private static final Network IDENTITY = Heads.identity(3, Loss.SIGMOID_CROSS_ENTROPY);
  private static final Features THREE =
      new FloatFeatures(new float[] {1, -1, 2, -1, -1, -1, 0, 0.1f, -0.1f}, 3, 3);

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void eachProbabilityIsTheSigmoidOfItsZ(boolean bytes) {
    Network network = Heads.values(33, 9, Loss.SIGMOID_CROSS_ENTROPY, 4);
    Features features = SparseData.of(NetworkSpec.of(33, 2), 50, bytes, 0.6, 3).features();
    float[] expected = Heads.z(network).predictions(features).data();
    for (int i = 0; i < expected.length; i++) {
      expected[i] = ElementaryFunctions.sigmoid(expected[i]);
    }
    for (Kernels kernels : Engines.all()) {
      MultiLabelClassifier classifier = new MultiLabelClassifier(network, kernels, 2);
      Bits.assertSame(expected, classifier.probabilities(features).data(), kernels.name());
      float[] actual = new float[expected.length];
      if (features instanceof ByteFeatures ofBytes) {
        classifier.newPredictor().probabilities(ofBytes.values(), actual);
      } else {
        classifier.newPredictor().probabilities(((FloatFeatures) features).values(), actual);
      }
      Bits.assertSame(expected, actual, "the predictor on " + kernels.name());
    }
  }

  @Test
  void labelsAreThoseAboveTheThreshold() {
    MultiLabelClassifier classifier = new MultiLabelClassifier(IDENTITY);
    assertEquals(List.of(List.of("o0", "o2"), List.of(), List.of("o1")), classifier.labels(THREE));
    assertEquals(classifier.labels(THREE), classifier.labels(THREE, 0.5));
    assertEquals(List.of(List.of("o2"), List.of(), List.of()), classifier.labels(THREE, 0.8));
    assertEquals(List.of("o0", "o1", "o2"), classifier.labels(THREE, 0).get(1));
    assertEquals(List.of(), classifier.labels(THREE, 1).get(0));
    assertRefused(
        "a threshold must be from 0 to 1, but was NaN", () -> classifier.labels(THREE, Double.NaN));
    assertRefused(
        "a threshold must be from 0 to 1, but was -0.5", () -> classifier.labels(THREE, -0.5));
  }

  @Test
  void accuracyIsThatOfWholeSamples() {
    MultiLabelClassifier classifier = new MultiLabelClassifier(IDENTITY);
    float[] targets = {1, 0, 1, 0, 0, 1, 0, 1, 0};
    assertEquals(2 / 3.0, classifier.accuracy(data(targets)));
    targets[1] = 0.5f;
    assertRefused(
        "sample 0: target \"o1\" is 0.5, expected 0 or 1",
        () -> classifier.accuracy(data(targets)));
    assertRefused(
        "the targets are [a, b, c], expected those of the network, [o0, o1, o2]",
        () -> classifier.accuracy(DataSet.ofValues(THREE, new float[9], "a", "b", "c")));
  }

  private static DataSet data(float[] targets) {
    return DataSet.ofValues(THREE, targets, "o0", "o1", "o2");
  }

  @Test
  void aNanIsRefusedWithItsSample() {
    MultiLabelClassifier classifier = new MultiLabelClassifier(IDENTITY);
    Features features = new FloatFeatures(new float[] {1, 2, 3, 4, Float.NaN, 6}, 3, 2);
    assertRefused(
        "sample 1: feature 1 is NaN, expected finite numbers", () -> classifier.labels(features));
  }

  @Test
  void oneLabelIsNotTwoClasses() {
    Network one = Heads.identity(1, Loss.SIGMOID_CROSS_ENTROPY);
    Features features = new FloatFeatures(new float[] {-1, 1}, 1, 2);
    assertEquals(List.of(List.of(), List.of("o0")), new MultiLabelClassifier(one).labels(features));
    assertRefused(
        "the network predicts labels, {o0}, expected one of classes; what predicts with it is a"
            + " MultiLabelClassifier",
        () -> new Classifier(one));
    assertRefused(
        "the network predicts classes, {no, yes}, expected one of labels; what predicts with it is"
            + " a Classifier",
        () -> new MultiLabelClassifier(Heads.binary(2, 2)));
  }

  @Test
  void whatIsPrintedTellsTheSizes() {
    MultiLabelClassifier classifier = new MultiLabelClassifier(IDENTITY, Engines.scalar(), 3);
    assertEquals("MultiLabelClassifier[3-3, scalar kernels, 3 threads]", classifier.toString());
    assertEquals("MultiLabelPredictor[3-3]", classifier.newPredictor().toString());
  }

  private static void assertRefused(String message, Runnable call) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, call::run).getMessage());
  }
}
