package io.simdann.predict;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.simdann.BlockedCommonPool;
import io.simdann.data.ByteFeatures;
import io.simdann.data.ClassNames;
import io.simdann.data.DataSet;
import io.simdann.data.Features;
import io.simdann.data.FloatFeatures;
import io.simdann.kernel.Bits;
import io.simdann.kernel.Kernels;
import io.simdann.nn.Initialization;
import io.simdann.nn.Network;
import io.simdann.nn.NetworkSpec;
import io.simdann.step.CanonicalStep;
import io.simdann.step.Engines;
import io.simdann.step.SparseData;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

public class ClassifierTest {
  /** One to several blocks of 256 features; strides of 16, 64, 80 and more. */
  private static final int[][] SIZES = {
    {3, 2}, {64, 17, 3}, {65, 9, 5}, {300, 33, 21, 7}, {784, 50, 10}, {20, 130, 70, 65}
  };

  /** Around NR of 5 and 10, 16 lanes of the softmax, and tiles of 80 and 160. */
  private static final int[] SAMPLES = {1, 2, 4, 5, 9, 10, 11, 15, 16, 17, 79, 81, 161, 330};

  /** More than are worth a second thread. */
  private static final int MANY = 12_000;

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void everyKernelSetGivesTheCanonicalBitsHoweverManyZerosThereAre(boolean bytes) {
    for (int[] sizes : SIZES) {
      NetworkSpec spec = NetworkSpec.of(sizes);
      Network network = network(spec);
      for (double density : new double[] {0.2, 0.6, 1}) {
        for (int samples : SAMPLES) {
          DataSet data = SparseData.of(spec, samples, bytes, density, samples);
          float[] expected = CanonicalStep.of(spec, data).probabilities(network.parameters());
          for (Kernels kernels : Engines.all()) {
            if (samples > 17 && kernels.vectorBits() > Engines.best().vectorBits()) {
              continue;
            }
            Classifier classifier = new Classifier(network, kernels);
            Bits.assertSame(
                expected,
                classifier.probabilities(data.features()).data(),
                spec + " " + kernels.name() + " " + density + " " + samples);
          }
        }
      }
    }
  }

  @Test
  void theNumberOfThreadsChangesNoBitOfALargeBatch() {
    NetworkSpec spec = NetworkSpec.of(70, 50, 10);
    DataSet data = SparseData.of(spec, MANY, true, 0.3, 1);
    assertTrue(spec.predictionFlopPerSample() * MANY > 1 << 26);
    Network network = network(spec);
    Classifier alone = new Classifier(network, Engines.best(), 1);
    float[] expected = alone.probabilities(data.features()).data();
    String[] labels = alone.predict(data.features());
    for (int threads : new int[] {2, 3, 16}) {
      Classifier classifier = new Classifier(network, Engines.best(), threads);
      float[] actual = classifier.probabilities(data.features()).data();
      Bits.assertSame(expected, actual, threads + " threads");
      assertArrayEquals(labels, classifier.predict(data.features()), threads + " threads");
      assertEquals(alone.accuracy(data), classifier.accuracy(data), threads + " threads");
    }
  }

  @Test
  @Timeout(60)
  void aLargeBatchNeedsNoThreadOfThePool() {
    NetworkSpec spec = NetworkSpec.of(784, 50, 10);
    Network network = network(spec);
    Features samples = SparseData.of(spec, MANY, true, 0.2, 1).features();
    String[] expected = new Classifier(network, Engines.best(), 1).predict(samples);
    Classifier classifier = new Classifier(network, Engines.best(), 2);
    try (BlockedCommonPool blocked = BlockedCommonPool.block()) {
      assertArrayEquals(expected, classifier.predict(samples));
      assertTrue(blocked.isBlocked());
    }
  }

