package io.simdann.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The program in a JVM of its own, in which everything that is logged goes to standard error. */
@Timeout(120)
class ProgramTest {

  /** What a JVM says by itself about the module of the vector kernels. */
  private static final String OF_THE_JVM = "WARNING: Using incubator modules: jdk.incubator.vector";

  /** A language that writes numbers in other digits than messages do. */
  private static final String DIGITS_OF_ITS_OWN = "-Duser.language=fa";

  @TempDir private Path directory;

  /** Runs the program, which must fail, and returns the lines on standard error but the JVM's. */
  private List<String> failure(boolean withModule, String master, Path samples)
      throws IOException, InterruptedException {
    Path log =
        Files.writeString(
            directory.resolve("log4j2.properties"),
            """
            rootLogger.level = info
            rootLogger.appenderRef.stderr.ref = stderr
            appender.stderr.type = Console
            appender.stderr.name = stderr
            appender.stderr.target = SYSTEM_ERR
            """);
    Path err = directory.resolve("err");
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElseThrow());
    if (withModule) {
      command.add("--add-modules=jdk.incubator.vector");
    }
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> argument.startsWith("--add-opens"))
        .forEach(command::add);
    String classPath = System.getProperty("java.class.path");
    command.addAll(
        List.of(
            "-Xmx512m",
            DIGITS_OF_ITS_OWN,
            // It hardly runs long enough to be compiled.
            "-XX:TieredStopAtLevel=1",
            "-Dlog4j2.configurationFile=" + log,
            "-cp",
            classPath,
            "io.simdann.spark.Main",
            "--master=" + master,
            "--data=" + samples,
            "--output=" + directory.resolve("run"),
            "--conf=spark.ui.enabled=false",
            "--conf=spark.task.maxFailures=1",
            "--conf=spark.driver.host=127.0.0.1",
            "--conf=spark.driver.bindAddress=127.0.0.1",
            "--conf=spark.executor.extraJavaOptions=" + DIGITS_OF_ITS_OWN,
            "--conf=spark.executor.extraClassPath=" + classPath));
    Process process =
        new ProcessBuilder(command)
            .redirectError(err.toFile())
            .redirectOutput(directory.resolve("out").toFile())
            .start();
    try {
      assertEquals(1, process.waitFor());
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
    return Files.readAllLines(err).stream()
        .filter(line -> !line.equals(OF_THE_JVM))
        // On a busy machine an executor may take its time.
        .filter(line -> !line.startsWith("simdann: warning: " + ExecutorWatch.REASON))
        .toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"local[2]", "local-cluster[1,1,1024]"})
  void aBadRowIsOneLineOnStandardError(String master) throws Exception {
    Path samples = Files.writeString(directory.resolve("bad.csv"), "1,2,3\n4,5,6\n7,8\n");
    assertEquals(
        List.of(
            "simdann: partition 0, row 2 (file:%s): 2 fields, expected 3 as in the first line of file:%s"
                .formatted(samples, samples)),
        failure(true, master, samples));
  }

  /**
   * Executors of a JVM of their own can't be made to lack the module: Spark puts {@code
   * --add-modules} before whatever else their options are, {@code --limit-modules} takes nothing
   * away that was added, and a Java that hasn't got the module doesn't start, for which {@link
   * ExecutorWatchTest} stands. A driver that plain {@code java} starts has no such option, and may
   * be its own executor.
   */
  @Test
  void aMissingModuleIsOneLineOnStandardError() throws Exception {
    Path samples = Files.writeString(directory.resolve("good.csv"), "1,2,3\n4,5,6\n");
    List<String> lines = failure(false, "local[1]", samples);
    assertEquals(1, lines.size(), lines::toString);
    assertTrue(
        lines
            .get(0)
            .matches(
                "simdann: executor driver on 127.0.0.1 runs without the module"
                    + " jdk.incubator.vector: add --add-modules=jdk.incubator.vector to"
                    + " spark.executor.extraJavaOptions .*; nothing was kept"),
        lines.get(0));
    assertFalse(Files.exists(directory.resolve("run/model.safetensors")));
  }
}
