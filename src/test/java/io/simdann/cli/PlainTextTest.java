package io.simdann.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Names that would play tricks on a terminal, wherever the program prints them. */
@DisabledOnOs(OS.WINDOWS)
class PlainTextTest {

  /** A C1 control, and an order of letters turned round, if names of files can have them here. */
  private static final String UNICODE =
      "UTF-8".equals(System.getProperty("sun.jnu.encoding")) ? "\u009b\u202e" : "";

  /** Red, a line break, and these. */
  private static final String TRICKS = "a\u001b[31m\nb" + UNICODE + "fdp";

  private static final String SHOWN = "a?[31m?b" + "?".repeat(UNICODE.length()) + "fdp";

  @TempDir private static Path directory;
  private static Path data;
  private static Path output;
  private static CommandRun training;

  @BeforeAll
  static void train() {
    data = SyntheticDigits.write(directory.resolve("data" + TRICKS), 120, 6, 3);
    output = directory.resolve("run" + TRICKS);
    training =
        CommandRun.of("--data", data, "--output", output, "--iterations", 3, "--backend", "scalar");
  }

  @Test
  void theSummaryOfATraining() {
    assertEquals(0, training.exitCode());
    String summary = training.out().get(training.out().size() - 1);
    assertTrue(summary.endsWith("run" + SHOWN), summary);
    assertPlain(training);
  }

  @Test
  void theInputsOfPredictions() {
    Path images = data.resolve("t10k-images-idx3-ubyte");
    CommandRun run = CommandRun.of("predict", output.resolve("model.safetensors"), images, images);

    assertEquals(60, run.out().size());
    assertTrue(run.out().get(59).contains("data" + SHOWN), run.out().get(59));
    assertPlain(run);
  }

  @Test
  void json() {
    Path images = data.resolve("t10k-images-idx3-ubyte");
    CommandRun run =
        CommandRun.of("predict", output.resolve("model.safetensors"), images, "--json");

    assertEquals(1, run.out().size());
    assertTrue(
        run.out()
            .get(0)
            .contains("a\\u001B[31m\\nb" + (UNICODE.isEmpty() ? "" : "\\u009B\\u202E") + "fdp"));
    assertPlain(run);
  }

  @Test
  void failuresAndWarnings() throws Exception {
    Path broken = Files.writeString(directory.resolve("broken" + TRICKS), TRICKS);
    for (Object[] args :
        new Object[][] {
          {"evaluate", broken},
          {"evaluate", directory.resolve(TRICKS)},
          {"evaluate", output.resolve("model.safetensors"), "--data", directory.resolve(TRICKS)},
          {"predict", output.resolve("model.safetensors"), broken},
          {"--seed", TRICKS},
          {TRICKS},
          {"@" + TRICKS},
          {"--output", broken},
        }) {
      CommandRun run = CommandRun.of(args);

      assertTrue(run.exitCode() != 0);
      assertEquals(1, run.err().size(), run.err()::toString);
      assertPlain(run);
    }
  }

  private static void assertPlain(CommandRun run) {
    List<String> lines = Stream.concat(run.out().stream(), run.err().stream()).toList();
    for (String line : lines) {
      assertEquals(FailureLine.plain(line), line);
    }
  }
}
