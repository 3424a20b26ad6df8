package io.simdann.predict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.simdann.data.ByteFeatures;
import io.simdann.data.DataSet;
import io.simdann.data.Features;
import io.simdann.data.FloatFeatures;
import io.simdann.kernel.AllocationMeter;
import io.simdann.kernel.Bits;
import io.simdann.kernel.ElementaryFunctions;
import io.simdann.kernel.FreshJvm;
import io.simdann.kernel.Kernels;
import io.simdann.nn.Loss;
import io.simdann.nn.Network;
import io.simdann.nn.NetworkSpec;
import io.simdann.step.Engines;
import io.simdann.step.SparseData;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegressorTest {
  private static final int INPUTS = 33;
  private static final List<Loss> LOSSES =
      List.of(
          Loss.SQUARED_ERROR,
          Loss.ABSOLUTE_ERROR,
          new Loss("huber"),
          new Loss("quantile").with(0.9),
          Loss.POISSON);

  private static Features samples(int count, boolean bytes) {
    return SparseData.of(NetworkSpec.of(INPUTS, 2), count, bytes, 0.6, 3).features();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void predictionsHaveTheBitsOfPlainLoopsOnEveryKernelSet(boolean bytes) {
    for (Loss loss : LOSSES) {
      Network network = Heads.values(INPUTS, 9, loss, 3);
      for (int count : new int[] {1, 16, 17, 81}) {
        Features features = samples(count, bytes);
        float[] expected = new Regressor(network, Engines.scalar(), 1).predictions(features).data();
        float[] z = Heads.z(network).predictions(features).data();
        for (int i = 0; i < z.length; i++) {
          float output = loss.equals(Loss.POISSON) ? ElementaryFunctions.exp(z[i]) : z[i];
          Bits.assertSame(output, expected[i], loss + ", " + i);
        }
        for (Kernels kernels : Engines.all()) {
          float[] actual = new Regressor(network, kernels, 2).predictions(features).data();
          Bits.assertSame(expected, actual, loss + ", " + kernels.name());
        }
      }
    }
  }

  @Test
  void theNumberOfThreadsChangesNoBit() {
    Network network = Heads.values(70, 50, Loss.SQUARED_ERROR, 2);
    Features features = SparseData.of(NetworkSpec.of(70, 2), 12_000, false, 1, 1).features();
    assertTrue(network.spec().predictionFlopPerSample() * features.samples() > 1 << 26);
    DataSet data = DataSet.ofValues(features, targets(features.samples(), 2), "o0", "o1");
    Regressor alone = new Regressor(network, 1);
    float[] expected = alone.predictions(features).data();
    for (int threads : new int[] {2, 7}) {
      Regressor regressor = new Regressor(network, threads);
      Bits.assertSame(expected, regressor.predictions(features).data(), threads + " threads");
      assertEquals(alone.r2(data), regressor.r2(data));
    }
  }

  @Test
  void aPredictorGivesTheBitsOfABatch() {
    Regressor one = new Regressor(Heads.values(INPUTS, 9, Loss.POISSON, 1));
    Regressor three = new Regressor(Heads.values(INPUTS, 9, Loss.SQUARED_ERROR, 3));
    float[] floats = ((FloatFeatures) samples(40, false)).values();
    byte[] bytes = ((ByteFeatures) samples(40, true)).values();
    float[] ofFloats = one.predict(samples(40, false));
    float[] ofBytes = one.predict(samples(40, true));
    Bits.assertSame(one.predictions(samples(40, true)).data(), ofBytes, "one number");
    RegressionPredictor predictor = one.newPredictor();
    for (int sample = 0; sample < 40; sample++) {
      int from = sample * INPUTS;
      int to = from + INPUTS;
      Bits.assertSame(
          ofFloats[sample], predictor.predict(Arrays.copyOfRange(floats, from, to)), "floats");
      Bits.assertSame(
          ofBytes[sample], predictor.predict(Arrays.copyOfRange(bytes, from, to)), "bytes");
    }
    for (int count : new int[] {1, 16, 17, 40}) {
      float[] actual = new float[3 * count];
      three.newPredictor().predictions(Arrays.copyOf(floats, INPUTS * count), actual);
      Bits.assertSame(
          three.predictions(samples(40, false), 0, count).data(), actual, count + " samples");
      three.newPredictor().predictions(Arrays.copyOf(bytes, INPUTS * count), actual);
      Bits.assertSame(
          three.predictions(samples(40, true), 0, count).data(), actual, count + " samples");
    }
  }

  /** The examples of scikit-learn's documentation of r2_score and the mean errors. */
  @Test
  void scoresAreThoseOfScikitLearnsExamples() {
    Regressor one = new Regressor(Heads.identity(1, Loss.SQUARED_ERROR));
    DataSet data = data(1, new float[] {2.5f, 0, 2, 8}, 3, -0.5f, 2, 7);
    assertEquals(0.9486081370449679, one.r2(data), 1e-15);
    assertEquals(0.5, one.meanAbsoluteError(data));
    assertEquals(0.375, one.meanSquaredError(data));

    Regressor two = new Regressor(Heads.identity(2, Loss.SQUARED_ERROR));
    DataSet pairs = data(2, new float[] {0, 2, -1, 2, 8, -5}, 0.5f, 1, -1, 1, 7, -6);
    assertEquals((0.965437788018433 + 0.9081632653061225) / 2, two.r2(pairs), 1e-15);
    assertEquals(0.75, two.meanAbsoluteError(pairs));
    assertEquals(0.7083333333333334, two.meanSquaredError(pairs), 1e-15);
  }

  @Test
  void whereTargetsDoNotVaryR2Is1OrZero() {
    Regressor regressor = new Regressor(Heads.identity(1, Loss.SQUARED_ERROR));
    assertEquals(1, regressor.r2(data(1, new float[] {3, 3}, 3, 3)));
    assertEquals(0, regressor.r2(data(1, new float[] {3, 2}, 3, 3)));
    assertTrue(Double.isNaN(regressor.r2(data(1, new float[] {3}, 3))));
  }

  @Test
  void scoresOfManySamplesAreThoseOfAPlainFormula() {
    Regressor regressor = new Regressor(Heads.values(INPUTS, 9, Loss.SQUARED_ERROR, 3));
    Features features = samples(500, false);
    float[] y = targets(500, 3);
    float[] p = regressor.predictions(features).data();
    double r2 = 0;
    double absolute = 0;
    for (int output = 0; output < 3; output++) {
      double mean = 0;
      for (int sample = 0; sample < 500; sample++) {
        mean += y[3 * sample + output] / 500.0;
      }
      double residual = 0;
      double total = 0;
      for (int sample = 0; sample < 500; sample++) {
        int i = 3 * sample + output;
        residual += Math.pow((double) y[i] - p[i], 2);
        total += Math.pow(y[i] - mean, 2);
        absolute += Math.abs((double) y[i] - p[i]) / 1500;
      }
      r2 += (1 - residual / total) / 3;
    }
    DataSet data = DataSet.ofValues(features, y, "o0", "o1", "o2");
    assertEquals(r2, regressor.r2(data), 1e-12);
    assertEquals(absolute, regressor.meanAbsoluteError(data), 1e-12);
  }

  private static DataSet data(int outputs, float[] predictions, float... targets) {
    Features features = new FloatFeatures(predictions, outputs, predictions.length / outputs);
    return outputs == 1
        ? DataSet.ofValues(features, targets, "o0")
        : DataSet.ofValues(features, targets, "o0", "o1");
  }

  private static float[] targets(int samples, int outputs) {
    Random random = new Random(5);
    float[] values = new float[samples * outputs];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  @Test
  void dataOfOtherTargetsAreRefused() {
    Regressor regressor = new Regressor(Heads.identity(1, Loss.SQUARED_ERROR));
    Features features = new FloatFeatures(new float[2], 1, 2);
    assertRefused(
        "the targets are [height], expected those of the network, [o0]",
        () -> regressor.r2(DataSet.ofValues(features, new float[2], "height")));
    assertRefused(
        "the targets are classes, {cat, dog}, expected numbers for each sample",
        () -> regressor.r2(DataSet.ofClasses(features, "cat", "dog")));
  }

  @Test
  void oneNumberIsNotToBeHadOfSeveral() {
    Regressor regressor = new Regressor(Heads.identity(2, Loss.SQUARED_ERROR));
    String message =
        "the network predicts 2 numbers for each sample, expected one: see predictions";
    assertRefused(message, () -> regressor.predict(new FloatFeatures(new float[2], 2, 1)));
    assertRefused(message, () -> regressor.newPredictor().predict(new float[2]));
  }

  @Test
  void aPredictionThatIsNotFiniteIsRefusedWithItsSample() {
    Regressor regressor = new Regressor(Heads.identity(1, Loss.POISSON));
    Features nan = new FloatFeatures(new float[] {1, Float.NaN}, 1, 2);
    Features large = new FloatFeatures(new float[] {1, 2, 1000}, 1, 3);
    assertTrue(Float.isNaN(regressor.predictions(nan).get(0, 1)));
    assertRefused(
        "sample 1: feature 0 is NaN, expected finite numbers", () -> regressor.predict(nan));
    String overflow =
        "its prediction is Infinity, since features up to 1000.0 overflow inside the network (or"
            + " its parameters do): scale the features, for example to 0 to 1, or to mean 0 and"
            + " standard deviation 1, like those that it was trained on";
    assertRefused("sample 2: " + overflow, () -> regressor.predict(large));
    assertRefused(
        "sample 2: " + overflow, () -> regressor.r2(DataSet.ofValues(large, new float[3], "o0")));
    assertRefused(
        "sample 0: " + overflow, () -> regressor.newPredictor().predict(new float[] {1000}));
  }

  @Test
  void predictionsThatFitNoArrayAreRefusedWithWhatToDo() {
    Regressor regressor = new Regressor(Heads.values(1, 1, Loss.SQUARED_ERROR, 1000));
    Features features = new ByteFeatures(new byte[2_200_000], 1, 2_200_000);
    assertRefused(
        "predictions of 1000 outputs × 2200000 samples are 2200000000 values, at most 2147483639"
            + " fit an array: ask for fewer samples at a time, with predictions(features, from,"
            + " count)",
        () -> regressor.predictions(features));
  }

  @Test
  void networksOfAnotherKindAreRefused() {
    Network classes = ClassifierTest.network(NetworkSpec.of(4, 3));
    Network numbers = Heads.identity(2, Loss.SQUARED_ERROR);
    Network labels = Heads.identity(2, Loss.SIGMOID_CROSS_ENTROPY);
    assertRefused(
        "the network predicts classes, {0, 1, 2}, expected one of numbers; what predicts with it"
            + " is a Classifier",
        () -> new Regressor(classes));
    assertRefused(
        "the network predicts labels, {o0, o1}, expected one of numbers; what predicts with it is"
            + " a MultiLabelClassifier",
        () -> new Regressor(labels));
    assertRefused(
        "the network predicts numbers, {o0, o1}, expected one of classes; what predicts with it"
            + " is a Regressor",
        () -> new Classifier(numbers));
    assertRefused(
        "the network predicts numbers, {o0, o1}, expected one of labels; what predicts with it is"
            + " a Regressor",
        () -> new MultiLabelClassifier(numbers));
    assertRefused(
        "a network of sizes 2-2 with the loss softmax_cross_entropy can't predict numbers, as its"
            + " names say",
        () -> new Regressor(Heads.identity(2, Loss.SOFTMAX_CROSS_ENTROPY)));
    NetworkSpec huber = NetworkSpec.of(2, List.of(), new Loss("huber"), 2);
    assertRefused(
        "a network of sizes 2-2 with the loss huber can't predict classes, as its names say",
        () -> new Classifier(new Network(huber, new float[6], List.of("a", "b"))));
  }

  @Test
  void whatIsPrintedTellsTheSizes() {
    Regressor regressor = new Regressor(Heads.identity(2, Loss.POISSON), Engines.scalar(), 3);
    assertEquals("Regressor[2-2, scalar kernels, 3 threads]", regressor.toString());
    assertEquals("RegressionPredictor[2-2]", regressor.newPredictor().toString());
  }

  private static void assertRefused(String message, Runnable call) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, call::run).getMessage());
  }

  @Test
  @Timeout(value = 5, unit = TimeUnit.MINUTES)
  void singleSamplesAllocateNothingOnceWarm() {
    List<String> lines = AllocationMeter.lines(List.of(FreshJvm.WITH_VECTORS), Program.class);
    assertEquals(4, lines.size(), lines.toString());
    assertTrue(
        lines.stream().allMatch(line -> line.endsWith(": 0.0 bytes a call")), lines::toString);
  }

  /** Measures what predictors of other networks than those of a softmax allocate. */
  static final class Program {

    public static void main(String[] arguments) {
      Predictor binary = new Classifier(Heads.binary(300, 50)).newPredictor();
      RegressionPredictor number =
          new Regressor(Heads.values(300, 50, Loss.SQUARED_ERROR, 1)).newPredictor();
      MultiLabelPredictor labels =
          new MultiLabelClassifier(Heads.values(300, 50, Loss.SIGMOID_CROSS_ENTROPY, 3))
              .newPredictor();
      NetworkSpec spec = NetworkSpec.of(300, 2);
      float[] floats = ((FloatFeatures) SparseData.of(spec, 1, false, 0.2, 1).features()).values();
      float[] two = new float[2];
      float[] three = new float[3];
      AllocationMeter.report("binary", () -> binary.predict(floats));
      AllocationMeter.report("two probabilities", () -> binary.probabilities(floats, two));
      AllocationMeter.report("a number", () -> number.predict(floats));
      AllocationMeter.report("labels", () -> labels.probabilities(floats, three));
    }

    private Program() {}
  }
}
