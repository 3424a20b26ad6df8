package io.simdann.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Languages in which Java has digits of its own. */
class LocaleTest {

  private static final List<String> ARABIC = List.of("-Duser.language=ar", "-Duser.country=EG");

  @TempDir private static Path directory;
  private static Path data;
  private static Path model;

  @BeforeAll
  static void train() {
    data = SyntheticDigits.write(directory.resolve("data"), 120, 6, 3);
    model = SyntheticDigits.model(data, directory.resolve("run"));
  }

  @Test
  void trainingPrintsAsciiOnly() throws Exception {
    Path output = directory.resolve("arabic");
    String printed =
        printed(0, ARABIC, "--data", data, "--output", output, "--iterations", 2, "--hidden", 9);

    assertTrue(printed.contains("train_x's shape: (120, 36)"), printed);
    assertTrue(printed.contains("2 iterations in "), printed);
    assertTrue(Files.readString(output.resolve("history.csv")).contains("\n1,0."));
  }

  @Test
  void predictionsAreAsciiOnly() throws Exception {
    String printed = printed(0, ARABIC, "predict", model, data.resolve("t10k-images-idx3-ubyte"));

    assertTrue(printed.lines().allMatch(line -> line.matches("\\d+: [012] \\(0\\.\\d{4}\\)")));
  }

  @Test
  void theParsersMessagesAreAsciiOnly() throws Exception {
    String printed = printed(2, ARABIC, "evaluate", "one", "two");

    assertTrue(printed.contains("Unmatched argument at index 2: 'two'"), printed);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ar-EG-", "fa-IR-", "th-TH-TH", "hi-IN-", "ne-NP-"})
  void messagesOfTheLibraryAreAsciiOnly(String locale) throws Exception {
    String[] parts = locale.split("-", -1);
    List<String> options =
        List.of(
            "-Duser.language=" + parts[0],
            "-Duser.country=" + parts[1],
            "-Duser.variant=" + parts[2]);
    Path other = SyntheticDigits.write(directory.resolve("other"), 12, 5, 3);

    String printed = printed(1, options, "evaluate", model, "--data", other);

    assertTrue(printed.contains("expected the model's 36 inputs"), printed);
  }

  /** Returns both streams of a process, which must end with an exit code and be ASCII. */
  private static String printed(int exitCode, List<String> jvmOptions, Object... args)
      throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(jvmOptions);
    // Else what isn't ASCII would be printed as question marks.
    command.addAll(List.of("-Dfile.encoding=UTF-8", "-Dstdout.encoding=UTF-8"));
    command.addAll(List.of("-Dstderr.encoding=UTF-8", "-Dsun.stderr.encoding=UTF-8"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    Stream.of(args).map(Object::toString).forEach(command::add);
    command.addAll(List.of("--backend", "scalar"));
    Path printed = Files.createTempFile(directory, "printed", ".txt");
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(printed.toFile())
            .start();
    assertTrue(process.waitFor(100, TimeUnit.SECONDS));
    String text = Files.readString(printed);
    assertEquals(exitCode, process.exitValue(), text);
    assertTrue(text.chars().allMatch(letter -> letter < 0x80), text);
    return text;
  }
}
