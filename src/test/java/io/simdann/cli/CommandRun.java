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
    assertEquals(List.of(), run.err());
    assertEquals(0, run.exitCode());
    return run.out();
  }

  /** Returns the one line in which the command must have failed, without its prefix. */
  String failure(int expectedExitCode) {
    assertEquals(1, err.size(), () -> "not one line: " + err);
    assertEquals(expectedExitCode, exitCode, err.get(0));
    assertEquals("simdann: ", err.get(0).substring(0, 9));
    return err.get(0).substring(9);
  }

  private static List<String> lines(ByteArrayOutputStream bytes) {
    return bytes.toString(StandardCharsets.UTF_8).lines().toList();
  }
}
