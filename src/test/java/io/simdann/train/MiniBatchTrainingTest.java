package io.simdann.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.simdann.data.DataSet;
import io.simdann.data.TrainTest;
import io.simdann.data.mnist.EmbeddedMnist;
import io.simdann.kernel.Bits;
import io.simdann.kernel.KernelSets;
import io.simdann.kernel.Kernels;
import io.simdann.nn.NetworkSpec;
import io.simdann.predict.Classifier;
import io.simdann.step.Engines;
import io.simdann.step.LocalGradientEngineTest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MiniBatchTrainingTest {
  private static final int SAMPLES = 203;
  private static final NetworkSpec SIZES = NetworkSpec.of(35, 9, 6, 4);
  private static final double LEARNING_RATE = 0.3;

  /** Around panels and shards; divisors and not; some and all of the samples, and more. */
  static Stream<Arguments> batches() {
    return IntStream.of(1, 7, 16, 29, 33, 64, 65, 130, 202, 203, 204, 5000)
        .boxed()
        .flatMap(
            size ->
                Stream.of(
                    Arguments.of(size, true, true),
                    Arguments.of(size, true, false),
                    Arguments.of(size, false, true)));
  }

  @ParameterizedTest
  @MethodSource("batches")
  void everyKernelSetAndThreadNumberGivesTheCanonicalBits(
      int batchSize, boolean shuffle, boolean bytes) {
    DataSet data = LocalGradientEngineTest.data(SIZES, SAMPLES, bytes, 3);
    // Two epochs and, where an epoch has several batches, the first ones of a third.
    int perEpoch = Math.max(1, (SAMPLES + batchSize - 1) / batchSize);
    int iterations = 2 * perEpoch + Math.min(3, perEpoch - 1);
    CanonicalTraining expected = new CanonicalTraining(SIZES, data, 11);
    expected.run(iterations, batchSize, shuffle, LEARNING_RATE);
    for (Kernels kernels : Engines.all()) {
      boolean emulated = KernelSets.isEmulated(kernels);
      if (emulated && batchSize < 64) {
        continue;
      }
      for (int threads : emulated ? new int[] {1} : new int[] {1, 2, 3, 7}) {
        List<Double> costs = new ArrayList<>();
        float[] trained =
            trained(
                builder()
                    .batchSize(batchSize)
                    .iterations(iterations)
                    .shuffle(shuffle)
                    .kernels(kernels)
                    .threads(threads)
                    .listener(entry -> costs.add(entry.cost())),
                data);
        String where = kernels.name() + ", " + threads + " threads";
        Bits.assertSame(expected.parameters, trained, where);
        assertEquals(expected.epochCosts, costs, where);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void theBitsAreTheSameFromRunToRun(boolean bytes) {
    DataSet data = LocalGradientEngineTest.data(SIZES, SAMPLES, bytes, 3);
    float[] first = trained(builder().batchSize(40).epochs(5), data);
    for (int run = 0; run < 5; run++) {
      Bits.assertSame(first, trained(builder().batchSize(40).epochs(5), data), "run " + run);
    }
  }

  @Test
  void shufflingAndTheSeedChangeTheBits() {
    DataSet data = LocalGradientEngineTest.data(SIZES, SAMPLES, true, 3);
    float[] shuffled = trained(builder().batchSize(40).epochs(2), data);

    assertFalse(
        Arrays.equals(shuffled, trained(builder().batchSize(40).epochs(2).shuffle(false), data)));
    assertFalse(Arrays.equals(shuffled, trained(builder().batchSize(40).epochs(2).seed(12), data)));
  }

  @ParameterizedTest
  @ValueSource(ints = {SAMPLES, SAMPLES + 1, Integer.MAX_VALUE})
  void aBatchOfAllSamplesOrMoreIsAFullBatch(int batchSize) {
    DataSet data = LocalGradientEngineTest.data(SIZES, SAMPLES, true, 3);

    Bits.assertSame(
        trained(builder().iterations(5), data),
        trained(builder().batchSize(batchSize).epochs(5), data),
        "batches of " + batchSize);
  }

  @Test
  void withAFullBatchAnEpochIsAnIteration() {
    DataSet data = LocalGradientEngineTest.data(SIZES, SAMPLES, true, 3);

    Bits.assertSame(
        trained(builder().iterations(7), data), trained(builder().epochs(7), data), "7 epochs");
  }

  @Test
  void everyEpochIsRecordedWithItsLastIterationAndAccuracy() {
    DataSet data = LocalGradientEngineTest.data(SIZES, SAMPLES, true, 3);
    AtomicReference<TrainingRun> run = new AtomicReference<>();
    Classifier classifier = builder().batchSize(50).epochs(30).build().fit(data, run::set);

    List<History.Entry> entries = run.get().history().entries();
    assertEquals(30, entries.size());
    double seconds = 0;
    for (int epoch = 0; epoch < 30; epoch++) {
      History.Entry entry = entries.get(epoch);
      assertEquals(epoch, entry.epoch());
      assertEquals(5 * epoch + 4, entry.iteration());
      assertTrue(entry.accuracy().isPresent());
      assertTrue(entry.seconds() > seconds);
      seconds = entry.seconds();
    }
    assertEquals(150, run.get().latest().iterations());
    assertEquals(classifier.accuracy(data), entries.get(29).accuracy().getAsDouble());
    assertTrue(entries.get(29).cost() < entries.get(0).cost());
  }

  @Test
  void theAccuracyOfAManyEpochTrainingIsComputedAtMostAHundredTimes() {
    DataSet data = LocalGradientEngineTest.data(SIZES, 20, true, 3);
    List<Integer> computed = new ArrayList<>();
    TrainingListener listener =
        entry -> entry.accuracy().ifPresent(accuracy -> computed.add(entry.epoch()));
    builder().batchSize(15).epochs(250).listener(listener).build().fit(data);

    assertEquals(84, computed.size());
    assertEquals(List.of(0, 3, 6), computed.subList(0, 3));
  }

  @Test
  void anEpochThatTheLastIterationCutsShortIsRecordedForTheSamplesItHad() {
    DataSet data = LocalGradientEngineTest.data(SIZES, SAMPLES, true, 3);
    AtomicReference<TrainingRun> run = new AtomicReference<>();
    builder().batchSize(50).iterations(7).build().fit(data, run::set);

    List<History.Entry> entries = run.get().history().entries();
    assertEquals(List.of(4, 6), entries.stream().map(History.Entry::iteration).toList());
    CanonicalTraining expected = new CanonicalTraining(SIZES, data, 11);
    expected.run(7, 50, true, LEARNING_RATE);
    assertEquals(expected.epochCosts.get(1), entries.get(1).cost());
  }

  @Test
  void mnistGivesTheNumbersOfAnIndependentFloat64Program() throws Exception {
    TrainTest mnist = EmbeddedMnist.load();
    List<History.Entry> entries = new ArrayList<>();
    Classifier classifier =
        Trainer.builder()
            .hidden(128, 64)
            .learningRate(0.5)
            .batchSize(128)
            .epochs(2)
            .listener(entries::add)
            .build()
            .fit(mnist.train());
    assertEquals(0.09162698382940586, entries.get(0).cost(), 1e-8);
    assertEquals(53_385 / 60_000.0, entries.get(0).accuracy().getAsDouble());
    assertEquals(0.03303181560116844, entries.get(1).cost(), 1e-8);
    assertEquals(54_797 / 60_000.0, entries.get(1).accuracy().getAsDouble());
    assertEquals(9166 / 10_000.0, classifier.accuracy(mnist.test()));
  }

  private static TrainerBuilder builder() {
    return Trainer.builder().hidden(9, 6).learningRate(LEARNING_RATE).seed(11).threads(2);
  }

  private static float[] trained(TrainerBuilder settings, DataSet data) {
    return settings.build().fit(data).network().parameters();
  }
}
