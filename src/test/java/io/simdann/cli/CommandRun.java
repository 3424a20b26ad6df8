package io.simdann.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalInt;

/**
 * A command that was run in this JVM.
 *
 * @param exitCode what it returned
 * @param out the lines of its standard output
 * @param err the lines of its standard error
 */
record CommandRun(int exitCode, List<String> out, List<String> err) {

  /** Runs a command whose standard error is no terminal. */
  static CommandRun of(Object... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    String[] texts = new String[args.length];
    for (int i = 0; i < args.length; i++) {
      texts[i] = args[i].toString();
    }
    Console console =
        new Console(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            OptionalInt::empty);
    int exitCode = Main.run(console, texts);
    return new CommandRun(exitCode, lines(out), lines(err));
  }

  /** Runs a command that must succeed and leave standard error alone. */
  static List<String> succeeding(Object... args) {
    CommandRun run = of(args);
    assertEquals(List.of(), run.messages());
    assertEquals(0, run.exitCode());
    return run.out();
  }

  /** Returns the one line in which the command must have failed, without its prefix. */
  String failure(int expectedExitCode) {
    List<String> messages = messages();
    assertEquals(1, messages.size(), () -> "not one line: " + err);
    assertEquals(expectedExitCode, exitCode, messages.get(0));
    assertEquals("simdann: ", messages.get(0).substring(0, 9));
    return messages.get(0).substring(9);
  }

  /** Standard error without progress, which is shown after a second, and so on a busy machine. */
  private List<String> messages() {
    return err.stream().filter(line -> !line.matches(" *\\d+%  .*")).toList();
  }

  private static List<String> lines(ByteArrayOutputStream bytes) {
    return bytes.toString(StandardCharsets.UTF_8).lines().toList();
  }
}
