package io.simdann.cli;

import io.simdann.train.History;

/**
 * Progress as plain lines on standard error, for logs: one at every tenth part, but not more often
 * than once a second nor more seldom than once a minute.
 */
final class LineDisplay implements TrainingDisplay {

  private static final int PARTS = 10;
  private static final double SHORTEST_PAUSE_SECONDS = 1;
  private static final double LONGEST_PAUSE_SECONDS = 60;

  private final Console console;
  private final TrainingSpeed speed;
  private volatile boolean abandoned;
  private double shownAt;
  private int shownPart;

  LineDisplay(Console console, TrainingSpeed speed) {
    this.console = console;
    this.speed = speed;
  }

  @Override
  public void start() {}

  @Override
  public void print(String line) {
    if (!abandoned) {
      console.out().println(line);
      console.out().flush();
    }
  }

  @Override
  public void epochFinished(History.Entry entry) {
    speed.finished(entry);
    int part = (int) ((long) PARTS * speed.finished() / speed.count());
    double pause = entry.seconds() - shownAt;
    boolean due =
        part > shownPart && pause >= SHORTEST_PAUSE_SECONDS || pause >= LONGEST_PAUSE_SECONDS;
    if (due && part < PARTS && !abandoned) {
      shownAt = entry.seconds();
      shownPart = part;
      console
          .err()
          .printf(
              "%3d%%  %d/%d  %s%n", speed.percent(), speed.finished(), speed.count(), speed.text());
    }
  }

  @Override
  public void finish() {}

  @Override
  public void abandon() {
    abandoned = true;
  }
}
