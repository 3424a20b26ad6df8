package io.simdann.cli;

import io.simdann.train.History;
import java.util.OptionalInt;

/** How a training shows on the console while it runs. */
interface TrainingDisplay {

  /**
   * Shows what fits the console: a bar on a terminal, else lines now and then.
   *
   * @param columns what the console says of its terminal; not looked at if it is to be quiet
   */
  static TrainingDisplay of(
      Console console, boolean quiet, OptionalInt columns, TrainingSpeed speed) {
    if (quiet) {
      return new SilentDisplay();
    }
    return columns.isPresent()
        ? new BarDisplay(console, columns.getAsInt(), speed)
        : new LineDisplay(console, speed);
  }

  /** Begins to show progress. */
  void start();

  /** Prints a line of the result on standard output. */
  void print(String line);

  /** Takes note of a finished epoch, which with a full batch is an iteration. */
  void epochFinished(History.Entry entry);

  /** Ends the showing of progress; lines can still be printed. */
  void finish();

  /**
   * Leaves the console to somebody else at once: nothing is printed from now on. May be called by
   * another thread, and does not wait for a line being printed.
   */
  void abandon();
}
