package io.simdann.cli;

/**
 * The lines that a training prints on standard output. What to do when they can't be printed
 * depends on what would be lost:
 *
 * <ul>
 *   <li>before the training, it doesn't begin;
 *   <li>during it, one whose reader has gone ends, like one that is stopped by Ctrl-C; but one
 *       whose lines a full disk doesn't take goes on, since hours of work may be in it;
 *   <li>after it, its files come first.
 * </ul>
 *
 * <p>In each case the program's exit code tells of the loss at the end.
 */
final class ResultLines {

  private enum Stage {
    BEFORE,
    TRAINING,
    AFTER
  }

  private final Console console;
  private Stage stage = Stage.BEFORE;
  private boolean lost;

  ResultLines(Console console) {
    this.console = console;
  }

  synchronized void trainingStarts() {
    stage = Stage.TRAINING;
  }

  synchronized void trainingEnds() {
    stage = Stage.AFTER;
  }

  /**
   * Prints a line, unless an earlier one was lost.
   *
   * @throws LostOutputException if the training should not begin, or end
   */
  synchronized void print(String line) {
    if (lost) {
      return;
    }
    try {
      console.println(line);
      console.out().flush();
    } catch (LostOutputException e) {
      lost = true;
      if (stage == Stage.BEFORE || stage == Stage.TRAINING && e.isReaderGone()) {
        throw e;
      }
    }
  }
}
