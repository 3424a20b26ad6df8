package io.simdann.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.simdann.model.Safetensors;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Standard output that can't be written. */
class LostOutputTest {

  private static final String FULL = "No space left on device";
  private static final String GONE = "Broken pipe";
  private static final List<String> TOLD =
      List.of("simdann: standard output cannot be written: " + FULL);

  @TempDir private static Path directory;
  private static Path data;
  private static Path model;

  @BeforeAll
  static void train() {
    data = SyntheticDigits.write(directory.resolve("data"), 120, 6, 3);
    model = SyntheticDigits.model(data, directory.resolve("run"));
  }

  static Stream<List<Object>> commands() {
    Path images = data.resolve("t10k-images-idx3-ubyte");
    return Stream.of(
        List.of("--help"),
        List.of("--version"),
        List.of("predict", "--help"),
        List.of("info", "--threads", 1, "--backend", "scalar"),
        List.of("info", "--threads", 1, "--backend", "scalar", "--json"),
        List.of("evaluate", model, "--data", data),
        List.of("evaluate", model, "--data", data, "--json"),
        List.of("predict", model, images),
        List.of("predict", model, images, "--json"),
        List.of(
            "--data",
            data,
            "--epochs",
            2,
            "--output",
            directory.resolve("again"),
            "--backend",
            "scalar"));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void onAFullDiskEveryCommandFailsInOneLine(List<Object> args) {
    CommandRun run = run(new LimitedOutput(5, FULL), args.toArray());

    assertEquals(TOLD, run.err());
    assertEquals(1, run.exitCode());
  }

  @ParameterizedTest
  @MethodSource("commands")
  void whereTheReaderIsGoneEveryCommandEndsSilently(List<Object> args) {
    CommandRun run = run(new LimitedOutput(5, GONE), args.toArray());

    assertEquals(141, run.exitCode());
    assertEquals(List.of(), run.err());
  }

  /** A stream of another kind says no more than that something is lost, and only if it is asked. */
  @ParameterizedTest
  @MethodSource("commands")
  void everyStreamIsAskedAtTheEnd(List<Object> args) {
    PrintStream swallowing =
        new PrintStream(new LimitedOutput(5, FULL), true, StandardCharsets.UTF_8);

    CommandRun run = runOn(swallowing, args.toArray());

    assertEquals(
        List.of("simdann: standard output cannot be written: something that was printed is lost"),
        run.err());
    assertEquals(1, run.exitCode());
  }

  @Test
  void whatFailsForAnotherReasonIsToldAlone() {
    CommandRun run = run(new LimitedOutput(0, FULL), "evaluate", directory.resolve("no-model"));

    assertTrue(run.failure(1).contains("no-model"), run.failure(1));
  }

  @ParameterizedTest
  @ValueSource(strings = {FULL, GONE})
  void aTrainingThatCanPrintNothingDoesNotBegin(String message) {
    Path output = directory.resolve("never");

    run(
        new LimitedOutput(0, message),
        "--backend",
        "scalar",
        "--data",
        data,
        "--iterations",
        2,
        "--output",
        output);

    assertFalse(Files.exists(output));
  }

  @Test
  void aQuietTrainingLosesNothing() {
    Path output = directory.resolve("quiet");

    CommandRun run =
        run(
            new LimitedOutput(0, FULL),
            "--backend",
            "scalar",
            "--data",
            data,
            "--iterations",
            2,
            "--output",
            output,
            "--quiet");

    assertEquals(List.of(), run.err());
    assertEquals(0, run.exitCode());
  }

  /** Hours of work may be in it. */
  @Test
  void aTrainingWhoseTableFillsTheDiskGoesOnAndFailsAtTheEnd() throws IOException {
    Path output = directory.resolve("full");
    LimitedOutput disk = new LimitedOutput(100, FULL);

    CommandRun run =
        run(disk, "--backend", "scalar", "--data", data, "--iterations", 301, "--output", output);

    assertEquals(TOLD, run.err());
    assertEquals(1, run.exitCode());
    assertTrue(disk.lines().get(2).startsWith("Cost:"), disk.lines()::toString);
    Path saved = output.resolve("model.safetensors");
    assertEquals("301", Safetensors.read(saved).metadata().get("iterations"));
    assertTrue(Files.exists(output.resolve("cost.svg")));
  }

  @Test
  void aTrainingWhoseReaderIsGoneEndsAndKeepsItsModel() throws IOException {
    Path output = directory.resolve("gone");

    CommandRun run =
        run(
            new LimitedOutput(100, GONE),
            "--backend",
            "scalar",
            "--data",
            data,
            "--iterations",
            1001,
            "--output",
            output);

    assertEquals(141, run.exitCode());
    assertEquals(1, run.err().size(), run.err()::toString);
    Matcher told =
        Pattern.compile(
                "simdann: standard output was closed by its reader; the model after iteration"
                    + " (1|101) of 1001 is in (.*)")
            .matcher(run.err().get(0));
    assertTrue(told.matches(), run.err()::toString);
    assertEquals(
        told.group(1), Safetensors.read(Path.of(told.group(2))).metadata().get("iterations"));
  }

  @Test
  void aTrainingWhoseReaderLeavesAtTheEndKeepsAllItsFiles() {
    Path output = directory.resolve("end");
    LimitedOutput head = new LimitedOutput(150, GONE);

    CommandRun run =
        run(head, "--backend", "scalar", "--data", data, "--iterations", 2, "--output", output);

    assertTrue(head.lines().get(3).startsWith("Train Accuracy"), head.lines()::toString);
    assertEquals(List.of(), run.err());
    assertEquals(141, run.exitCode());
    assertTrue(Files.exists(output.resolve("model.safetensors")));
    assertTrue(Files.exists(output.resolve("cost.svg")));
  }

  /** The system's messages are in the user's language. */
  @Test
  void aReaderThatIsGoneIsKnownInEveryLanguage() {
    for (String message : List.of("Przerwany potok", "Tubería rota")) {
      StandardOutput pipe = new StandardOutput(new LimitedOutput(0, message), () -> true);
      assertTrue(
          assertThrows(LostOutputException.class, () -> pipe.write(1)).isReaderGone(), message);
    }
    StandardOutput pipe =
        new StandardOutput(new LimitedOutput(0, "relais brisé (pipe)"), () -> false);
    assertTrue(assertThrows(LostOutputException.class, () -> pipe.write(1)).isReaderGone());
  }

  @Test
  void afterALossNothingMoreIsWritten() throws IOException {
    List<Integer> written = new ArrayList<>();
    StandardOutput out =
        new StandardOutput(
            new OutputStream() {
              @Override
              public void write(int value) throws IOException {
                written.add(value);
                if (written.size() == 2) {
                  throw new IOException(FULL);
                }
              }
            },
            () -> false);

    out.write(1);
    assertThrows(LostOutputException.class, () -> out.write(2));
    assertThrows(LostOutputException.class, () -> out.write(3));
    assertThrows(LostOutputException.class, out::flush);
    assertEquals(List.of(1, 2), written);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void theProcessFailsOnAFullDevice() throws Exception {
    ProcessBuilder trainer = trainer("evaluate", model, "--data", data);

    assertEquals(1, exitCode(trainer.redirectOutput(new File("/dev/full"))));
    assertEquals(TOLD, errors());
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void theProcessFailsWithoutStandardOutput() throws Exception {
    ProcessBuilder trainer = trainer("evaluate", model, "--data", data);
    trainer.command().addAll(0, List.of("sh", "-c", "exec \"$@\" >&-", "sh"));

    assertEquals(1, exitCode(trainer));
    assertEquals(1, errors().size());
    assertTrue(errors().get(0).startsWith("simdann: standard output cannot be written: "));
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void theProcessEndsSilentlyWithItsPipe() throws Exception {
    Process process = trainer("predict", model, data.resolve("t10k-images-idx3-ubyte")).start();
    process.getInputStream().close();

    assertTrue(process.waitFor(100, TimeUnit.SECONDS));
    assertEquals(141, process.exitValue());
    assertEquals(List.of(), errors());
  }

  /** Where errors can't be told, the exit code still tells. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void theProcessNeedsNoStandardError() throws Exception {
    File full = new File("/dev/full");

    assertEquals(1, exitCode(trainer("evaluate", "no-model").redirectError(full)));
    assertEquals(0, exitCode(trainer("evaluate", model, "--data", data).redirectError(full)));
  }

  private static CommandRun run(LimitedOutput out, Object... args) {
    return runOn(
        new PrintStream(new StandardOutput(out, () -> false), true, StandardCharsets.UTF_8), args);
  }

  private static CommandRun runOn(PrintStream out, Object... args) {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Console console =
        new Console(out, new PrintStream(err, true, StandardCharsets.UTF_8), OptionalInt::empty);
    int exitCode = Main.run(console, Stream.of(args).map(Object::toString).toArray(String[]::new));
    // On a slow machine there is progress, too.
    List<String> errors =
        err.toString(StandardCharsets.UTF_8)
            .lines()
            .filter(line -> !line.matches(" *\\d+%  .*"))
            .toList();
    return new CommandRun(exitCode, List.of(), errors);
  }

  private static ProcessBuilder trainer(Object... args) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
    Stream.of(args).map(Object::toString).forEach(command::add);
    command.addAll(List.of("--backend", "scalar"));
    return new ProcessBuilder(command).redirectError(directory.resolve("err").toFile());
  }

  private static int exitCode(ProcessBuilder trainer) throws Exception {
    Process process = trainer.start();
    assertTrue(process.waitFor(100, TimeUnit.SECONDS));
    return process.exitValue();
  }

  private static List<String> errors() throws IOException {
    return Files.readAllLines(directory.resolve("err"));
  }
}
