package io.simdann.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.simdann.model.ModelFile;
import io.simdann.model.Safetensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Ctrl-C and SIGTERM. */
@DisabledOnOs(OS.WINDOWS)
class TerminationTest {

  /** Ten times what is promised, for a machine with much else to do. */
  private static final double GENEROUS_SECONDS = 10;

  @TempDir private Path directory;

  @Test
  void ctrlCKeepsTheModelOfTheLastFinishedIteration() throws Exception {
    assumeTrue(interruptsAreHeeded(), "this process ignores SIGINT, and so would its children");

    keepsTheModel("INT", 130);
  }

  @Test
  void sigtermKeepsTheModelOfTheLastFinishedIteration() throws Exception {
    keepsTheModel("TERM", 143);
  }

  @Test
  void aSignalWithinAnEpochKeepsTheModelOfTheLastFinishedBatch() throws Exception {
    // One batch takes some milliseconds, an epoch about a second.
    Path data = SyntheticDigits.write(directory.resolve("data"), 1000, 28, 10);
    Path output = directory.resolve("run");
    try (ChildTrainer trainer =
        trainer(data, output, "--hidden", "1200", "--batch-size", 10, "--epochs", 1000)) {
      trainer.awaitLine("Cost:");

      double seconds = trainer.endBySignal("TERM");

      assertTrue(seconds < GENEROUS_SECONDS, () -> "took " + seconds + " s");
      assertEquals(143, trainer.awaitEnd());
      List<String> errors = trainer.errors();
      Matcher told =
          Pattern.compile("simdann: stopped; the model after iteration (\\d+) of 100000 is in .*")
              .matcher(errors.get(errors.size() - 1));
      assertTrue(told.matches(), errors::toString);
      int iterations = Integer.parseInt(told.group(1));
      assertTrue(iterations >= 100);
      Path unfinished = output.resolve("unfinished");
      Path model = unfinished.resolve("model.safetensors");
      assertEquals("784-1200-10", ModelFile.load(model).spec().toString());
      var metadata = Safetensors.read(model).metadata();
      assertEquals(told.group(1), metadata.get("iterations"));
      assertEquals(Integer.toString(iterations / 100), metadata.get("epochs"));
      List<String> history = Files.readAllLines(unfinished.resolve("history.csv"));
      String[] last = history.get(history.size() - 1).split(",");
      assertTrue(Integer.parseInt(last[1]) < iterations, history::toString);
    }
  }

  @Test
  void beforeTheFirstIterationIsFinishedNothingIsKept() throws Exception {
    // One iteration takes minutes.
    Path data = SyntheticDigits.write(directory.resolve("data"), 20_000, 28, 10);
    Path output = directory.resolve("run");
    try (ChildTrainer trainer = trainer(data, output, "--hidden", "4000")) {
      trainer.awaitLine("test_x's shape");

      double seconds = trainer.endBySignal("TERM");

      assertTrue(seconds < GENEROUS_SECONDS, () -> "took " + seconds + " s");
      assertEquals(
          List.of("simdann: stopped before the first iteration was finished: nothing was kept"),
          trainer.errors());
      assertFalse(Files.exists(output));
    }
  }

  @Test
  void theResultOfASavedModelIsPrintedAlthoughItsAccuraciesAreNotKnown() throws Exception {
    Path output = directory.resolve("run");
    try (ChildTrainer trainer = trainerWithManyTestSamples(output)) {
      trainer.awaitFile(output.resolve("result.json"));

      trainer.endBySignal("TERM");

      assertEquals(143, trainer.awaitEnd());
      List<String> lines = trainer.lines();
      assertEquals(1, lines.size(), lines::toString);
      assertTrue(lines.get(0).startsWith("{\"status\":\"finished\","), lines::toString);
      assertEquals("simdann: stopped; the model is in " + model(output), last(trainer));
    }
  }

  @Test
  void aResultThatNobodyReadsIsNoFailureToSave() throws Exception {
    Path output = directory.resolve("run");
    try (ChildTrainer trainer = trainerWithManyTestSamples(output)) {
      trainer.awaitFile(output.resolve("result.json"));
      trainer.closeOutput();

      trainer.endBySignal("TERM");

      assertEquals(
          "simdann: stopped; the model is in "
              + model(output)
              + "; standard output was closed by its reader",
          last(trainer));
      assertEquals(Set.of("model.safetensors", "history.csv", "result.json"), names(output));
    }
  }

