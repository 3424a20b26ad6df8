package io.simdann.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.simdann.data.DataSet;
import io.simdann.kernel.Backend;
import io.simdann.kernel.KernelSelection;
import io.simdann.nn.Initialization;
import io.simdann.nn.NetworkSpec;
import io.simdann.parallel.WorkerTeam;
import io.simdann.predict.Classifier;
import io.simdann.step.EngineException;
import io.simdann.step.Evaluation;
import io.simdann.step.LocalGradientEngine;
import io.simdann.train.Trainer;
import io.simdann.train.TrainingRun;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.apache.spark.MapOutputTrackerMaster;
import org.apache.spark.SparkEnv;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SparkGradientEngineTest {
  private static Cluster cluster;

  @BeforeAll
  static void open() {
    cluster =
        Cluster.open(
            Cluster.settings("local[2]")
                // The one that demands most of what is sent.
                .set("spark.serializer", "org.apache.spark.serializer.KryoSerializer"));
  }

  @AfterAll
  static void close() {
    cluster.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 64})
  void aFullBatchHasTheBitsOfOneMachine(int partitions) {
    requireSameBits(Samples.floats(2000, 20, 0.1), 2000, partitions, 7, 5);
    requireSameBits(Samples.floats(2001, 40, 0.8), 2001, partitions);
    requireSameBits(Samples.bytes(777, 30), 777, partitions, 9);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 64})
  void batchesHaveTheBitsOfOneMachine(int partitions) {
    requireSameBits(Samples.floats(2001, 20, 0.8), 300, partitions, 7);
    requireSameBits(Samples.bytes(777, 30), 100, partitions, 9);
  }

  /** Gradients of all batches, and counts, in the data's order and in another. */
  private static void requireSameBits(DataSet data, int batchSize, int partitions, int... hidden) {
    NetworkSpec spec =
        Trainer.builder()
            .hidden(hidden)
            .build()
            .spec(data.features().features(), data.labels().classNames().size());
    float[] parameters = Initialization.numpy(spec, 5);
    int samples = data.samples();
    try (WorkerTeam team = WorkerTeam.ofThreads(1);
        SparkGradientEngine engine = engine(dataSet(data), spec, batchSize, partitions)) {
      LocalGradientEngine local =
          new LocalGradientEngine(data, spec, KernelSelection.logged(Backend.AUTO, 0), team);
      for (int order = 0; order < 3; order++) {
        if (order > 0) {
          int[] shuffled = shuffled(samples, order);
          engine.reorder(shuffled);
          local.reorder(shuffled);
        }
        for (int from = 0; from < samples; from += batchSize) {
          int to = Math.min(samples, from + batchSize);
          float[] expected = new float[parameters.length];
          float[] actual = new float[parameters.length];
          double cost = local.gradient(parameters, from, to, expected);
          assertEquals(cost, engine.gradient(parameters, from, to, actual));
          assertArrayEquals(expected, actual);
          Evaluation evaluation = engine.evaluate(parameters, from, to, batchSize);
          assertEquals(cost, evaluation.lossSum());
          assertEquals(local.evaluate(parameters, from, to, batchSize), evaluation);
        }
        int first = Math.min(batchSize, samples - batchSize);
        assertEquals(
            local.evaluate(parameters, first, samples, batchSize),
            engine.evaluate(parameters, first, samples, batchSize));
        assertEquals(
            local.evaluate(parameters, 0, samples, batchSize),
            engine.evaluate(parameters, 0, samples, batchSize));
      }
    }
  }

  private static SparkGradientEngine engine(
      SparkDataSet data, NetworkSpec spec, int batchSize, int partitions) {
    return new SparkGradientEngine(
        data, spec, batchSize, partitions, Backend.AUTO, KernelSelection.WIDEST);
  }

  private static SparkDataSet dataSet(DataSet data) {
    return SparkDataSet.of(cluster.context(), data);
  }

  private static int[] shuffled(int samples, int seed) {
    Random random = new Random(seed);
    int[] order = IntStream.range(0, samples).toArray();
    for (int i = samples - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      int kept = order[i];
      order[i] = order[other];
      order[other] = kept;
    }
    return order;
  }

  @Test
  void theLoopTrainsTheSameNetwork() {
    DataSet data = Samples.floats(500, 12, 0.3);
    Trainer trainer = Trainer.builder().hidden(6).batchSize(120).epochs(3).build();
    NetworkSpec spec = trainer.spec(data);
    Classifier expected = trainer.fit(data);
    SparkDataSet spread = dataSet(data);
    try (SparkGradientEngine engine = engine(spread, spec, 120, 2)) {
      Classifier actual = trainer.fit(engine, spec, spread.classNames(), run -> {});
      assertArrayEquals(expected.network().parameters(), actual.network().parameters());
      assertEquals(expected.network().classNames(), actual.network().classNames());
      assertEquals(expected.accuracy(data), spread.accuracy(new SparkClassifier(actual.network())));
    }
  }

  @Test
  void whatIsNoBatchIsRefused() {
    SparkDataSet data = dataSet(Samples.floats(100, 3, 0));
    NetworkSpec spec = NetworkSpec.of(3, 4);
    float[] parameters = new float[spec.parameterCount()];
    try (SparkGradientEngine engine = engine(data, spec, 40, 2)) {
      assertThrows(
          IllegalArgumentException.class, () -> engine.gradient(parameters, 0, 100, parameters));
      assertThrows(IllegalArgumentException.class, () -> engine.evaluate(parameters, 0, 101, 40));
      assertThrows(IllegalArgumentException.class, () -> engine.evaluate(parameters, 0, 70, 40));
      assertThrows(IllegalArgumentException.class, () -> engine.evaluate(parameters, 0, 100, 50));
      assertThrows(IllegalArgumentException.class, () -> engine.evaluate(parameters, 8, 80, 40));
      assertThrows(IllegalArgumentException.class, () -> engine.reorder(new int[100]));
      assertThrows(IllegalArgumentException.class, () -> engine.reorder(new int[] {0}));
    }
    assertThrows(IllegalArgumentException.class, () -> engine(data, NetworkSpec.of(2, 4), 40, 2));
    assertThrows(IllegalArgumentException.class, () -> engine(data, spec, 0, 2));
  }

  @Test
  void aNetworkThatNoGradientHoldsLeavesNoListener() {
    SparkDataSet data = dataSet(Samples.floats(100, 3, 0));
    int before = cluster.context().sc().listenerBus().listeners().size();
    NetworkSpec spec = NetworkSpec.of(3, 108_000_000, 4);
    assertThrows(IllegalArgumentException.class, () -> engine(data, spec, 40, 2));
    assertEquals(before, cluster.context().sc().listenerBus().listeners().size());
  }

  @Test
  void anInterruptedThreadStaysSo() {
    SparkDataSet data = dataSet(Samples.floats(100, 3, 0));
    NetworkSpec spec = NetworkSpec.of(3, 4);
    float[] parameters = new float[spec.parameterCount()];
    try (SparkGradientEngine engine = engine(data, spec, 100, 2)) {
      Thread.currentThread().interrupt();
      EngineException failure =
          assertThrows(
              EngineException.class, () -> engine.gradient(parameters, 0, 100, parameters.clone()));
      assertTrue(Thread.interrupted());
      assertEquals("interrupted while Spark was working", failure.getMessage());
    }
  }

  @Test
  void anInterruptEndsATrainingWithTheIterationsFinishedByThen() {
    SparkDataSet data = dataSet(Samples.floats(100, 3, 0));
    Trainer trainer =
        Trainer.builder()
            .hidden()
            .iterations(1000)
            .listener(
                entry -> {
                  if (entry.iteration() == 2) {
                    Thread.currentThread().interrupt();
                  }
                })
            .build();
    NetworkSpec spec = trainer.spec(data.features(), data.classNames().size());
    AtomicReference<TrainingRun> run = new AtomicReference<>();
    try (SparkGradientEngine engine = engine(data, spec, 100, 2)) {
      trainer.fit(engine, spec, data.classNames(), run::set);
      assertTrue(Thread.interrupted());
      assertEquals(3, run.get().latest().iterations());
      assertEquals("SparkGradientEngine[" + spec + "]", engine.toString());
    }
  }

  @Test
  void packedPartitionsAreNotSparksToEvict() {
    SparkDataSet data = dataSet(Samples.floats(100, 3, 0));
    NetworkSpec spec = NetworkSpec.of(3, 4);
    float[] parameters = new float[spec.parameterCount()];
    try (SparkGradientEngine engine = engine(data, spec, 100, 2)) {
      engine.gradient(parameters, 0, 100, parameters.clone());
      List<PackedPartition> before = packed(engine);
      SparkEnv.get().blockManager().memoryStore().clear();
      System.gc();
      engine.gradient(parameters, 0, 100, parameters.clone());
      assertSame(before.get(0), packed(engine).get(0));
      assertSame(before.get(1), packed(engine).get(1));
    }
  }

  /** The two partitions that are kept in this JVM for the first layout of an engine. */
  private static List<PackedPartition> packed(SparkGradientEngine engine) {
    PartitionStore store = PartitionStore.of(engine.number(), OpenEngines.now());
    return IntStream.range(0, 2)
        .mapToObj(partition -> store.get(1, partition, other -> false, Assertions::fail))
        .toList();
  }

  @Test
  void partitionsAreKeptForOpenEnginesOnly() {
    SparkDataSet data = dataSet(Samples.floats(100, 3, 0));
    NetworkSpec spec = NetworkSpec.of(3, 4);
    float[] parameters = new float[spec.parameterCount()];
    SparkGradientEngine closed = engine(data, spec, 100, 2);
    try (SparkGradientEngine open = engine(data, spec, 100, 2)) {
      for (SparkGradientEngine engine : List.of(closed, open)) {
        engine.gradient(parameters, 0, 100, parameters.clone());
        assertTrue(PartitionStore.has(engine.number()));
      }
      closed.close();
      assertFalse(PartitionStore.has(closed.number()));
      assertTrue(PartitionStore.has(open.number()));

      // A late task of the closed one; the next engine's tasks clear up after it.
      PartitionStore.of(closed.number(), OpenEngines.now());
      try (SparkGradientEngine next = engine(data, spec, 100, 2)) {
        next.gradient(parameters, 0, 100, parameters.clone());
        assertFalse(PartitionStore.has(closed.number()));
        assertTrue(PartitionStore.has(open.number()));
      }
    }
  }

  @Test
  void aClosedEngineSaysSo() {
    SparkDataSet data = dataSet(Samples.floats(100, 3, 0));
    NetworkSpec spec = NetworkSpec.of(3, 4);
    float[] parameters = new float[spec.parameterCount()];
    SparkGradientEngine engine = engine(data, spec, 50, 2);
    engine.gradient(parameters, 0, 50, parameters.clone());
    engine.close();
    engine.close();
    int[] order = shuffled(100, 1);
    for (Executable call :
        List.<Executable>of(
            () -> engine.gradient(parameters, 0, 50, parameters.clone()),
            () -> engine.evaluate(parameters, 0, 100, 50),
            () -> engine.reorder(order))) {
      assertEquals(
          "the engine is closed: make another one",
          assertThrows(IllegalStateException.class, call).getMessage());
    }
  }

  @Test
  void shufflesOfEarlierEpochsAreDeleted() {
    SparkDataSet data = dataSet(Samples.floats(100, 3, 0));
    NetworkSpec spec = NetworkSpec.of(3, 4);
    float[] parameters = new float[spec.parameterCount()];
    int before = shuffles();
    try (SparkGradientEngine engine = engine(data, spec, 50, 2)) {
      for (int epoch = 0; epoch < 5; epoch++) {
        engine.reorder(shuffled(100, epoch));
        engine.gradient(parameters, 0, 50, parameters.clone());
        assertTrue(shuffles() <= before + 2, "epoch " + epoch + ": " + shuffles());
      }
    }
    assertTrue(shuffles() <= before, shuffles() + " after " + before);
  }

  /** The shuffles of which the driver knows. */
  private static int shuffles() {
    return ((MapOutputTrackerMaster) SparkEnv.get().mapOutputTracker()).shuffleStatuses().size();
  }
}
