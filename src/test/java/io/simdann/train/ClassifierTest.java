package io.simdann.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.simdann.data.ByteFeatures;
import io.simdann.data.DataSet;
import io.simdann.data.Labels;
import io.simdann.kernel.Bits;
import io.simdann.kernel.Kernels;
import io.simdann.matrix.Matrix;
import io.simdann.nn.Architecture;
import io.simdann.nn.Initialization;
import io.simdann.nn.Network;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClassifierTest {
  private static final Architecture SIZES = Architecture.of(20, 17, 65, 4);
  private static final int[] LABELS = {1, 2, 5, 8};

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.3, 1})
  void probabilitiesAreTheCanonicalBitsForSparseAndDenseSamples(double density) {
    float[] parameters = Initialization.numpy(SIZES, 7);
    Network network = new Network(SIZES, parameters, LABELS);
    for (boolean bytes : new boolean[] {true, false}) {
      for (int samples : new int[] {1, 15, 16, 17, 79, 80, 81, 161}) {
        DataSet data = SparseData.of(SIZES, samples, bytes, density, samples);
        float[] expected = CanonicalStep.of(SIZES, data).probabilities(parameters);
        for (Kernels kernels : Engines.all()) {
          Matrix actual = new Classifier(network, kernels).probabilities(data.features());
          assertEquals(4, actual.rows());
          assertEquals(samples, actual.columns());
          Bits.assertSame(expected, actual.data(), kernels.name() + ", " + samples + " samples");
        }
      }
    }
  }

  @Test
  void accuracyIsTheFractionWhoseMostProbableClassIsTheirs() {
    float[] parameters = Initialization.numpy(SIZES, 7);
    DataSet data = SparseData.of(SIZES, 161, true, 0.3, 1);
    CanonicalStep step = CanonicalStep.of(SIZES, data);
    step.run(parameters);
    int[] labels = IntStream.of(data.labels().classIndices()).map(i -> LABELS[i]).toArray();
    DataSet labelled = new DataSet(data.features(), Labels.encode(labels));
    Classifier classifier = new Classifier(new Network(SIZES, parameters, LABELS));
    assertEquals(step.correct / 161.0, classifier.accuracy(labelled));
  }

  @Test
  void ofEquallyProbableClassesTheFirstIsPredicted() {
    Network network = new Network(SIZES, new float[SIZES.parameterCount()], LABELS);
    int[] predicted = new Classifier(network).predict(new ByteFeatures(new byte[3 * 20], 20, 3));
    assertArrayEquals(new int[] {1, 1, 1}, predicted);
  }

  @Test
  void samplesOfAnotherShapeAreRefused() {
    Network network = new Network(SIZES, new float[SIZES.parameterCount()], LABELS);
    assertEquals(
        "samples of 19 features don't fit a network of sizes 20-17-65-4",
        assertThrows(
                IllegalArgumentException.class,
                () -> new Classifier(network).predict(new ByteFeatures(new byte[19], 19, 1)))
            .getMessage());
  }
}
