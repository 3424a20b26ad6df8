package io.simdann.cli;

import io.simdann.train.TrainingRun;
import java.util.OptionalInt;
import java.util.function.Supplier;

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

  /**
   * Begins to show progress.
   *
   * @param progress asked now and then, on another thread: so the training has nothing to tell
   */
  void start(Supplier<TrainingRun.Progress> progress);

  /**
   * Prints a line of the result on standard output.
   *
   * @param line the line
   * @throws LostOutputException if it can't be printed and the training should end; see {@link
   *     ResultLines}
   */
  void print(String line);

  /** Ends the showing of progress; lines can still be printed. */
  void finish();

  /**
   * Leaves the console to somebody else at once: nothing is printed from now on. May be called by
   * another thread, and waits for nobody: a terminal may take no more, and a line being printed
   * would wait for ever.
   */
  void abandon();

  /** Erases what still shows of a display that was abandoned. */
  void erase();
}
