package io.simdann.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.simdann.data.EmbeddedMnist;
import io.simdann.kernel.Backend;
import io.simdann.kernel.KernelSelection;
import io.simdann.model.ModelFile;
import io.simdann.nn.Architecture;
import io.simdann.nn.Network;
import io.simdann.train.EngineException;
import io.simdann.train.Trainer;
import io.simdann.train.TrainingListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** MNIST on executors that are JVMs of their own. */
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

  private static Network train(Cluster cluster, TrainingListener listener) {
    SparkDataSet data = SparkDataSet.embeddedMnist(cluster.context(), SparkDataSet.Part.TRAIN);
    Trainer trainer = trainer(listener);
    Architecture architecture = trainer.architecture(data.features(), data.categories().size());
    try (SparkGradientEngine engine =
        new SparkGradientEngine(
            data, architecture, data.samples(), 0, Backend.AUTO, KernelSelection.WIDEST)) {
      return trainer.fit(engine, architecture, data.categories(), run -> {}).network();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void theModelIsThatOfOneMachine(int executors) throws IOException {
    try (Cluster cluster = Cluster.jvms(executors)) {
      assertEquals(expected, sha256(train(cluster, entry -> {})));
      assertEquals(executors, Cluster.executors().size());
    }
  }

  @Test
  void anExecutorKilledInTheMiddleChangesNothing() throws IOException {
    try (Cluster cluster = Cluster.jvms(2)) {
      Network trained =
          train(
              cluster,
              entry -> {
                if (entry.iteration() == ITERATIONS / 2) {
                  List<ProcessHandle> executors = Cluster.executors();
                  assertEquals(2, executors.size());
                  assertTrue(executors.get(0).destroyForcibly());
                }
              });
      assertEquals(expected, sha256(trained));
    }
  }

  @Test
  void executorsLostBeyondTheLimitAreAnErrorOfOneLine() throws InterruptedException {
    int[] finished = {0};
    Thread killer =
        new Thread(
            () -> {
              while (!Thread.currentThread().isInterrupted()) {
                Cluster.executors().forEach(ProcessHandle::destroyForcibly);
                LockSupport.parkNanos(50_000_000);
              }
            });
    try (Cluster cluster = Cluster.jvms(1)) {
      EngineException failure =
          assertThrows(
              EngineException.class,
              () ->
                  train(
                      cluster,
                      entry -> {
                        finished[0]++;
                        if (entry.iteration() == 2) {
                          killer.start();
                        }
                      }));
      assertTrue(failure.getMessage().startsWith("Spark gave up"), failure.getMessage());
      assertEquals(1, failure.getMessage().lines().count());
    } finally {
      killer.interrupt();
      killer.join();
    }
    assertTrue(finished[0] >= 3 && finished[0] < ITERATIONS, finished[0] + " finished");
  }
}