  @Test
  void manyThreadsGetTheSameBitsFromOneClassifierFromItsFirstUseOn() throws Exception {
    NetworkSpec spec = NetworkSpec.of(70, 50, 10);
    DataSet bytes = SparseData.of(spec, 700, true, 0.3, 1);
    DataSet floats = SparseData.of(spec, 700, false, 0.9, 2);
    Network network = network(spec);
    float[] ofBytes = new Classifier(network).probabilities(bytes.features()).data();
    float[] ofFloats = new Classifier(network).probabilities(floats.features()).data();
    int threads = 8;
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      for (int round = 0; round < 20; round++) {
        Classifier classifier = new Classifier(network);
        CyclicBarrier start = new CyclicBarrier(threads);
        List<Future<Void>> results = new ArrayList<>();
        for (int thread = 0; thread < threads; thread++) {
          boolean even = thread % 2 == 0;
          Callable<Void> work =
              () -> {
                start.await();
                Features features = even ? bytes.features() : floats.features();
                float[] actual = classifier.probabilities(features).data();
                Bits.assertSame(even ? ofBytes : ofFloats, actual, "batch");
                float[] row = new float[10];
                Predictor predictor = classifier.newPredictor();
                for (int sample = 0; sample < 100; sample++) {
                  predict(predictor, features, sample, row);
                  float[] expected =
                      Arrays.copyOfRange(even ? ofBytes : ofFloats, sample * 10, (sample + 1) * 10);
                  Bits.assertSame(expected, row, "sample " + sample);
                }
                return null;
              };
          results.add(pool.submit(work));
        }
        for (Future<Void> result : results) {
          result.get();
        }
      }
    } finally {
      pool.shutdownNow();
    }
  }

  private static void predict(Predictor predictor, Features features, int sample, float[] row) {
    int from = sample * features.features();
    int to = from + features.features();
    if (features instanceof ByteFeatures bytes) {
      predictor.probabilities(Arrays.copyOfRange(bytes.values(), from, to), row);
    } else {
      float[] values = ((FloatFeatures) features).values();
      predictor.probabilities(Arrays.copyOfRange(values, from, to), row);
    }
  }

  @Test
  void aNanAmongTheFeaturesMakesItsSampleNanAndNoOther() {
    NetworkSpec spec = NetworkSpec.of(40, 9, 5);
    Classifier classifier = new Classifier(network(spec));
    for (double density : new double[] {0.2, 1}) {
      FloatFeatures clean = (FloatFeatures) SparseData.of(spec, 20, false, density, 3).features();
      float[] values = clean.values().clone();
      values[7 * 40 + 11] = Float.NaN;
      float[] expected = classifier.probabilities(clean).data();
      float[] actual = classifier.probabilities(new FloatFeatures(values, 40, 20)).data();
      Arrays.fill(expected, 7 * 5, 8 * 5, Float.NaN);
      Bits.assertSame(expected, actual, "density " + density);
    }
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY})
  void aWeightThatIsNotFiniteShowsEvenWhereItMeetsAZero(float weight) {
    NetworkSpec spec = NetworkSpec.of(40, 9, 5);
    Network network = network(spec);
    network.parameters()[3 * 9 + 2] = weight;
    for (boolean bytes : new boolean[] {true, false}) {
      for (int samples : new int[] {1, 25}) {
        DataSet data = SparseData.of(spec, samples, bytes, 0.2, 4);
        float[] expected = CanonicalStep.of(spec, data).probabilities(network.parameters());
        assertTrue(Float.isNaN(expected[0]));
        float[] actual = new Classifier(network).probabilities(data.features()).data();
        Bits.assertSame(expected, actual, samples + " samples");
      }
    }
  }

  @Test
  void aRangeOfSamplesGetsTheBitsThatItGetsAmongAll() {
    NetworkSpec spec = NetworkSpec.of(65, 9, 5);
    Classifier classifier = new Classifier(network(spec));
    for (boolean bytes : new boolean[] {true, false}) {
      Features features = SparseData.of(spec, 330, bytes, 0.2, 8).features();
      float[] all = classifier.probabilities(features).data();
      for (int[] range : new int[][] {{0, 330}, {0, 1}, {329, 1}, {3, 161}, {170, 160}}) {
        float[] expected = Arrays.copyOfRange(all, range[0] * 5, (range[0] + range[1]) * 5);
        float[] actual = classifier.probabilities(features, range[0], range[1]).data();
        Bits.assertSame(expected, actual, Arrays.toString(range));
      }
      assertThrows(
          IndexOutOfBoundsException.class, () -> classifier.probabilities(features, 330, 1));
    }
  }

  @Test
  void probabilitiesThatFitNoArrayAreRefusedWithWhatToDo() {
    Classifier classifier = new Classifier(network(NetworkSpec.of(1, 1000)));
    Features features = new ByteFeatures(new byte[2_200_000], 1, 2_200_000);

    assertEquals(
        "probabilities of 1000 classes × 2200000 samples are 2200000000 values, at most 2147483639"
            + " fit an array: ask for fewer samples at a time, with probabilities(features, from,"
            + " count)",
        assertThrows(IllegalArgumentException.class, () -> classifier.probabilities(features))
            .getMessage());
    assertEquals(1000, classifier.probabilities(features, 2_199_999, 1).rows());
  }

  @Test
  void ofEquallyProbableClassesTheFirstIsPredicted() {
    NetworkSpec spec = NetworkSpec.of(4, 3);
    Network network = new Network(spec, new float[spec.parameterCount()], List.of("4", "7", "9"));
    Features features = new ByteFeatures(new byte[8], 4, 2);
    assertArrayEquals(new String[] {"4", "4"}, new Classifier(network).predict(features));
  }

  @Test
  void itKeepsTheParametersItWasMadeOf() {
    NetworkSpec spec = NetworkSpec.of(4, 3);
    Network network = network(spec);
    Features features = new ByteFeatures(new byte[] {1, 2, 3, 4}, 4, 1);
    float[] expected = new Classifier(network).probabilities(features).data();
    Classifier classifier = new Classifier(network);
    Arrays.fill(network.parameters(), 0f);
    Bits.assertSame(expected, classifier.probabilities(features).data(), "probabilities");
  }

  @Test
  void samplesOfAnotherSizeAreRefused() {
    Classifier classifier = new Classifier(network(NetworkSpec.of(4, 3)));
    Features features = new ByteFeatures(new byte[5], 5, 1);
    IllegalArgumentException refusal =
        assertThrows(IllegalArgumentException.class, () -> classifier.predict(features));
    assertEquals("samples of 5 features don't fit a network of sizes 4-3", refusal.getMessage());
  }

  @Test
  void fewerThreadsThanOneAreRefused() {
    Network network = network(NetworkSpec.of(4, 3));
    IllegalArgumentException refusal =
        assertThrows(
            IllegalArgumentException.class, () -> new Classifier(network, Engines.best(), 0));
    assertEquals("threads must be at least 1, but were 0", refusal.getMessage());
  }

  public static Network network(NetworkSpec spec) {
    float[] parameters = Initialization.numpy(spec, 7);
    for (int layer = 1; layer <= spec.layers(); layer++) {
      for (int output = 0; output < spec.size(layer); output++) {
        parameters[spec.biasOffset(layer) + output] = 0.01f * output - 0.1f;
      }
    }
    return new Network(
        spec,
        parameters,
        ClassNames.discover(IntStream.range(0, spec.outputs()).toArray()).names());
  }
}
