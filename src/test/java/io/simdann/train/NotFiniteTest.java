package io.simdann.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.simdann.data.ByteFeatures;
import io.simdann.data.DataSet;
import io.simdann.data.FloatFeatures;
import io.simdann.data.Labels;
import io.simdann.data.NotFiniteException;
import io.simdann.kernel.Kernels;
import io.simdann.nn.Network;
import io.simdann.nn.NetworkSpec;
import io.simdann.predict.Classifier;
import io.simdann.predict.ClassifierTest;
import io.simdann.step.Engines;
import io.simdann.step.SparseData;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Samples that no network can take are refused wherever they come in. */
class NotFiniteTest {
  private static final NetworkSpec ARCHITECTURE = NetworkSpec.of(40, 9, 5);
  private static final String NAN = "sample 7: feature 11 is NaN, expected finite numbers";

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void trainingIsRefusedBeforeItBegins(float value) {
    for (double density : new double[] {0.2, 1}) {
      DataSet data = spoilt(300, density, value, 7, 11);
      AtomicBoolean started = new AtomicBoolean();
      Trainer trainer = Trainer.builder().hidden(9).iterations(2).build();

      String message = refusal(() -> trainer.fit(data, run -> started.set(true)));

      assertEquals("sample 7: feature 11 is " + value + ", expected finite numbers", message);
      assertTrue(!started.get());
    }
  }

  @Test
  void aSampleWithNanIsNeitherPredictedNorCounted() {
    for (Kernels kernels : Engines.all()) {
      Classifier classifier = new Classifier(ClassifierTest.network(ARCHITECTURE), kernels);
      for (double density : new double[] {0.2, 1}) {
        DataSet data = spoilt(20, density, Float.NaN, 7, 11);

        assertEquals(NAN, refusal(() -> classifier.predict(data.features())));
        assertEquals(NAN, refusal(() -> classifier.accuracy(data)));
      }
    }
  }

  @Test
  void ofManySamplesOnManyThreadsTheFirstIsNamed() {
    int samples = 60_000;
    DataSet data = spoilt(samples, 0.2, Float.NaN, 41_007, 11);
    float[] values = ((FloatFeatures) data.features()).values();
    values[41_000 * 40 + 3] = Float.NaN;
    values[(samples - 1) * 40] = Float.NaN;
    Classifier classifier = new Classifier(ClassifierTest.network(ARCHITECTURE), Engines.best(), 4);

    assertEquals(
        "sample 41000: feature 3 is NaN, expected finite numbers",
        refusal(() -> classifier.predict(data.features())));
  }

  @Test
  void aRangeOfSamplesIsRefusedByItsPlaceInTheWhole() {
    FloatFeatures features = (FloatFeatures) spoilt(20, 1, Float.NaN, 7, 11).features();

    assertEquals(NAN, Classifier.undefined(features, 7).getMessage());
  }

  @Test
  void featuresThatOverflowInsideTheNetworkAreToldAsSuch() {
    NetworkSpec spec = NetworkSpec.of(4, 3);
    Network network = ClassifierTest.network(spec);
    Arrays.fill(network.parameters(), 0, 12, 2f);
    float[] values = {1, 1, 1, 1, 3e38f, 3e38f, -2e38f, 0};
    FloatFeatures features = new FloatFeatures(values, 4, 2);
    Classifier classifier = new Classifier(network);
    String expected =
        "sample %d: its probabilities are NaN, since features up to 3.0E38 overflow inside the"
            + " network (or its parameters do): scale the features, for example to 0 to 1, or to"
            + " mean 0 and standard deviation 1, like those that it was trained on";

    assertEquals(expected.formatted(1), refusal(() -> classifier.predict(features)));
    assertEquals(
        expected.formatted(1),
        refusal(() -> classifier.accuracy(new DataSet(features, Labels.encode(new int[2])))));
    assertEquals(
        expected.formatted(0),
        refusal(() -> classifier.newPredictor().predict(Arrays.copyOfRange(values, 4, 8))));
  }

  @Test
  void parametersThatAreNotFiniteAreToldWhereBytesCannotBeToBlame() {
    Network network = ClassifierTest.network(ARCHITECTURE);
    network.parameters()[3] = Float.NaN;
    Classifier classifier = new Classifier(network);
    ByteFeatures bytes = new ByteFeatures(new byte[80], 40, 2);
    String expected =
        "sample 0: its probabilities are NaN: the network has parameters that aren't finite, or too"
            + " large";

    assertEquals(expected, refusal(() -> classifier.predict(bytes)));
    assertEquals(expected, refusal(() -> classifier.newPredictor().predict(new byte[40])));
  }

  @Test
  void trainingOnFeaturesThatOverflowNamesTheirSize() {
    float[] values = new float[50 * 6];
    for (int i = 0; i < values.length; i++) {
      values[i] = i % 2 == 0 ? 3e38f : -3e38f;
    }
    DataSet data =
        new DataSet(new FloatFeatures(values, 50, 6), Labels.encode(new int[] {0, 1, 2, 0, 1, 2}));
    Trainer trainer = Trainer.builder().hidden().iterations(5).build();

    String message = assertThrows(DivergedException.class, () -> trainer.fit(data)).getMessage();

    assertTrue(message.contains(": scale the features, for example to 0 to 1"), message);
  }

  private static DataSet spoilt(int samples, double density, float value, int sample, int feature) {
    DataSet data = SparseData.of(ARCHITECTURE, samples, false, density, 3);
    ((FloatFeatures) data.features()).values()[sample * 40 + feature] = value;
    return data;
  }

  private static String refusal(Runnable code) {
    return assertThrows(NotFiniteException.class, code::run).getMessage();
  }
}
