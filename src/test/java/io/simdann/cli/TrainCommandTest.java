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
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainCommandTest {

  private static final String NUMBER = "\\d+\\.\\d+(e-\\d+)?";

  private static final Set<String> FILES =
      Set.of("model.safetensors", "history.csv", "cost.png", "cost.svg", "result.json");

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
        "101 iterations in [\\d.]+ s: <?[\\d.]+ ms each \\(median\\), <?[\\d.]+ effective GFLOP/s,"
            + " scalar kernels, 2 threads; first iteration done [\\d.]+ s after JVM start;"
            + " model, history and plots in .*run",
        out.get(6));
  }

  @Test
  void theFilesAreThoseOfTheRun() throws IOException {
    train("--iterations", 3, "--hidden", "8,4", "--seed", 5, "--learning-rate", 0.25);

    assertEquals(FILES, files());
    Path model = output.resolve("model.safetensors");
    assertEquals("36-8-4-3", ModelFile.load(model).spec().toString());
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
  void batchesPrintARowPerEpochAndLearn() {
    List<String> out = train("--batch-size", 50, "--epochs", 30, "--learning-rate", 0.5);

    assertEquals(2 + 30 + 3, out.size(), out::toString);
    for (String row : out.subList(2, 32)) {
      assertMatches("Cost:  " + NUMBER + " Train Accuracy: " + NUMBER, row);
    }
    assertTrue(accuracy(out.get(2)) < 60, out.get(2));
    assertEquals(100, accuracy(out.get(31)));
    assertEquals("Train Accuracy: 100.0", out.get(32));
    assertEquals("Test Accuracy: 100.0", out.get(33));
    assertMatches(
        "90 iterations \\(30 epochs\\) in [\\d.]+ s: <?[\\d.]+ ms each \\(median\\), <?[\\d.]+"
            + " effective GFLOP/s, scalar kernels, 2 threads; first epoch done [\\d.]+ s after JVM start;"
            + " model, history and plots in .*run",
        out.get(34));
  }

  @Test
  void theFilesOfBatchesAreThoseOfTheRun() throws IOException {
    train("--batch-size", 50, "--epochs", 2, "--seed", 5);

    assertEquals(FILES, files());
    var metadata = Safetensors.read(output.resolve("model.safetensors")).metadata();
    assertEquals("6", metadata.get("iterations"));
    assertEquals("2", metadata.get("epochs"));
    assertEquals("50", metadata.get("batch_size"));
    assertEquals("true", metadata.get("shuffle"));
    assertEquals("5", metadata.get("seed"));
    List<String> history = Files.readAllLines(output.resolve("history.csv"));
    assertEquals(3, history.size());
    assertEquals("epoch,iteration,cost,accuracy,seconds,since_start", history.get(0));
    assertMatches("0,2" + ("," + NUMBER).repeat(4), history.get(1));
    assertMatches("1,5" + ("," + NUMBER).repeat(4), history.get(2));
  }

  @Test
  void batchesAreShuffledUnlessToldOtherwise() throws IOException {
    byte[] shuffled = modelOf("--batch-size", 50, "--epochs", 2);
    byte[] unshuffled = modelOf("--batch-size", 50, "--epochs", 2, "--no-shuffle");

    assertEquals(
        "false", Safetensors.read(output.resolve("model.safetensors")).metadata().get("shuffle"));
    assertNotEquals(ByteBuffer.wrap(shuffled), ByteBuffer.wrap(unshuffled));
  }

  @Test
  void batchesOfAllSamplesAreTheFullBatch() throws IOException {
    byte[] expected = modelOf("--iterations", 4);

    assertEquals(ByteBuffer.wrap(expected), ByteBuffer.wrap(modelOf("--epochs", 4)));
    assertEquals(
        ByteBuffer.wrap(expected), ByteBuffer.wrap(modelOf("--batch-size", 120, "--epochs", 4)));
    assertEquals(
        ByteBuffer.wrap(expected),
        ByteBuffer.wrap(modelOf("--batch-size", 121, "--iterations", 4)));
    assertTrue(
        Files.readString(output.resolve("history.csv"))
            .startsWith("iteration,cost,accuracy,seconds,since_start\n0,"));
  }

  @Test
  void batchesWithoutALengthAreTenEpochs() throws IOException {
    List<String> out = train("--batch-size", 100);

    assertEquals(11, Files.readAllLines(output.resolve("history.csv")).size());
    assertTrue(out.get(out.size() - 1).startsWith("20 iterations (10 epochs) in "), out::toString);
  }

  @Test
  void iterationsOfBatchesMayEndWithinAnEpoch() throws IOException {
    List<String> out = train("--batch-size", 50, "--iterations", 4);

    List<String> history = Files.readAllLines(output.resolve("history.csv"));
    assertTrue(history.get(2).startsWith("1,3,"), history::toString);
    assertEquals(
        "1", Safetensors.read(output.resolve("model.safetensors")).metadata().get("epochs"));
    assertTrue(out.get(out.size() - 1).startsWith("4 iterations (2 epochs) in "), out::toString);
  }

  @Test
  void ofManyEpochsAtMostAHundredArePrinted() throws IOException {
    List<String> out = train("--batch-size", 100, "--epochs", 150);

    assertEquals(2 + 75 + 3, out.size());
    assertEquals(151, Files.readAllLines(output.resolve("history.csv")).size());
  }

  @Test
  void moreEpochsThanCanBeCountedAreToldInOneLine() {
    CommandRun run =
        CommandRun.of(
            "--data", data, "--output", output, "--batch-size", 1, "--epochs", 100_000_000);

    assertEquals(
        "100000000 epochs of 120 iterations are more than 2^31 - 1 iterations, expected fewer"
            + " epochs or larger batches",
        run.failure(1));
    assertFalse(Files.exists(output), "the directory was left behind");
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
  void moreThreadsThanThereIsWorkForAreLoweredWithAWarning() throws IOException {
    byte[] model = modelOf("--iterations", 5);
    for (int threads : new int[] {100_000, Integer.MAX_VALUE}) {
      CommandRun run =
          CommandRun.of(
              "--data",
              data,
              "--output",
              output,
              "--iterations",
              5,
              "--threads",
              threads,
              "--backend",
              "scalar");

      assertEquals(0, run.exitCode(), () -> run.err().toString());
      // 120 samples make 8 parts of 16.
      int used = Math.max(8, Runtime.getRuntime().availableProcessors());
      assertEquals(1, run.err().size(), run.err()::toString);
      String warning =
          "simdann: warning: --threads %d is lowered to %d: a batch has no work for more, "
              .formatted(threads, used);
      assertTrue(run.err().get(0).startsWith(warning), run.err().get(0));
      String summary = run.out().get(run.out().size() - 1);
      assertTrue(summary.contains("scalar kernels, " + used + " threads; "), summary);
      byte[] bytes = Files.readAllBytes(output.resolve("model.safetensors"));
      assertEquals(ByteBuffer.wrap(model), ByteBuffer.wrap(bytes));
    }
  }

  @Test
  void threadsAndKernelsDoNotChangeTheModelOfBatches() throws IOException {
    byte[] model = modelOf("--batch-size", 70, "--epochs", 3, "--threads", 1);
    for (String kernels : List.of("--threads=3", "--backend=auto", "--vector-bits=128")) {
      Path other = directory.resolve("other");
      CommandRun run =
          CommandRun.of(
              "--data", data, "--output", other, "--batch-size", 70, "--epochs", 3, kernels);

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

    assertEquals("36-3", ModelFile.load(output.resolve("model.safetensors")).spec().toString());
  }

  @Test
  void quietPrintsNothing() throws IOException {
    assertEquals(List.of(), train("--iterations", 2, "--quiet"));

    assertEquals(FILES, files());
  }

  @Test
  void quietOrNotTheResultHasTheFiguresOfTheTable() throws IOException {
    List<String> out = train("--batch-size", 50, "--epochs", 2, "--seed", 5);

    Map<String, String> result = JsonFields.of(Files.readString(output.resolve("result.json")));
    assertEquals(accuracy(out.get(4)), 100 * Double.parseDouble(result.get("train.accuracy")));
    assertEquals(accuracy(out.get(5)), 100 * Double.parseDouble(result.get("test.accuracy")));
    assertTrue(out.get(3).contains(result.get("cost")), out::toString);
    assertEquals("30", result.get("test.samples"));
    assertEquals("36", result.get("test.features"));
    assertEquals("[36,50,3]", result.get("settings.sizes"));
    assertEquals("50", result.get("settings.batch_size"));
    assertEquals("6", result.get("settings.iterations"));
    assertEquals("true", result.get("settings.shuffle"));
    assertEquals("5", result.get("settings.seed"));
    assertEquals("2", result.get("epochs"));
    assertEquals("scalar kernels, 2 threads", result.get("workers"));
    assertEquals(
        digests().get("model.safetensors").sha256(), result.get("files.model.safetensors.sha256"));
    for (String field : List.of("program", "java", "platform", "started", "seconds")) {
      assertFalse(result.get(field).isEmpty(), field);
    }
    train("--batch-size", 50, "--epochs", 2, "--seed", 5, "--quiet");
    Map<String, String> quiet = JsonFields.of(Files.readString(output.resolve("result.json")));
    assertEquals(result.get("test.accuracy"), quiet.get("test.accuracy"));
  }

  @Test
  void aTrainingThatStartsFromAModelGoesOn() throws IOException {
    byte[] whole = parametersOf("--iterations", 20, "--hidden", "8,4", "--activation", "tanh");
    parametersOf("--iterations", 10, "--hidden", "8,4", "--activation", "tanh");
    Path model = Files.copy(output.resolve("model.safetensors"), directory.resolve("first.model"));

    byte[] more = parametersOf("--iterations", 10, "--start-from", model);

    assertEquals(ByteBuffer.wrap(whole), ByteBuffer.wrap(more));
    Map<String, String> result = JsonFields.of(Files.readString(output.resolve("result.json")));
    assertEquals("first.model", result.get("start_from.file"));
    assertEquals(FileDigest.of(model).sha256(), result.get("start_from.sha256"));
    assertEquals("[36,8,4,3]", result.get("settings.sizes"));
    // A run may start from its own model.
    Path own = output.resolve("model.safetensors");
    FileDigest before = FileDigest.of(own);
    train("--iterations", 1, "--start-from", own);
    result = JsonFields.of(Files.readString(output.resolve("result.json")));
    assertEquals(before.sha256(), result.get("start_from.sha256"));
    assertNotEquals(before, FileDigest.of(own));
  }

  private byte[] parametersOf(Object... options) throws IOException {
    train(options);
    float[] parameters = ModelFile.load(output.resolve("model.safetensors")).parameters();
    ByteBuffer bytes = ByteBuffer.allocate(parameters.length * Float.BYTES);
    bytes.asFloatBuffer().put(parameters);
    return bytes.array();
  }

  @Test
  void aModelThatCannotBeStartedFromIsToldInOneLine() throws IOException {
    train("--iterations", 1, "--hidden", "8");
    Path model = Files.copy(output.resolve("model.safetensors"), directory.resolve("first.model"));
    Path damaged = Files.write(directory.resolve("damaged"), new byte[20]);
    Path missing = directory.resolve("missing");
    for (Path bad : List.of(damaged, missing)) {
      String expected = CommandRun.of("evaluate", bad, "--data", data).failure(1);
      assertEquals(expected, startFrom(bad).failure(1));
    }
    assertTrue(
        startFrom(model, "--hidden", "9")
            .failure(2)
            .startsWith(
                "the network to start from has --hidden 8 --activation sigmoid --loss"
                    + " softmax_cross_entropy, but --hidden 9 was set; expected the same"));
    assertTrue(
        startFrom(model, "--init", "he_normal")
            .failure(2)
            .startsWith("init is for new weights, but training starts from a network"));
    Path others = SyntheticDigits.write(directory.resolve("others"), 120, 5, 4);
    assertEquals(
        "the network to start from has 36 features and the classes {0, 1, 2}, but the data have 25"
            + " features and the classes {0, 1, 2, 3}; expected the same",
        CommandRun.of("--data", others, "--output", output, "--start-from", model).failure(1));
  }

  private CommandRun startFrom(Path model, Object... options) {
    Stream<Object> common = Stream.of("--data", data, "--output", output, "--start-from", model);
    return CommandRun.of(Stream.concat(common, Stream.of(options)).toArray());
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
        "training diverged in iteration 1 .*: lower the learning rate, now 0.1, or scale the features if they are large;"
            + " the model after iteration 1 of 1000 is in .*model.safetensors",
        failure);
    assertEquals(Set.of("unfinished"), files());
    ModelFile.load(output.resolve("unfinished/model.safetensors"));
    assertEquals(2, Files.readAllLines(output.resolve("unfinished/history.csv")).size());
  }

  @Test
  void divergenceInTheFirstEpochKeepsTheLastFiniteModel() throws IOException {
    CommandRun run =
        CommandRun.of(
            "--data",
            writeHugeFloats(),
            "--output",
            output,
            "--hidden",
            "none",
            "--batch-size",
            1,
            "--backend",
            "scalar");

    assertMatches(
        "training diverged in iteration 1 of epoch 0 .*: lower the learning rate, now 0.1, or scale the features if they are large;"
            + " the model after iteration 1 of 40 is in .*model.safetensors",
        run.failure(1));
    assertEquals(Set.of("unfinished"), files());
    output = output.resolve("unfinished");
    assertEquals(Set.of("model.safetensors", "history.csv", "result.json"), files());
    ModelFile.load(output.resolve("model.safetensors"));
    assertEquals(
        List.of("epoch,iteration,cost,accuracy,seconds,since_start"),
        Files.readAllLines(output.resolve("history.csv")));
  }

  @Test
  void aTrainingThatFailsLeavesTheFilesOfOneThatHasFinished() throws IOException {
    train("--iterations", 2);
    Map<String, FileDigest> finished = digests();

    CommandRun run =
        CommandRun.of(
            "--data",
            writeHugeFloats(),
            "--output",
            output,
            "--hidden",
            "none",
            "--backend",
            "scalar");

    assertTrue(run.failure(1).endsWith("unfinished/model.safetensors"), run.err().get(0));
    assertTrue(Files.exists(output.resolve("unfinished/cost.png")));
    FileDigest unfinished = FileDigest.of(output.resolve("unfinished/model.safetensors"));
    assertEquals(finished, digests());
    // And the other way round.
    train("--iterations", 3);
    assertNotEquals(finished, digests());
    assertEquals(unfinished, FileDigest.of(output.resolve("unfinished/model.safetensors")));
  }

  private Map<String, FileDigest> digests() throws IOException {
    Map<String, FileDigest> digests = new TreeMap<>();
    for (String file : FILES) {
      digests.put(file, FileDigest.of(output.resolve(file)));
    }
    return digests;
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

  private byte[] modelOf(Object... options) throws IOException {
    train(options);
    return Files.readAllBytes(output.resolve("model.safetensors"));
  }

  /** The accuracy at the end of a row, in percent. */
  private static double accuracy(String row) {
    return Double.parseDouble(row.substring(row.lastIndexOf(' ') + 1));
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