  /** The test accuracy takes seconds. */
  private ChildTrainer trainerWithManyTestSamples(Path output) throws IOException {
    Path data = SyntheticDigits.write(directory.resolve("data"), 100, 20_000, 28, 10);
    return new ChildTrainer(
        directory,
        List.of("-XX:ActiveProcessorCount=1"),
        "--data",
        data,
        "--output",
        output,
        "--backend",
        "scalar",
        "--hidden",
        1200,
        "--iterations",
        2,
        "--json");
  }

  private static Path model(Path output) {
    return output.resolve("model.safetensors");
  }

  /** Returns the last line of standard error. The signal may come while the result is saved. */
  private static String last(ChildTrainer trainer) throws IOException {
    List<String> errors = trainer.errors();
    return errors.get(errors.size() - 1).replace(" after iteration 2 of 2", "");
  }

  private void keepsTheModel(String signal, int exitCode) throws Exception {
    // One iteration takes about a second.
    Path data = SyntheticDigits.write(directory.resolve("data"), 1000, 28, 10);
    Path output = directory.resolve("run");
    Path earlier = Files.createDirectories(output.resolve("unfinished"));
    Files.createFile(earlier.resolve("cost.png"));
    Files.writeString(output.resolve("model.safetensors"), "a finished one");
    try (ChildTrainer trainer = trainer(data, output, "--hidden", "1200")) {
      trainer.awaitLine("Cost:");

      double seconds = trainer.endBySignal(signal);

      assertTrue(seconds < GENEROUS_SECONDS, () -> "took " + seconds + " s");
      assertEquals(exitCode, trainer.awaitEnd());
      assertKept(output, trainer.errors());
    }
  }

  private static void assertKept(Path output, List<String> errors) throws IOException {
    assertEquals("a finished one", Files.readString(output.resolve("model.safetensors")));
    Path unfinished = output.resolve("unfinished");
    Path model = unfinished.resolve("model.safetensors");
    Matcher told =
        Pattern.compile("simdann: stopped; the model after iteration (\\d+) of 1000 is in (.*)")
            .matcher(errors.get(errors.size() - 1));
    assertTrue(told.matches(), errors::toString);
    assertEquals(model.toString(), told.group(2));
    int iterations = Integer.parseInt(told.group(1));
    assertTrue(iterations >= 1);
    assertEquals("784-1200-10", ModelFile.load(model).spec().toString());
    assertEquals(told.group(1), Safetensors.read(model).metadata().get("iterations"));
    int rows = Files.readAllLines(unfinished.resolve("history.csv")).size() - 1;
    // Of the last iteration the accuracy may still have been computed.
    assertTrue(rows == iterations || rows == iterations - 1, rows + " rows");
    // The earlier run's plot is gone, and no temporary file was left.
    assertEquals(Set.of("model.safetensors", "history.csv", "result.json"), names(unfinished));
    assertEquals(Set.of("model.safetensors", "unfinished"), names(output));
  }

  private static Set<String> names(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).collect(Collectors.toSet());
    }
  }

  private ChildTrainer trainer(Path data, Path output, Object... options) throws IOException {
    Object[] args =
        Stream.concat(
                Stream.of("--data", data, "--output", output, "--backend", "scalar"),
                Stream.of(options))
            .toArray();
    return new ChildTrainer(directory, List.of(), args);
  }

  /** Whoever is started in the background by a shell without job control ignores SIGINT. */
  private static boolean interruptsAreHeeded() throws IOException {
    Path status = Path.of("/proc/self/status");
    if (!Files.exists(status)) {
      return true;
    }
    String ignored =
        Files.readAllLines(status).stream()
            .filter(line -> line.startsWith("SigIgn:"))
            .findFirst()
            .orElse("SigIgn: 0");
    long sigint = 1L << (2 - 1);
    return (Long.parseUnsignedLong(ignored.substring(7).strip(), 16) & sigint) == 0;
  }
}
