package io.simdann.step;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.simdann.data.ByteFeatures;
import io.simdann.data.ClassNames;
import io.simdann.data.DataSet;
import io.simdann.data.FloatFeatures;
import io.simdann.data.Labels;
import io.simdann.kernel.AllocationMeter;
import io.simdann.kernel.Bits;
import io.simdann.kernel.CpuFacts;
import io.simdann.kernel.FreshJvm;
import io.simdann.kernel.Kernels;
import io.simdann.nn.Initialization;
import io.simdann.nn.NetworkSpec;
import io.simdann.parallel.WorkerTeam;
import io.simdann.random.Shuffle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

public class LocalGradientEngineTest {
  private static final int[][] SIZES = {
    {3, 2}, {17, 9, 5}, {40, 33, 21, 7}, {35, 6, 5, 4, 10}, {70, 50, 10}
  };

  /** Around 16 lanes, shards of 64, and shards of more than a tile of 80. */
  private static final int[] SAMPLES = {1, 15, 16, 17, 31, 33, 64, 65, 200, 700};

  /** The other ways are in {@link ZeroSkippingTest}. */
  private static final List<PackedSamples.Zeros> SPARSE_AND_DENSE =
      List.of(PackedSamples.Zeros.BY_DENSITY, PackedSamples.Zeros.DENSE);

  static Stream<Arguments> networks() {
    return Stream.of(SIZES)
        .flatMap(
            sizes ->
                Stream.of(
                    Arguments.of(NetworkSpec.of(sizes), true),
                    Arguments.of(NetworkSpec.of(sizes), false)));
  }

  @ParameterizedTest
  @MethodSource("networks")
  void everyKernelSetAndThreadNumberGivesTheCanonicalBits(NetworkSpec spec, boolean bytes) {
    float[] parameters = Initialization.numpy(spec, 7);
    for (int samples : SAMPLES) {
      DataSet data = data(spec, samples, bytes, samples);
      CanonicalStep expected = CanonicalStep.of(spec, data);
      expected.run(parameters);
      for (Kernels kernels : Engines.all()) {
        boolean emulated = kernels.vectorBits() > Engines.best().vectorBits();
        for (int threads : emulated ? new int[] {1} : new int[] {1, 2, 3, 7}) {
          for (PackedSamples.Zeros zeros : SPARSE_AND_DENSE) {
            if (emulated && samples > 200) {
              continue;
            }
            String where =
                kernels.name() + ", " + samples + " samples, " + threads + " threads, " + zeros;
            try (WorkerTeam team = WorkerTeam.ofThreads(threads)) {
              LocalGradientEngine engine =
                  new LocalGradientEngine(data, spec, kernels, team, zeros, CpuFacts.here());
              float[] gradient = new float[parameters.length];
              double cost = engine.gradient(parameters, 0, samples, gradient);
              assertEquals(expected.cost, cost, where);
              Bits.assertSame(expected.gradient, gradient, where);
            }
          }
        }
      }
    }
  }

