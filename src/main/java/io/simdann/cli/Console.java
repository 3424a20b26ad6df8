package io.simdann.cli;

import java.io.PrintStream;
import java.util.OptionalInt;
import java.util.function.Supplier;

/**
 * Where a command prints.
 *
 * @param out results
 * @param err failures, warnings and progress
 * @param terminalColumns asked once before progress is shown: the width of the terminal that {@code
 *     err} leads to, or nothing if that is not a terminal
 */
public record Console(PrintStream out, PrintStream err, Supplier<OptionalInt> terminalColumns) {

  /**
   * The process's own streams.
   *
   * @return the console
   */
  public static Console standard() {
    return new Console(System.out, System.err, StandardErrorTerminal::columns);
  }

  /**
   * Prints a warning: one line on standard error.
   *
   * @param message what costs speed or departs from what was asked
   */
  public void warn(String message) {
    err.println(FailureLine.PREFIX + "warning: " + FailureLine.oneLine(message));
    err.flush();
  }
}
