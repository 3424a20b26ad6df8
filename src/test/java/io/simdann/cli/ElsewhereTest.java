package io.simdann.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.simdann.model.ModelFile;
import io.simdann.step.EngineException;
import io.simdann.train.Trainer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;

/** Training on samples that are elsewhere, by an engine that may fail. */
class ElsewhereTest {

  @TempDir private Path directory;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final Console console =
      new Console(
          new PrintStream(out, true, StandardCharsets.UTF_8),
          new PrintStream(new ByteArrayOutputStream()),
          OptionalInt::empty);

  @Command
  private static final class Options {
    @Mixin final TrainingOptions training = new TrainingOptions();
  }

  private void train(FarSamples samples, String... more) throws Exception {
    Options options = new Options();
    CommandLine line = new CommandLine(options);
    List<String> args = new ArrayList<>(List.of(more));
    args.addAll(List.of("--iterations=6", "--hidden=3", "--output=" + run()));
    line.parseArgs(args.toArray(String[]::new));
    CommandSpec spec = line.getCommandSpec();
    options.training.train(console, options.training.settings(spec, 1), () -> samples);
  }

  private Path run() {
    return directory.resolve("run");
  }

  /** Samples that fail before an iteration. */
  private static FarSamples failing(int iteration, Failure failure) {
    return new FarSamples(
        call -> {
          if (call == iteration) {
            failure.happen();
          }
        },
        () -> {});
  }

  /** Something bad. */
  @FunctionalInterface
  private interface Failure {
    void happen();
  }

  private static void cutCable() {
    throw new EngineException("the cable is cut", null);
  }

  @Test
  void anEngineOfAnyKindTrainsTheSameNetwork() throws Exception {
    train(failing(-1, () -> {}));

    List<String> printed = out.toString(StandardCharsets.UTF_8).lines().toList();
    assertEquals("train_x's shape: (4, 2)", printed.get(0));
    assertTrue(printed.get(1).startsWith("Cost:  "), printed::toString);
    assertEquals("Train Accuracy: 25.0", printed.get(2));
    assertTrue(printed.get(3).contains(" GFLOP/s, far away; "), printed::toString);
    assertEquals(4, printed.size());
    assertArrayEquals(
        Trainer.builder()
            .iterations(6)
            .hidden(3)
            .build()
            .fit(FarSamples.DATA)
            .network()
            .parameters(),
        ModelFile.load(directory.resolve("run/model.safetensors")).parameters());
  }

  @Test
  void anEngineThatFailsLeavesTheModelOfTheLastFinishedIteration() {
    CommandFailedException failure =
        assertThrows(
            CommandFailedException.class, () -> train(failing(4, ElsewhereTest::cutCable)));

    assertEquals(
        "the cable is cut; the model after iteration 4 of 6 is in "
            + directory.resolve("run/unfinished/model.safetensors"),
        failure.getMessage());
    assertTrue(Files.exists(directory.resolve("run/unfinished/cost.png")));
  }

  @Test
  void anEngineThatFailsAtOnceLeavesNothing() {
    CommandFailedException failure =
        assertThrows(
            CommandFailedException.class, () -> train(failing(0, ElsewhereTest::cutCable)));

    assertEquals("the cable is cut; nothing was kept", failure.getMessage());
    assertFalse(Files.exists(directory.resolve("run")));
  }

  @Test
  void aTrainedModelIsNotLostForWantOfItsAccuracy() {
    CommandFailedException failure =
        assertThrows(
            CommandFailedException.class,
            () -> train(new FarSamples(call -> {}, ElsewhereTest::cutCable)));

    assertEquals(
        "the cable is cut; the trained model is in " + directory.resolve("run/model.safetensors"),
        failure.getMessage());
  }

  @Test
  void whateverEndsATrainingTheLatestModelIsKept() throws Exception {
    Map<String, Failure> failures = new LinkedHashMap<>();
    failures.put(
        "out of memory (Java heap space), java may use ",
        () -> {
          throw new OutOfMemoryError("Java heap space");
        });
    failures.put("out of memory (", () -> new ArrayList<>(List.of(new long[Integer.MAX_VALUE])));
    failures.put(
        "internal error: java.lang.StackOverflowError (",
        () -> {
          throw new StackOverflowError();
        });
    failures.put(
        "internal error: java.lang.IllegalStateException: a bug (",
        () -> {
          throw new IllegalStateException("a bug");
        });
    for (Map.Entry<String, Failure> failure : failures.entrySet()) {
      String message =
          assertThrows(CommandFailedException.class, () -> train(failing(3, failure.getValue())))
              .getMessage();

      Path model = run().resolve("unfinished/model.safetensors");
      assertTrue(message.startsWith(failure.getKey()), message);
      assertTrue(message.endsWith("; the model after iteration 3 of 6 is in " + model), message);
      assertArrayEquals(trained(3), ModelFile.load(model).parameters());
      Files.delete(model);
    }
  }

  private static float[] trained(int iterations) {
    return Trainer.builder()
        .iterations(iterations)
        .hidden(3)
        .build()
        .fit(FarSamples.DATA)
        .network()
        .parameters();
  }

  @Test
  void aFailureAfterTheTrainingLeavesTheFinishedModel() throws Exception {
    CommandFailedException failure =
        assertThrows(
            CommandFailedException.class,
            () ->
                train(
                    new FarSamples(
                        call -> {},
                        () -> {
                          throw new OutOfMemoryError("Java heap space");
                        })));

    Path model = run().resolve("model.safetensors");
    assertTrue(failure.getMessage().endsWith("; the trained model is in " + model));
    assertArrayEquals(trained(6), ModelFile.load(model).parameters());
    assertTrue(Files.readString(run().resolve("result.json")).contains("\"finished\""));
  }

