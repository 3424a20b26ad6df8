package io.simdann.cli;

import io.simdann.train.TrainingRun;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Progress as plain lines on standard error, for logs: one at every tenth part, but not more often
 * than once a second nor more seldom than once a minute.
 */
final class LineDisplay implements TrainingDisplay {

  private static final int PARTS = 10;
  private static final double SHORTEST_PAUSE_SECONDS = 1;
  private static final double LONGEST_PAUSE_SECONDS = 60;
  private static final int LOOK_MILLIS = 200;

  private final Console console;
  private final TrainingSpeed speed;
  private final ResultLines results;
  private volatile boolean abandoned;
  private ScheduledExecutorService looking;
  private double shownAt;
  private int shownPart;

  LineDisplay(Console console, TrainingSpeed speed) {
    this.console = console;
    this.speed = speed;
    this.results = new ResultLines(console);
  }

  @Override
  public void start(Supplier<TrainingRun.Progress> progress) {
    results.trainingStarts();
    looking =
        Executors.newSingleThreadScheduledExecutor(
            work -> {
              Thread thread = new Thread(work, "simdann-progress");
              thread.setDaemon(true);
              return thread;
            });
    long start = System.nanoTime();
    looking.scheduleWithFixedDelay(
        () -> show(progress.get(), (System.nanoTime() - start) / 1e9),
        LOOK_MILLIS,
        LOOK_MILLIS,
        TimeUnit.MILLISECONDS);
  }

  @Override
  public void print(String line) {
    if (!abandoned) {
      results.print(line);
    }
  }

  /**
   * Prints a line if it is time for one.
   *
   * @param progress the present state
   * @param seconds since the training began
   */
  void show(TrainingRun.Progress progress, double seconds) {
    speed.update(progress, seconds);
    int part = (int) ((long) PARTS * speed.finished() / speed.count());
    double pause = seconds - shownAt;
    boolean due =
        part > shownPart && pause >= SHORTEST_PAUSE_SECONDS || pause >= LONGEST_PAUSE_SECONDS;
    if (due && part < PARTS && !abandoned) {
      shownAt = seconds;
      shownPart = part;
      String line =
          String.format(
              Locale.ROOT,
              "%3d%%  %d/%d  %s",
              speed.percent(),
              speed.finished(),
              speed.count(),
              speed.text());
      console.err().println(line.stripTrailing());
    }
  }

  @Override
  public void finish() {
    looking.shutdownNow();
    results.trainingEnds();
  }

  @Override
  public void abandon() {
    abandoned = true;
  }

  @Override
  public void erase() {}
}
