package io.simdann.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.simdann.model.Safetensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code @FILE} among the arguments. */
class OptionsFileTest {

  private static final String SECRET = "hunter2";

  @TempDir private Path directory;
  private Path file;
  private Path output;

  @BeforeEach
  void name() {
    file = directory.resolve("options");
    output = directory.resolve("run");
  }

  private String training() {
    Path data = SyntheticDigits.write(directory.resolve("data"), 30, 4, 3);
    return "--backend=scalar --iterations 3 --data '" + data + "'\n--output '" + output + "'";
  }

  private String seed() throws IOException {
    return Safetensors.read(output.resolve("model.safetensors")).metadata().get("seed");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void trainingTakesItsOptionsFromAFileWithItsNameOrWithout(boolean named) throws IOException {
    Files.writeString(file, "# my run\n" + training() + " --seed 7 # a comment\n");

    CommandRun.succeeding(named ? new Object[] {"train", "@" + file} : new Object[] {"@" + file});

    assertEquals("7", seed());
  }

  @Test
  void aFileStandsAmongOtherOptionsAndFiles() throws IOException {
    Path other = Files.writeString(directory.resolve("other"), "--seed\n9\n");
    Files.writeString(file, training());

    CommandRun.succeeding("--hidden", "4", "@" + file, "--quiet", "@" + other);

    assertEquals("9", seed());
  }

  @Test
  void aWrongValueInAFileIsToldLikeAnother() throws IOException {
    Files.writeString(file, "--seed nine");

    String failure = CommandRun.of("@" + file).failure(2);

    assertEquals(
        "Invalid value for option '--seed': seed must be from 0 to 4294967295, but was 'nine' (see train --help)",
        failure);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        SECRET,
        "password=hunter2",
        "--password hunter2",
        "--password=hunter2",
        "@hunter2",
        "'hunter2",
        "--quiet hunter2",
        "--seed 3 hunter2",
        "\n\n-hunter2\n",
      })
  void nothingElseInAFileIsShown(String content) throws IOException {
    Files.writeString(file, content);

    for (String[] args : new String[][] {{"@" + file}, {"train", "--quiet", "@" + file}}) {
      String failure = CommandRun.of((Object[]) args).failure(2);

      assertFalse(failure.contains(SECRET), failure);
      int line = content.startsWith("\n") ? 3 : 1;
      assertEquals(
          "@%s, line %d: is not an option, expected a file with options of train (see train --help)"
              .formatted(file, line),
          failure);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "predict|@F",
        "predict|@F image.png",
        "evaluate|@F",
        "evaluate|no-model --data @F",
        "evaluate|no-model @F",
        "info|@F",
        "info|--threads @F",
        "train|--output run --seed @F",
        "train|--data @F --quiet",
      })
  void otherArgumentsAreNoFilesOfOptions(String command, String args) throws IOException {
    Files.writeString(file, SECRET + "\n" + SECRET);
    String line = command + " " + args.replace("F", file.toString());

    CommandRun run = CommandRun.of((Object[]) line.split(" "));

    assertTrue(run.exitCode() != 0);
    assertEquals(1, run.err().size(), run.err()::toString);
    assertEquals(List.of(), run.out());
    assertFalse(run.err().get(0).contains(SECRET), run.err()::toString);
  }

  @Test
  void aValueMayBeginWithTheMark() throws IOException {
    Files.writeString(file, training());

    String failure = CommandRun.of("--output", output, "--data", "@" + file).failure(1);

    assertTrue(failure.startsWith("@" + file + ": "), failure);
  }

  @Test
  void whatCannotBeReadIsToldInOneLine() throws IOException {
    Path missing = directory.resolve("missing");
    assertEquals(
        "@" + missing + ": no such file, expected a file with options of train (see train --help)",
        CommandRun.of("@" + missing).failure(2));
    assertTrue(CommandRun.of("@" + directory).failure(2).contains(": is not a regular file, "));
    Files.write(file, new byte[] {'-', (byte) 0xff});
    assertTrue(CommandRun.of("@" + file).failure(2).contains(": is not a text in UTF-8, "));
    Files.write(file, new byte[(1 << 20) + 1]);
    assertTrue(CommandRun.of("@" + file).failure(2).contains(": is larger than 1 MB, "));
  }
}
