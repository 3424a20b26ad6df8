package io.simdann.cli;

import java.io.PrintStream;
import java.util.OptionalInt;
import java.util.function.Supplier;

/**
 * Where a command prints.
 *
 * @param out results
 * @param err failures, warnings and progress
 * @param terminalColumns asked before progress is shown, and then every few seconds: the width of
 *     the terminal that {@code err} leads to, or nothing if no line can be drawn again there
 */
public record Console(PrintStream out, PrintStream err, Supplier<OptionalInt> terminalColumns) {

  /**
   * The process's own streams. What standard output can't take ends the command that prints it.
   *
   * @return the console
   */
  public static Console standard() {
    return new Console(StandardOutput.stream(), System.err, StandardErrorTerminal::columns);
  }

  /**
   * Prints a line of the result on standard output.
   *
   * @param line the line; what could play tricks on a terminal is replaced
   */
  public void println(String line) {
    out.println(FailureLine.plain(line));
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

  /**
   * Makes sure that all results have arrived, whoever printed them. Of standard error nothing is
   * asked: where would one tell that it is lost?
   *
   * @throws LostOutputException if some have not
   */
  void requireComplete() {
    err.flush();
    out.flush();
    if (out.checkError()) {
      throw LostOutputException.incomplete("something that was printed is lost", null);
    }
  }
}
