package io.simdann.cli;

import io.simdann.train.History;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** How fast a training runs, for people to watch and for the summary. */
final class TrainingSpeed {

  /** Iterations whose mean is shown as the present speed. */
  private static final int WINDOW = 32;

  private final int iterations;
  private final double flopPerIteration;
  private final double[] ends = new double[WINDOW + 1];
  private int finished;

  /**
   * Before the first iteration.
   *
   * @param iterations how many there will be
   * @param flopPerIteration floating-point operations of each
   */
  TrainingSpeed(int iterations, double flopPerIteration) {
    this.iterations = iterations;
    this.flopPerIteration = flopPerIteration;
  }

  /** Takes note of a finished iteration. */
  synchronized void finished(History.Entry entry) {
    finished = entry.iteration() + 1;
    ends[finished % ends.length] = entry.seconds();
  }

  synchronized int finished() {
    return finished;
  }

  int iterations() {
    return iterations;
  }

  int percent() {
    return (int) (100L * finished() / iterations);
  }

  /** For example {@code 27.8 it/s 267 GFLOP/s 0:26 left}; empty before the first iteration. */
  synchronized String text() {
    if (finished == 0) {
      return "";
    }
    // The first iteration packs the samples and waits for the JIT compiler.
    int counted = finished == 1 ? 1 : Math.min(finished - 1, WINDOW);
    double last = ends[finished % ends.length];
    double first = ends[(finished - counted) % ends.length];
    double perIteration = Math.max((last - first) / counted, 1e-9);
    return "%s it/s  %s GFLOP/s  %s left"
        .formatted(
            rounded(1 / perIteration),
            rounded(flopPerIteration / perIteration / 1e9),
            clock(perIteration * (iterations - finished)));
  }

  /** Prints a rate or a time with three digits or all of its whole part. */
  static String rounded(double rate) {
    if (rate < 0.001) {
      return "<0.001";
    }
    int places = rate < 1 ? 3 : rate < 10 ? 2 : rate < 100 ? 1 : 0;
    return String.format(Locale.ROOT, "%." + places + "f", rate);
  }

  private static String clock(double seconds) {
    long whole = Math.round(seconds);
    long hours = whole / 3600;
    String minutesAndSeconds = "%d:%02d".formatted(whole / 60 % 60, whole % 60);
    return hours == 0
        ? minutesAndSeconds
        : "%d:%02d:%02d".formatted(hours, whole / 60 % 60, whole % 60);
  }

  /** Returns the median duration of an iteration in seconds; of none, NaN. */
  static double medianSeconds(List<History.Entry> entries) {
    double[] durations = new double[entries.size()];
    double end = 0;
    for (int i = 0; i < durations.length; i++) {
      durations[i] = entries.get(i).seconds() - end;
      end = entries.get(i).seconds();
    }
    Arrays.sort(durations);
    int half = durations.length / 2;
    return durations.length == 0
        ? Double.NaN
        : (durations[(durations.length - 1) / 2] + durations[half]) / 2;
  }
}
