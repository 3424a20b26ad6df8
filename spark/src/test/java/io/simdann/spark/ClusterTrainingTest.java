package io.simdann.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.simdann.data.DataSet;
import io.simdann.data.mnist.EmbeddedMnist;
import io.simdann.kernel.Backend;
import io.simdann.kernel.KernelSelection;
import io.simdann.model.ModelFile;
import io.simdann.nn.Initialization;
import io.simdann.nn.Network;
import io.simdann.nn.NetworkSpec;
import io.simdann.parallel.WorkerTeam;
import io.simdann.step.EngineException;
import io.simdann.step.LocalGradientEngine;
import io.simdann.train.Trainer;
import io.simdann.train.TrainerBuilder;
import io.simdann.train.TrainingListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.spark.ExecutorLostFailure;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.SparkListenerTaskStart;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** MNIST on executors that are JVMs of their own. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class ClusterTrainingTest {
  private static final int ITERATIONS = 10;

  @TempDir private static Path directory;
  private static String expected;

  @BeforeAll
  static void trainOnThisMachine() throws IOException {
    expected = sha256(trainer(entry -> {}).fit(EmbeddedMnist.load().train()).network());
  }

  private static Trainer trainer(TrainingListener listener) {
    return Trainer.builder().iterations(ITERATIONS).listener(listener).build();
  }

  private static Trainer shuffling(TrainingListener listener) {
    return Trainer.builder().batchSize(17_000).epochs(3).listener(listener).build();
  }

  private static String sha256(Network network) throws IOException {
    Path file = directory.resolve("model.safetensors");
    ModelFile.save(file, network, Map.of("seed", "1"));
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(Files.readAllBytes(file)));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private static Network train(Cluster cluster, Trainer trainer) {
    return train(cluster, trainer, engine -> {});
  }

  private static Network train(
      Cluster cluster, Trainer trainer, Consumer<SparkGradientEngine> trained) {
    SparkDataSet data = new SampleReader(cluster.session()).embeddedMnist(SampleReader.Part.TRAIN);
    NetworkSpec spec = trainer.spec(data.features(), data.classNames().size());
    try (SparkGradientEngine engine =
        new SparkGradientEngine(
            data,
            spec,
            trainer.epochPlan(data.samples()).batchSize(),
            0,
            Backend.AUTO,
            KernelSelection.WIDEST)) {
      Network network = trainer.fit(engine, spec, data.classNames(), run -> {}).network();
      trained.accept(engine);
      return network;
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void theModelIsThatOfOneMachine(int executors) throws IOException {
    try (Cluster cluster = Cluster.jvms(executors)) {
      Set<String> worked = new HashSet<>();
      Network network =
          train(cluster, trainer(entry -> {}), engine -> worked.addAll(engine.locations()));
      assertEquals(expected, sha256(network));
      assertEquals(executors, worked.size(), worked::toString);
      assertEquals(executors, Cluster.executors().size());
    }
  }

  @Test
  void anExecutorKilledInTheMiddleChangesNothing() throws IOException {
    try (Cluster cluster = Cluster.jvms(2)) {
      Trainer trainer = trainer(entry -> killOneAfter(ITERATIONS / 2, entry.iteration()));
      assertEquals(expected, sha256(train(cluster, trainer)));
    }
  }

  @Test
  @Timeout(120)
  void anExecutorKilledDuringAStepChangesNothing() throws IOException {
    TrainerBuilder wide = Trainer.builder().hidden(400).iterations(4);
    Network ofOneMachine = wide.build().fit(EmbeddedMnist.load().train()).network();
    try (Cluster cluster = Cluster.jvms(2)) {
      TaskKiller killer = new TaskKiller();
      cluster.context().sc().addSparkListener(killer);
      Trainer trainer = wide.listener(entry -> killer.armed = entry.iteration() == 2).build();
      String trained = sha256(train(cluster, trainer));
      if (killer.failure != null) {
        throw killer.failure;
      }
      assertEquals(sha256(ofOneMachine), trained);
      assertEquals(1, killer.killed);
      assertTrue(killer.lost >= 1, "no task was lost");
    }
  }

  /** Kills an executor once, when a task has been started; on the thread of Spark's events. */
  private static final class TaskKiller extends SparkListener {
    private volatile boolean armed;
    private volatile int killed;
    private volatile int lost;
    private volatile AssertionError failure;

    @Override
    public void onTaskStart(SparkListenerTaskStart start) {
      if (armed && killed == 0 && failure == null) {
        try {
          killOneOfTwo();
          killed++;
        } catch (AssertionError e) {
          // Spark would only log it.
          failure = e;
        }
      }
    }

    @Override
    public void onTaskEnd(SparkListenerTaskEnd end) {
      if (end.reason() instanceof ExecutorLostFailure) {
        lost++;
      }
    }
  }

  @Test
  @Timeout(120)
  void anExecutorInPlaceOfALostOneWorksAsWell() throws InterruptedException {
    DataSet samples = Samples.floats(2000, 8, 0.2);
    NetworkSpec spec = NetworkSpec.of(8, 4);
    float[] parameters = Initialization.numpy(spec, 2);
    float[] first = new float[parameters.length];
    float[] gradient = new float[parameters.length];
    try (Cluster cluster = Cluster.jvms(2)) {
      SparkDataSet data = SparkDataSet.of(cluster.context(), samples);
      try (SparkGradientEngine engine =
          new SparkGradientEngine(data, spec, 2000, 2, Backend.AUTO, KernelSelection.WIDEST)) {
        engine.gradient(parameters, 0, 2000, first);
        Set<String> before = new HashSet<>(engine.locations());
        assertEquals(2, before.size());
        killOneOfTwo();
        engine.gradient(parameters, 0, 2000, gradient);
        assertArrayEquals(first, gradient);
        while (Executors.locations(cluster.context().sc()).size() < 2
            || before.containsAll(Executors.locations(cluster.context().sc()))) {
          Thread.sleep(10);
        }
        for (int step = 0; step < 10; step++) {
          engine.gradient(parameters, 0, 2000, gradient);
          assertArrayEquals(first, gradient);
        }
        Set<String> after = new HashSet<>(engine.locations());
        assertEquals(2, after.size(), after::toString);
        assertNotEquals(before, after);
      }
    }
  }

  @Test
  void samplesOfTheDriverAreNoLargerMessagesThanSparkAllows() {
    DataSet samples = Samples.floats(2000, 500, 0.2);
    NetworkSpec spec = NetworkSpec.of(500, 4);
    float[] parameters = Initialization.numpy(spec, 2);
    float[] expected = new float[parameters.length];
    float[] gradient = new float[parameters.length];
    try (WorkerTeam team = WorkerTeam.ofThreads(1);
        Cluster cluster =
            Cluster.open(
                Cluster.settings("local-cluster[1,1,1024]")
                    // A megabyte, where the samples are four.
                    .set("spark.rpc.message.maxSize", "1"))) {
      new LocalGradientEngine(samples, spec, KernelSelection.logged(Backend.AUTO, 0), team)
          .gradient(parameters, 0, 2000, expected);
      SparkDataSet data = SparkDataSet.of(cluster.context(), samples);
      try (SparkGradientEngine engine =
          new SparkGradientEngine(data, spec, 2000, 2, Backend.AUTO, KernelSelection.WIDEST)) {
        engine.gradient(parameters, 0, 2000, gradient);
      }
    }
    assertArrayEquals(expected, gradient);
  }

  @Test
  void anExecutorKilledBetweenShuffledBatchesChangesNothing() throws IOException {
    Network ofOneMachine = shuffling(entry -> {}).fit(EmbeddedMnist.load().train()).network();
    try (Cluster cluster = Cluster.jvms(2)) {
      Trainer trainer = shuffling(entry -> killOneAfter(1, entry.epoch()));
      assertEquals(sha256(ofOneMachine), sha256(train(cluster, trainer)));
    }
  }

  private static void killOneAfter(int wanted, int finished) {
    if (finished == wanted) {
      killOneOfTwo();
    }
  }

  private static void killOneOfTwo() {
    List<ProcessHandle> executors = Cluster.executors();
    assertEquals(2, executors.size());
    assertTrue(executors.get(0).destroyForcibly());
  }

  @Test
  void rowsThatComeOutOtherwiseAfterALossAreAnError() {
    try (Cluster cluster = Cluster.jvms(2)) {
      StructType schema =
          new StructType().add("x", DataTypes.DoubleType).add("label", DataTypes.IntegerType);
      Dataset<Row> random =
          cluster
              .session()
              .createDataFrame(
                  cluster
                      .context()
                      .parallelize(IntStream.range(0, 1000).boxed().toList(), 4)
                      .map(i -> RowFactory.create(ThreadLocalRandom.current().nextDouble(), i % 2)),
                  schema);
      SparkDataSet data = SparkDataSet.of(random, FrameColumns.of(schema));
      NetworkSpec spec = NetworkSpec.of(1, 2);
      float[] parameters = new float[spec.parameterCount()];
      try (SparkGradientEngine engine =
          new SparkGradientEngine(data, spec, 1000, 2, Backend.AUTO, KernelSelection.WIDEST)) {
        engine.gradient(parameters, 0, 1000, parameters.clone());
        killOneOfTwo();
        EngineException failure =
            assertThrows(
                EngineException.class,
                () -> engine.gradient(parameters, 0, 1000, parameters.clone()));
        assertTrue(
            failure
                .getMessage()
                .matches(
                    "the samples of partition [01] were other ones when they were read again after"
                        + " an executor was lost; save the data frame first, and train on what was"
                        + " saved"),
            failure.getMessage());
      }
    }
  }

  @Test
  void executorsLostBeyondTheLimitAreAnErrorOfOneLine() {
    try (Cluster cluster =
        Cluster.open(
            Cluster.settings("local-cluster[1,1,1024]").set("spark.task.maxFailures", "2"))) {
      EngineException failure =
          assertThrows(
              EngineException.class,
              () ->
                  SparkFailures.translated(
                      () ->
                          cluster
                              .context()
                              .parallelize(List.of(1), 1)
                              .map(ClusterTrainingTest::endOfThisJvm)
                              .collect()));
      assertEquals(
          "Spark gave up: a task was lost with its executor 2 times, last with executor 1 (Command"
              + " exited with code 7); see the logs of the executors, and spark.task.maxFailures",
          failure.getMessage());
    }
  }

  private static int endOfThisJvm(int code) {
    Runtime.getRuntime().halt(7);
    return code;
  }

  @Test
  void samplesThatNoExecutorCanGatherAreNotSent() {
    assertEquals(
        "too little memory for partition 0 of 1, 573 MB of samples: an executor has 512 MB of heap;"
            + " raise spark.executor.memory, or cut the samples into more partitions and spread"
            + " them over more executors",
        refusal(150_000));
  }

  @Test
  void tooLittleMemoryIsAnErrorOfOneLine() {
    String message = refusal(130_000);
    assertTrue(
        message.matches(
            "too little memory to pack partition 0 of 1, 496 MB of samples, with \\d+ MB for their"
                + " packed form, the network and classes: executor \\d+ on \\S+ has \\d+ MB of heap, \\d+ MB of"
                + " it free; raise spark\\.executor\\.memory, or cut the samples into more"
                + " partitions and spread them over more executors"),
        message);
  }

  /** What comes of rows of 1000 floats, all in one partition, on an executor of 512 MB. */
  private static String refusal(int rows) {
    try (Cluster cluster =
        Cluster.open(
            Cluster.settings("local-cluster[1,1,512]").set("spark.executor.memory", "512m"))) {
      Dataset<Row> frame =
          cluster
              .session()
              .range(0, rows, 1, 4)
              .selectExpr("array_repeat(cast(id as float), 1000) features", "id % 3 label");
      SparkDataSet data = SparkDataSet.of(frame, FrameColumns.of(frame.schema()));
      NetworkSpec spec = NetworkSpec.of(1000, 3);
      float[] parameters = new float[spec.parameterCount()];
      return assertThrows(
              EngineException.class,
              () -> {
                try (SparkGradientEngine engine =
                    new SparkGradientEngine(
                        data, spec, rows, 1, Backend.AUTO, KernelSelection.WIDEST)) {
                  engine.gradient(parameters, 0, rows, parameters.clone());
                }
              })
          .getMessage();
    }
  }
}