  @Test
  void whatCouldNotBeSavedIsNotClaimed() throws Exception {
    String message =
        assertThrows(CommandFailedException.class, () -> train(unwritable(), "--json"))
            .getMessage();

    assertTrue(
        message.endsWith(
            "; plots and accuracies were not saved; the trained model is in "
                + run().resolve("model.safetensors")),
        message);
    assertFalse(Files.exists(run().resolve("cost.png")));
    Map<String, String> result = JsonFields.of(out.toString(StandardCharsets.UTF_8));
    assertEquals(result, JsonFields.of(Files.readString(run().resolve("result.json"))));
    assertEquals("null", result.get("train.accuracy"));
    assertFalse(result.containsKey("files.cost.png.sha256"));
    assertEquals(
        FileDigest.of(run().resolve("model.safetensors")).sha256(),
        result.get("files.model.safetensors.sha256"));
  }

  @Test
  void aLinkToTheDirectoryStaysWhateverFails() throws Exception {
    Path target = Files.createDirectory(directory.resolve("target"));
    Files.createSymbolicLink(run(), target);

    assertThrows(CommandFailedException.class, () -> train(unwritable()));

    assertTrue(Files.isSymbolicLink(run()));
    assertArrayEquals(trained(6), ModelFile.load(target.resolve("model.safetensors")).parameters());
  }

  /** Samples that leave a file where the new files would be staged, once the model is saved. */
  private FarSamples unwritable() {
    return new FarSamples(
        call -> {},
        () -> {
          try {
            Files.createFile(run().resolve(".simdann-new"));
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  @Test
  void aDirectoryRemovedMeanwhileIsMadeAgain() throws Exception {
    train(failing(3, this::removeRun));

    assertArrayEquals(trained(6), ModelFile.load(run().resolve("model.safetensors")).parameters());
    assertTrue(Files.exists(run().resolve("cost.svg")));
  }

  private void removeRun() {
    try (Stream<Path> files = Files.list(run())) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Files.delete(file);
      }
      Files.delete(run());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void whereTheDirectoryCannotBeWrittenAnotherOneIsFound() throws Exception {
    String before = System.getProperty("user.dir");
    System.setProperty("user.dir", directory.toString());
    try {
      Failure blocked =
          () -> {
            removeRun();
            try {
              Files.writeString(run(), "a file in the directory's place");
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          };
      CommandFailedException failure =
          assertThrows(CommandFailedException.class, () -> train(failing(3, blocked)));
      requireElsewhere(
          failure, ".*/run: cannot be written into: not a directory; the trained model is in ", 6);

      Files.delete(run());
      failure =
          assertThrows(
              CommandFailedException.class,
              () ->
                  train(
                      failing(
                          3,
                          () -> {
                            blocked.happen();
                            cutCable();
                          })));
      requireElsewhere(failure, "the cable is cut; the model after iteration 3 of 6 is in ", 3);
      assertTrue(
          failure.getMessage().endsWith("run: cannot be written into: not a directory"),
          failure.getMessage());
    } finally {
      System.setProperty("user.dir", before);
    }
  }

  private void requireElsewhere(CommandFailedException failure, String start, int iterations)
      throws IOException {
    Matcher told =
        Pattern.compile(start + "(" + directory + "/simdann-run-\\d+/model.safetensors).*")
            .matcher(failure.getMessage());
    assertTrue(told.matches(), failure.getMessage());
    Path model = Path.of(told.group(1));
    assertArrayEquals(trained(iterations), ModelFile.load(model).parameters());
    String result = Files.readString(model.resolveSibling("result.json"));
    assertEquals(Integer.toString(iterations), JsonFields.of(result).get("iterations"));
    assertTrue(Files.exists(model.resolveSibling("cost.png")));
  }

  @Test
  void theResultAsJsonStandsInPlaceOfTheTable() throws Exception {
    train(failing(-1, () -> {}), "--json");

    String printed = out.toString(StandardCharsets.UTF_8);
    assertEquals(1, printed.lines().count(), printed);
    Map<String, String> result = JsonFields.of(printed);
    assertEquals(result, JsonFields.of(Files.readString(run().resolve("result.json"))));
    assertEquals("finished", result.get("status"));
    assertEquals("null", result.get("failure"));
    assertEquals("far away", result.get("workers"));
    assertEquals("[2,3,4]", result.get("settings.sizes"));
    assertEquals("0.1", result.get("settings.learning_rate"));
    assertEquals("6", result.get("iterations"));
    assertEquals("0.25", result.get("train.accuracy"));
    assertEquals("4", result.get("train.samples"));
    assertFalse(result.containsKey("test.samples"));
    List<String> history = Files.readAllLines(run().resolve("history.csv"));
    assertEquals(history.get(6).split(",")[1], result.get("cost"));
    for (String file : List.of("model.safetensors", "history.csv", "cost.png", "cost.svg")) {
      FileDigest digest = FileDigest.of(run().resolve(file));
      assertEquals(digest.sha256(), result.get("files." + file + ".sha256"));
      assertEquals(Long.toString(digest.bytes()), result.get("files." + file + ".bytes"));
    }
  }

  @Test
  void theResultOfATrainingThatFailedSaysWhy() {
    assertThrows(
        CommandFailedException.class,
        () -> train(failing(3, ElsewhereTest::cutCable), "--json", "--quiet"));

    Map<String, String> result = JsonFields.of(out.toString(StandardCharsets.UTF_8));
    assertEquals("failed", result.get("status"));
    assertEquals("the cable is cut", result.get("failure"));
    assertEquals("3", result.get("iterations"));
    assertEquals("null", result.get("train.accuracy"));
  }
}
