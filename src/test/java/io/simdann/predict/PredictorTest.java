package io.simdann.predict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.simdann.data.ByteFeatures;
import io.simdann.data.Features;
import io.simdann.data.FloatFeatures;
import io.simdann.kernel.AllocationMeter;
import io.simdann.kernel.Bits;
import io.simdann.kernel.FreshJvm;
import io.simdann.kernel.Kernels;
import io.simdann.nn.NetworkSpec;
import io.simdann.step.Engines;
import io.simdann.step.SparseData;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PredictorTest {
  private static final int[][] SIZES = {{3, 2}, {65, 9, 5}, {300, 33, 21, 7}, {784, 50, 10}};

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aSampleGetsTheBitsThatItGetsInABatchOnEveryKernelSet(boolean bytes) {
    int samples = 40;
    for (int[] sizes : SIZES) {
      NetworkSpec spec = NetworkSpec.of(sizes);
      int outputs = spec.outputs();
      for (double density : new double[] {0.2, 1}) {
        Features data = SparseData.of(spec, samples, bytes, density, 5).features();
        Classifier batch = new Classifier(ClassifierTest.network(spec), Engines.scalar());
        float[] expected = batch.probabilities(data).data();
        String[] labels = batch.predict(data);
        for (Kernels kernels : Engines.all()) {
          Predictor predictor = new Classifier(batch.network(), kernels).newPredictor();
          String where = spec + " " + kernels.name() + " " + density;
          float[] row = new float[outputs];
          for (int sample = 0; sample < samples; sample++) {
            assertEquals(labels[sample], probabilities(predictor, data, sample, 1, row), where);
            float[] wanted = Arrays.copyOfRange(expected, sample * outputs, (sample + 1) * outputs);
            Bits.assertSame(wanted, row, where + ", sample " + sample);
          }
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 9, 10, 15, 16, 17, 33, 40})
  void severalSamplesAtATimeGetTheSameBits(int samples) {
    NetworkSpec spec = NetworkSpec.of(70, 50, 10);
    Classifier classifier = new Classifier(ClassifierTest.network(spec));
    for (boolean bytes : new boolean[] {true, false}) {
      for (double density : new double[] {0.2, 1}) {
        Features data = SparseData.of(spec, 40, bytes, density, 6).features();
        float[] expected = Arrays.copyOf(classifier.probabilities(data).data(), samples * 10);
        float[] actual = new float[samples * 10];
        probabilities(classifier.newPredictor(), data, 0, samples, actual);
        Bits.assertSame(expected, actual, samples + " samples");
      }
    }
  }

  /** Returns the label too if it is one sample. */
  private static String probabilities(
      Predictor predictor, Features data, int first, int samples, float[] result) {
    int from = first * data.features();
    int to = from + samples * data.features();
    if (data instanceof ByteFeatures bytes) {
      byte[] values = Arrays.copyOfRange(bytes.values(), from, to);
      predictor.probabilities(values, result);
      return samples == 1 ? predictor.predict(values) : null;
    }
    float[] values = Arrays.copyOfRange(((FloatFeatures) data).values(), from, to);
    predictor.probabilities(values, result);
    return samples == 1 ? predictor.predict(values) : null;
  }

  @Test
  void oneSampleLeavesNothingBehindForTheNext() {
    Predictor predictor =
        new Classifier(ClassifierTest.network(NetworkSpec.of(20, 9, 5))).newPredictor();
    float[] sample = new float[20];
    sample[3] = 0.5f;
    float[] before = new float[5];
    float[] after = new float[5];
    predictor.probabilities(sample, before);
    float[] nan = new float[20 * 16];
    Arrays.fill(nan, Float.NaN);
    predictor.probabilities(nan, new float[5 * 16]);
    predictor.probabilities(sample, after);
    Bits.assertSame(before, after, "probabilities");
  }

  @Test
  void aSampleOfNanHasProbabilitiesOfNanAndNoLabel() {
    Predictor predictor =
        new Classifier(ClassifierTest.network(NetworkSpec.of(20, 9, 5))).newPredictor();
    float[] sample = new float[20];
    sample[3] = Float.NaN;
    float[] row = new float[5];
    predictor.probabilities(sample, row);
    for (float probability : row) {
      assertTrue(Float.isNaN(probability));
    }
    assertEquals(
        "sample 0: feature 3 is NaN, expected finite numbers",
        refusal(() -> predictor.predict(sample)));
  }

  @Test
  void aWrongNumberOfFeaturesIsRefused() {
    Predictor predictor =
        new Classifier(ClassifierTest.network(NetworkSpec.of(20, 9, 5))).newPredictor();
    String ofOne = "a sample has 19 features, expected the network's 20";
    assertEquals(ofOne, refusal(() -> predictor.predict(new byte[19])));
    assertEquals(ofOne, refusal(() -> predictor.predict(new float[19])));
    assertEquals(
        "a sample has 40 features, expected the network's 20",
        refusal(() -> predictor.predict(new byte[40])));
    assertEquals(
        "41 features and 10 probabilities, expected 20 and 5 for each sample",
        refusal(() -> predictor.probabilities(new float[41], new float[10])));
    assertEquals(
        "40 features and 15 probabilities, expected 20 and 5 for each sample",
        refusal(() -> predictor.probabilities(new byte[40], new float[15])));
  }

  private static String refusal(Runnable code) {
    return assertThrows(IllegalArgumentException.class, code::run).getMessage();
  }

  @Test
  @Timeout(value = 5, unit = TimeUnit.MINUTES)
  void allocatesNothingOnceWarm() {
    List<String> lines = AllocationMeter.lines(List.of(FreshJvm.WITH_VECTORS), Program.class);
    assertEquals(5, lines.size(), lines.toString());
    assertTrue(
        lines.stream().allMatch(line -> line.endsWith(": 0.0 bytes a call")), lines::toString);
  }

  /** Measures what a predictor allocates. */
  static final class Program {
    private static final int SAMPLES = 20;

    public static void main(String[] arguments) {
      NetworkSpec spec = NetworkSpec.of(300, 50, 10);
      Predictor predictor = new Classifier(ClassifierTest.network(spec)).newPredictor();
      float[] row = new float[10];
      float[] rows = new float[SAMPLES * 10];
      byte[] bytes = ((ByteFeatures) SparseData.of(spec, 1, true, 0.2, 1).features()).values();
      float[] floats = ((FloatFeatures) SparseData.of(spec, 1, false, 0.2, 1).features()).values();
      float[] dense =
          ((FloatFeatures) SparseData.of(spec, SAMPLES, false, 1, 1).features()).values();
      AllocationMeter.report("predict bytes", () -> predictor.predict(bytes));
      AllocationMeter.report("predict floats", () -> predictor.predict(floats));
      AllocationMeter.report("probabilities of bytes", () -> predictor.probabilities(bytes, row));
      AllocationMeter.report("probabilities of floats", () -> predictor.probabilities(floats, row));
      AllocationMeter.report("probabilities of many", () -> predictor.probabilities(dense, rows));
    }

    private Program() {}
  }
}