  @Test
  void aRangeOfSamplesGivesWhatThoseSamplesAloneGive() {
    NetworkSpec spec = NetworkSpec.of(20, 8, 3);
    float[] parameters = Initialization.numpy(spec, 1);
    DataSet all = data(spec, 300, true, 5);
    byte[] values = ((ByteFeatures) all.features()).values();
    byte[] some = Arrays.copyOfRange(values, 100 * 20, 250 * 20);
    int[] someLabels = Arrays.copyOfRange(all.labels().classIndices(), 100, 250);
    DataSet part = new DataSet(new ByteFeatures(some, 20, 150), Labels.encode(someLabels));
    try (WorkerTeam team = WorkerTeam.ofThreads(2)) {
      float[] fromAll = new float[parameters.length];
      float[] fromPart = new float[parameters.length];
      GradientEngine engine = new LocalGradientEngine(all, spec, Engines.best(), team);
      double cost = engine.gradient(parameters, 100, 250, fromAll);
      Evaluation evaluation = engine.evaluate(parameters, 100, 250, 70);
      GradientEngine alone = new LocalGradientEngine(part, spec, Engines.best(), team);
      assertEquals(alone.gradient(parameters, 0, 150, fromPart), cost);
      Bits.assertSame(fromPart, fromAll, "samples 100 to 250");
      assertEquals(alone.evaluate(parameters, 0, 150, 70), evaluation);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 40, 64, 130, 300, 1000})
  void anEvaluationAddsTheLossesOfItsBatches(int batchSize) {
    NetworkSpec spec = NetworkSpec.of(20, 8, 3);
    float[] parameters = Initialization.numpy(spec, 1);
    DataSet data = data(spec, 700, true, 5);
    try (WorkerTeam team = WorkerTeam.ofThreads(3)) {
      GradientEngine engine = new LocalGradientEngine(data, spec, Engines.best(), team);
      Descent descent = new Descent(0.1, Engines.best());
      double lossSum = 0;
      for (int from = 50; from < 700; from += batchSize) {
        int to = Math.min(700, from + batchSize);
        lossSum += descent.update(engine, parameters, from, to, parameters.clone());
      }
      CanonicalStep expected = CanonicalStep.of(spec, data, IntStream.range(50, 700).toArray());
      expected.run(parameters);
      assertEquals(
          new Evaluation(lossSum, expected.correct, 650),
          engine.evaluate(parameters, 50, 700, batchSize));
      assertThrows(IllegalArgumentException.class, () -> engine.evaluate(parameters, 0, 9, 0));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aReorderedEngineGivesTheBitsOfReorderedData(boolean bytes) {
    NetworkSpec spec = NetworkSpec.of(20, 8, 3);
    float[] parameters = Initialization.numpy(spec, 1);
    DataSet data = data(spec, 300, bytes, 5);
    try (WorkerTeam team = WorkerTeam.ofThreads(3)) {
      LocalGradientEngine engine = new LocalGradientEngine(data, spec, Engines.best(), team);
      float[] gradient = new float[parameters.length];
      // The same range before any order, in each order, and with the data's own order again.
      for (int epoch = -1; epoch <= 2; epoch++) {
        int[] order = new Shuffle(300, 1).order(Math.max(0, epoch));
        if (epoch == -1 || epoch == 2) {
          Arrays.setAll(order, i -> i);
        }
        if (epoch >= 0) {
          int[] given = order.clone();
          engine.reorder(given);
          Arrays.fill(given, 0);
        }
        CanonicalStep expected = CanonicalStep.of(spec, data, Arrays.copyOfRange(order, 90, 250));
        expected.run(parameters);
        assertEquals(expected.cost, engine.gradient(parameters, 90, 250, gradient));
        Bits.assertSame(expected.gradient, gradient, "epoch " + epoch);
      }
    }
  }

  @Test
  void refusesOrdersThatLeaveOutASample() {
    NetworkSpec spec = NetworkSpec.of(20, 3);
    DataSet data = data(spec, 4, true, 5);
    try (WorkerTeam team = WorkerTeam.ofThreads(1)) {
      LocalGradientEngine engine = new LocalGradientEngine(data, spec, Engines.best(), team);
      float[] parameters = Initialization.numpy(spec, 1);
      float[] before = new float[parameters.length];
      engine.reorder(new int[] {3, 0, 1, 2});
      engine.gradient(parameters, 0, 2, before);
      assertOrderRefused("an order of 3 samples, expected one of all 4", engine, 0, 1, 2);
      assertOrderRefused(
          "the order has sample 1 at position 2, expected each of 0 to 3 once", engine, 0, 1, 1, 3);
      assertOrderRefused(
          "the order has sample 4 at position 3, expected each of 0 to 3 once", engine, 0, 1, 2, 4);
      assertOrderRefused(
          "the order has sample -1 at position 0, expected each of 0 to 3 once",
          engine,
          -1,
          1,
          2,
          0);
      float[] after = new float[parameters.length];
      engine.gradient(parameters, 0, 2, after);
      Bits.assertSame(before, after, "the gradient");
    }
  }

  private static void assertOrderRefused(String message, GradientEngine engine, int... order) {
    assertEquals(
        message,
        assertThrows(IllegalArgumentException.class, () -> engine.reorder(order)).getMessage());
  }

  @Test
  void refusesDataOfAnotherShapeAndRangesOutside() {
    DataSet data = data(NetworkSpec.of(20, 8, 3), 50, true, 5);
    try (WorkerTeam team = WorkerTeam.ofThreads(1)) {
      String message =
          assertThrows(
                  IllegalArgumentException.class,
                  () -> new LocalGradientEngine(data, NetworkSpec.of(21, 3), Engines.best(), team))
              .getMessage();
      assertEquals(
          "data of 20 features and 3 classes doesn't fit a network of sizes 21-3", message);
      NetworkSpec spec = NetworkSpec.of(20, 3);
      float[] parameters = new float[spec.parameterCount()];
      GradientEngine engine = new LocalGradientEngine(data, spec, Engines.best(), team);
      assertEquals(
          "samples 10 to 51 are not within 0 to 50",
          assertThrows(
                  IllegalArgumentException.class,
                  () -> engine.gradient(parameters, 10, 51, parameters.clone()))
              .getMessage());
    }
  }

  /** What is kept of a full batch belongs to this batch alone, and to one order. */
  @ParameterizedTest
  @MethodSource("kindsAndZeros")
  void fullBatchesAndPartsInTurnsGiveTheCanonicalBits(boolean bytes, PackedSamples.Zeros zeros) {
    NetworkSpec spec = NetworkSpec.of(20, 8, 3);
    int samples = 300;
    DataSet data = data(spec, samples, bytes, 5);
    int[][] ranges = {{0, 300}, {0, 100}, {0, 300}, {16, 300}, {90, 250}, {0, 299}, {0, 300}};
    try (WorkerTeam team = WorkerTeam.ofThreads(2)) {
      LocalGradientEngine engine =
          new LocalGradientEngine(data, spec, Engines.best(), team, zeros, CpuFacts.here());
      for (int epoch = 0; epoch < 3; epoch++) {
        int[] order = IntStream.range(0, samples).toArray();
        if (epoch > 0) {
          order = new Shuffle(samples, 1).order(epoch).clone();
          engine.reorder(order);
        }
        // Other parameters each time: what was kept must not be more than the samples.
        float[] parameters = Initialization.numpy(spec, epoch);
        for (int[] range : ranges) {
          int[] batch = Arrays.copyOfRange(order, range[0], range[1]);
          verify(engine, spec, data, batch, range, parameters);
        }
      }
    }
  }

  static Stream<Arguments> kindsAndZeros() {
    return Stream.of(PackedSamples.Zeros.values())
        .flatMap(zeros -> Stream.of(Arguments.of(true, zeros), Arguments.of(false, zeros)));
  }

  /** Around lanes, shards and tiles, and at places that are no multiple of anything. */
  @ParameterizedTest
  @MethodSource("kindsAndZeros")
  void batchesOfAnySizeInAnOrderOfTheirOwnGiveTheCanonicalBits(
      boolean bytes, PackedSamples.Zeros zeros) {
    NetworkSpec spec = NetworkSpec.of(30, 17, 65, 4);
    int samples = 163;
    DataSet data = data(spec, samples, bytes, 9);
    float[] parameters = Initialization.numpy(spec, 1);
    int[] order = new Shuffle(samples, 4).order(1);
    try (WorkerTeam team = WorkerTeam.ofThreads(3)) {
      LocalGradientEngine engine =
          new LocalGradientEngine(data, spec, Engines.best(), team, zeros, CpuFacts.here());
      engine.reorder(order);
      for (int size : new int[] {1, 15, 16, 17, 63, 64, 65, 79, 80, 81, 159, 160, 161}) {
        for (int from : new int[] {0, 1, samples - size}) {
          int[] batch = Arrays.copyOfRange(order, from, from + size);
          int[] range = {from, from + size};
          verify(engine, spec, data, batch, range, parameters);
        }
      }
    }
  }

  /** Caches that hold no batch, a batch but not its weights, and all. */
  @ParameterizedTest
  @CsvSource({"65536, true", "524288, true", "67108864, true", "67108864, false"})
  void everyKernelSetAndThreadNumberGivesBatchesTheCanonicalBits(int l2Bytes, boolean bytes) {
    NetworkSpec spec = NetworkSpec.of(300, 200, 33, 10);
    CpuFacts cpu = new CpuFacts("a test's", 2, 32 << 10, l2Bytes);
    int samples = 300;
    DataSet data = data(spec, samples, bytes, 3);
    float[] parameters = Initialization.numpy(spec, 1);
    int[] order = new Shuffle(samples, 4).order(1);
    for (Kernels kernels : Engines.all()) {
      boolean emulated = kernels.vectorBits() > Engines.best().vectorBits();
      for (int threads : emulated ? new int[] {1} : new int[] {1, 2, 7}) {
        try (WorkerTeam team = WorkerTeam.ofThreads(threads)) {
          LocalGradientEngine engine =
              new LocalGradientEngine(data, spec, kernels, team, PackedSamples.Zeros.LEFT_OUT, cpu);
          engine.reorder(order);
          for (int[] range :
              new int[][] {{0, 1}, {3, 20}, {30, 158}, {5, 170}, {44, 300}, {0, 257}}) {
            int[] batch = Arrays.copyOfRange(order, range[0], range[1]);
            verify(engine, spec, data, batch, range, parameters);
          }
        }
      }
    }
  }

  /** Enough steps for the other way to be tried, whichever is faster here. */
  @ParameterizedTest
  @ValueSource(ints = {512 << 10, 64 << 20})
  void sharingOutOrNotGivesTheSameBits(int l2Bytes) {
    NetworkSpec spec = NetworkSpec.of(300, 200, 33, 10);
    CpuFacts cpu = new CpuFacts("a test's", 2, 32 << 10, l2Bytes);
    DataSet data = data(spec, 140, true, 3);
    float[] parameters = Initialization.numpy(spec, 1);
    int[] batch = IntStream.range(3, 131).toArray();
    CanonicalStep expected = CanonicalStep.of(spec, data, batch);
    expected.run(parameters);
    for (int threads : new int[] {2, 3}) {
      try (WorkerTeam team = WorkerTeam.ofThreads(threads)) {
        LocalGradientEngine engine =
            new LocalGradientEngine(
                data, spec, Engines.best(), team, PackedSamples.Zeros.LEFT_OUT, cpu);
        float[] gradient = new float[parameters.length];
        for (int step = 0; step < 75; step++) {
          Arrays.fill(gradient, Float.NaN);
          assertEquals(expected.cost, engine.gradient(parameters, 3, 131, gradient));
          Bits.assertSame(expected.gradient, gradient, "step " + step);
        }
      }
    }
  }

  /** One shard, a few, shards of 96 samples, more of them, one, and a few again. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void everyKernelSetAndThreadNumberGivesWideNetworksTheCanonicalBits(boolean bytes) {
    NetworkSpec spec = NetworkSpec.of(300, 650, 516, 3);
    CpuFacts cpu = new CpuFacts("a test's", 2, 32 << 10, 512 << 10);
    int samples = 620;
    DataSet data = data(spec, samples, bytes, 3);
    float[] parameters = Initialization.numpy(spec, 1);
    int[] order = new Shuffle(samples, 4).order(1);
    int[][] ranges = {{7, 50}, {1, 171}, {5, 605}, {0, 450}, {7, 50}, {9, 300}};
    List<CanonicalStep> expected = new ArrayList<>();
    for (int[] range : ranges) {
      int[] batch = Arrays.copyOfRange(order, range[0], range[1]);
      expected.add(CanonicalStep.of(spec, data, batch));
      expected.get(expected.size() - 1).run(parameters);
    }
    for (Kernels kernels : Engines.all()) {
      boolean emulated = kernels.vectorBits() > Engines.best().vectorBits();
      for (int threads : emulated ? new int[0] : new int[] {1, 2, 7}) {
        try (WorkerTeam team = WorkerTeam.ofThreads(threads)) {
          LocalGradientEngine engine =
              new LocalGradientEngine(data, spec, kernels, team, PackedSamples.Zeros.LEFT_OUT, cpu);
          engine.reorder(order);
          for (int i = 0; i < ranges.length; i++) {
            String where = kernels.name() + ", " + threads + " threads, batch " + i;
            float[] gradient = new float[parameters.length];
            Arrays.fill(gradient, Float.NaN);
            double cost = engine.gradient(parameters, ranges[i][0], ranges[i][1], gradient);
            assertEquals(expected.get(i).cost, cost, where);
            Bits.assertSame(expected.get(i).gradient, gradient, where);
          }
        }
      }
    }
  }

  private static void verify(
      GradientEngine engine,
      NetworkSpec spec,
      DataSet data,
      int[] batch,
      int[] range,
      float[] parameters) {
    CanonicalStep expected = CanonicalStep.of(spec, data, batch);
    expected.run(parameters);
    float[] gradient = new float[parameters.length];
    Arrays.fill(gradient, Float.NaN);
    String where = "samples " + range[0] + " to " + range[1];
    assertEquals(expected.cost, engine.gradient(parameters, range[0], range[1], gradient), where);
    Bits.assertSame(expected.gradient, gradient, where);
    Descent descent = new Descent(0.1, Engines.best());
    float[] updated = new float[parameters.length];
    Arrays.fill(updated, Float.NaN);
    double cost = descent.update(engine, parameters, range[0], range[1], updated);
    assertEquals(expected.cost, cost, where);
    float step = (float) (0.1 / batch.length);
    for (int i = 0; i < updated.length; i++) {
      assertEquals(Math.fma(-step, gradient[i], parameters[i]), updated[i], where);
    }
    assertEquals(
        new Evaluation(expected.cost, expected.correct, batch.length),
        engine.evaluate(parameters, range[0], range[1], batch.length),
        where);
  }

  @Test
  void allocatesNothingOnceWarm() {
    List<String> options = List.of(FreshJvm.WITH_VECTORS);
    assertEquals(
        List.of(
            "sparse bytes, batches of 700: 0",
            "sparse bytes, batches of 150: 0",
            "sparse bytes, batches of 150, a wide layer: 0",
            "sparse floats, batches of 700: 0",
            "sparse floats, batches of 150: 0",
            "sparse floats, batches of 150, a wide layer: 0",
            "dense bytes, batches of 700: 0",
            "dense bytes, batches of 150: 0",
            "dense floats, batches of 700: 0",
            "dense floats, batches of 150: 0",
            "weighted, batches of 700: 0",
            "weighted, batches of 150: 0",
            "momentum and norm, batches of 700: 0",
            "momentum and norm, batches of 150: 0"),
        AllocationMeter.lines(options, EngineAllocationProbe.class));
  }

  /** Samples of which many values are zero, whole features among them, as in images. */
  public static DataSet data(NetworkSpec spec, int samples, boolean bytes, long seed) {
    Random random = new Random(seed);
    int features = spec.inputs();
    byte[] asBytes = new byte[features * samples];
    float[] asFloats = new float[features * samples];
    for (int i = 0; i < asBytes.length; i++) {
      boolean zero = i % features % 7 == 3 || random.nextInt(4) < 3;
      asBytes[i] = (byte) (zero ? 0 : random.nextInt(256));
      asFloats[i] = zero ? 0f : (float) random.nextGaussian();
    }
    int[] labels = new int[samples];
    for (int sample = 0; sample < samples; sample++) {
      labels[sample] = random.nextInt(spec.outputs());
    }
    int[] known = new int[spec.outputs()];
    Arrays.setAll(known, label -> label);
    return new DataSet(
        bytes
            ? new ByteFeatures(asBytes, features, samples)
            : new FloatFeatures(asFloats, features, samples),
        Labels.encode(labels, ClassNames.discover(known)));
  }
}
