package io.simdann.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.simdann.model.ModelFile;
import io.simdann.model.Safetensors;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainCommandTest {

  private static final String NUMBER = "\\d+\\.\\d+(e-\\d+)?";

  @TempDir private Path directory;
  private Path data;
  private Path output;

  @BeforeEach
  void makeData() {
    data = SyntheticDigits.write(directory.resolve("data"), 120, 6, 3);
    output = directory.resolve("run");
  }

  @Test
  void theOutputIsWordedAsTheArticle() {
    List<String> out = train("--iterations", 101, "--learning-rate", 0.5);

    assertEquals(7, out.size(), out::toString);
    assertEquals("train_x's shape: (120, 36)", out.get(0));
    assertEquals("test_x's shape: (30, 36)", out.get(1));
    assertMatches("Cost:  " + NUMBER + " Train Accuracy: " + NUMBER, out.get(2));
    assertMatches("Cost:  " + NUMBER + " Train Accuracy: " + NUMBER, out.get(3));
    assertEquals("Train Accuracy: 100.0", out.get(4));
    assertEquals("Test Accuracy: 100.0", out.get(5));
    assertMatches(
        "101 iterations in [\\d.]+ s: <?[\\d.]+ ms each \\(median\\), <?[\\d.]+ GFLOP/s,"
            + " scalar kernels, 2 threads; first iteration done [\\d.]+ s after JVM start;"
            + " model, history and plots in .*run",
        out.get(6));
  }

  @Test
  void theFilesAreThoseOfTheRun() throws IOException {
    train("--iterations", 3, "--hidden", "8,4", "--seed", 5, "--learning-rate", 0.25);

    assertEquals(Set.of("model.safetensors", "history.csv", "cost.png", "cost.svg"), files());
    Path model = output.resolve("model.safetensors");
    assertEquals("36-8-4-3", ModelFile.load(model).architecture().toString());
    var metadata = Safetensors.read(model).metadata();
    assertEquals("3", metadata.get("iterations"));
    assertEquals("0.25", metadata.get("learning_rate"));
    assertEquals("5", metadata.get("seed"));
    assertEquals(4, Files.readAllLines(output.resolve("history.csv")).size());
  }

  @Test
  void theHistoryTellsWhatStartingUpHasCost() throws IOException {
    train("--iterations", 2);

    List<String> history = Files.readAllLines(output.resolve("history.csv"));
    assertEquals("iteration,cost,accuracy,seconds,since_start", history.get(0));
    double[] first = timesOf(history.get(1));
    double[] second = timesOf(history.get(2));
    assertTrue(first[1] > first[0], history::toString);
    assertEquals(first[1] - first[0], second[1] - second[0], 1.1e-3);
  }

  /** Seconds since the start of training and since that of the JVM. */
  private static double[] timesOf(String row) {
    String[] fields = row.split(",");
    return new double[] {Double.parseDouble(fields[3]), Double.parseDouble(fields[4])};
  }

  @Test
  void trainIsTheCommandWhenNoneIsNamed() {
    List<String> out =
        CommandRun.succeeding(
            "--data", data, "--output", output, "--iterations", 1, "--backend", "scalar");

    assertEquals("train_x's shape: (120, 36)", out.get(0));
  }

  @Test
  void threadsAndKernelsDoNotChangeTheModel() throws IOException {
    train("--iterations", 5, "--threads", 1);
    byte[] model = Files.readAllBytes(output.resolve("model.safetensors"));
    for (String kernels : List.of("--threads=3", "--backend=auto", "--vector-bits=128")) {
      Path other = directory.resolve("other");
      CommandRun run = CommandRun.of("--data", data, "--output", other, "--iterations", 5, kernels);

      assertEquals(0, run.exitCode(), () -> run.err().toString());
      byte[] bytes = Files.readAllBytes(other.resolve("model.safetensors"));
      assertEquals(ByteBuffer.wrap(model), ByteBuffer.wrap(bytes), kernels);
    }
  }

  @Test
  void theSeedChangesTheModel() throws IOException {
    train("--iterations", 1);
    byte[] model = Files.readAllBytes(output.resolve("model.safetensors"));
    train("--iterations", 1, "--seed", 2);

    byte[] other = Files.readAllBytes(output.resolve("model.safetensors"));
    assertNotEquals(ByteBuffer.wrap(model), ByteBuffer.wrap(other));
  }

  @Test
  void aNetworkWithoutHiddenLayersIsTrained() throws IOException {
    train("--iterations", 1, "--hidden", "none");

    assertEquals(
        "36-3", ModelFile.load(output.resolve("model.safetensors")).architecture().toString());
  }

  @Test
  void quietPrintsNothing() throws IOException {
    assertEquals(List.of(), train("--iterations", 2, "--quiet"));

    assertEquals(4, files().size());
  }

  @Test
  void divergenceKeepsTheLastFiniteModel() throws IOException {
    // Iteration 0 makes weights of 1e30, with which the samples' sums overflow.
    Path huge = writeHugeFloats();

    CommandRun run =
        CommandRun.of(
            "--data", huge, "--output", output, "--hidden", "none", "--backend", "scalar");

    String failure = run.failure(1);
    assertMatches(
        "training diverged in iteration 1 .*: lower the learning rate, now 0.1;"
            + " the model after iteration 1 of 1000 is in .*model.safetensors",
        failure);
    ModelFile.load(output.resolve("model.safetensors"));
    assertEquals(2, Files.readAllLines(output.resolve("history.csv")).size());
  }

  @Test
  void divergenceInTheFirstIterationKeepsNothing() {
    CommandRun run =
        CommandRun.of(
            "--data", data, "--output", output, "--learning-rate", "1e308", "--backend", "scalar");

    String failure = run.failure(1);
    assertTrue(failure.endsWith("; nothing was kept"), failure);
    assertFalse(Files.exists(output), "the directory was left behind");
  }

  @Test
  void aDirectoryThatCannotBeWrittenIsToldBeforeTraining() throws IOException {
    Path file = Files.createFile(directory.resolve("file"));
    for (Path bad : List.of(file, file.resolve("run"))) {
      CommandRun run = CommandRun.of("--data", data, "--output", bad, "--backend", "scalar");

      String failure = run.failure(1);
      assertTrue(failure.startsWith(bad + ": cannot be written into: "), failure);
      assertEquals(List.of(), run.out());
    }
  }

  @Test
  void aDirectoryInAFilesPlaceIsToldBeforeTraining() throws IOException {
    Path plot = Files.createDirectories(output.resolve("cost.png"));

    CommandRun run = CommandRun.of("--data", data, "--output", output, "--backend", "scalar");

    assertTrue(run.failure(1).startsWith(plot + ": is not a regular file"), run.err().get(0));
    assertEquals(List.of(), run.out());
    assertEquals(Set.of("cost.png"), files());
  }

  @Test
  void aFailureBeforeTrainingLeavesNoDirectoryBehind() {
    Path deep = directory.resolve("a/b/c");

    CommandRun run = CommandRun.of("--data", directory.resolve("none"), "--output", deep);

    assertTrue(run.failure(1).contains("no such directory"), run.err().get(0));
    assertFalse(Files.exists(directory.resolve("a")));
  }

  @Test
  void aNetworkTooLargeIsToldInOneLine() {
    CommandRun run = CommandRun.of("--data", data, "--output", output, "--hidden", "100000,100000");

    String failure = run.failure(1);
    assertTrue(failure.contains("36-100000-100000-3 has more than 2^31"), failure);
  }

  private List<String> train(Object... options) {
    Stream<Object> common =
        Stream.of("train", "--data", data, "--output", output, "--backend", "scalar");
    Stream<Object> threads =
        List.of(options).contains("--threads") ? Stream.of() : Stream.of("--threads", 2);
    return CommandRun.succeeding(
        Stream.of(common, threads, Stream.of(options)).flatMap(all -> all).toArray());
  }

  private Set<String> files() throws IOException {
    try (Stream<Path> list = Files.list(output)) {
      return list.map(file -> file.getFileName().toString())
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  private Path writeHugeFloats() throws IOException {
    Path huge = Files.createDirectories(directory.resolve("huge"));
    for (String part : List.of("train", "t10k")) {
      ByteBuffer images = ByteBuffer.allocate(12 + 8 * Float.BYTES);
      images.putInt(0xd02).putInt(4).putInt(2);
      for (int i = 0; i < 8; i++) {
        images.putFloat(i % 3 == 0 ? -1e30f : 1e30f);
      }
      ByteBuffer labels = ByteBuffer.allocate(8 + 4).putInt(0x801).putInt(4);
      labels.put(new byte[] {0, 1, 1, 0});
      Files.write(huge.resolve(part + "-images-idx3-ubyte"), images.array());
      Files.write(huge.resolve(part + "-labels-idx1-ubyte"), labels.array());
    }
    return huge;
  }

  private static void assertMatches(String pattern, String line) {
    assertTrue(line.matches(pattern), () -> line + " does not match " + pattern);
  }
}
