package io.simdann.cli;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program on a real terminal, which {@code script} makes where it is installed. */
class TerminalTest {

  private static final Path SCRIPT = Path.of("/usr/bin/script");
  private static final String ERASE_LINE = "\r\u001b[K";

  @TempDir private Path directory;

  @Test
  void aTerminalGetsABar() throws Exception {
    String shown = onATerminal("");

    assertTrue(shown.contains("] 0/2"), shown);
    assertTrue(shown.contains(ERASE_LINE + "Cost:  "), shown);
  }

  /** The reader may print the table's lines in the middle of it. */
  @Test
  void aTerminalWithAReaderOfTheTableGetsNone() throws Exception {
    String shown = onATerminal(" | cat");

    assertFalse(shown.contains("\u001b"), shown);
    assertTrue(shown.contains("\nCost:  "), shown);
  }

  private String onATerminal(String pipe) throws IOException, InterruptedException {
    assumeTrue(Files.isExecutable(SCRIPT));
    Path data = SyntheticDigits.write(directory.resolve("data"), 120, 6, 3);
    String java =
        "'%s' -cp '%s' %s --backend scalar --iterations 2 --data '%s' --output '%s'"
            .formatted(
                Path.of(System.getProperty("java.home"), "bin", "java"),
                System.getProperty("java.class.path"),
                Main.class.getName(),
                data,
                directory.resolve("run"));
    Path typescript = directory.resolve("typescript");
    ProcessBuilder script =
        new ProcessBuilder(SCRIPT.toString(), "-q", "-c", java + pipe, typescript.toString());
    script.environment().put("TERM", "xterm");
    Process process =
        script.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    process.getOutputStream().close();
    assertTrue(process.waitFor(100, TimeUnit.SECONDS));
    return Files.readString(typescript, StandardCharsets.UTF_8);
  }
}
