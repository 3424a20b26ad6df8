package io.simdann.cli;

import io.simdann.train.History;
import io.simdann.train.TrainingRun;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.IntToDoubleFunction;

/**
 * How far a training is and how fast it runs, for people to watch, and how fast it was, for the
 * summary.
 */
final class TrainingSpeed {

  /** Updates whose mean is shown as the present speed. */
  private static final int WINDOW = 32;

  private final int count;
  private final IntToDoubleFunction flopUntil;
  private final int[] iterations = new int[WINDOW + 1];
  private final double[] ends = new double[WINDOW + 1];
  private int updates;
  private double cost;

  /**
   * Before the first iteration.
   *
   * @param count how many iterations there will be
   * @param flopUntil the floating-point operations of the first so many of them
   */
  TrainingSpeed(int count, IntToDoubleFunction flopUntil) {
    this.count = count;
    this.flopUntil = flopUntil;
  }

  /**
   * Takes note of what is finished.
   *
   * @param progress the present state
   * @param seconds since the training began
   */
  synchronized void update(TrainingRun.Progress progress, double seconds) {
    if (progress.iterations() > finished()) {
      updates++;
      iterations[updates % iterations.length] = progress.iterations();
      ends[updates % ends.length] = seconds;
      cost = progress.cost();
    }
  }

  synchronized int finished() {
    return iterations[updates % iterations.length];
  }

  int count() {
    return count;
  }

  int percent() {
    return (int) (100L * finished() / count);
  }

  /**
   * For example {@code 27.8 it/s 267 GFLOP/s 0:26 left cost 0.1137}, the cost being that of the
   * last batch; empty before the first iteration.
   */
  synchronized String text() {
    if (updates == 0) {
      return "";
    }
    // The first iteration packs the samples and waits for the JIT compiler.
    int counted = updates == 1 ? 1 : Math.min(updates - 1, WINDOW);
    int last = updates % ends.length;
    int first = (updates - counted) % ends.length;
    double seconds = Math.max(ends[last] - ends[first], 1e-9);
    double rate = (iterations[last] - iterations[first]) / seconds;
    double flop =
        flopUntil.applyAsDouble(iterations[last]) - flopUntil.applyAsDouble(iterations[first]);
    return String.format(
        Locale.ROOT,
        "%s it/s  %s GFLOP/s  %s left  cost %.4g",
        rounded(rate),
        rounded(flop / seconds / 1e9),
        clock((count - iterations[last]) / rate),
        cost);
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
    long minutes = whole / 60 % 60;
    return hours == 0
        ? String.format(Locale.ROOT, "%d:%02d", minutes, whole % 60)
        : String.format(Locale.ROOT, "%d:%02d:%02d", hours, minutes, whole % 60);
  }

  /**
   * Returns the median over the entries of an iteration's mean duration in seconds. Of a very long
   * training an entry stands for those that the history left out before it, too.
   */
  static double medianSeconds(List<History.Entry> entries) {
    double[] durations = durations(entries);
    int done = 0;
    for (int i = 0; i < durations.length; i++) {
      int iterations = entries.get(i).iteration() + 1;
      durations[i] /= iterations - done;
      done = iterations;
    }
    return median(durations);
  }

  /** Returns the median over the entries of the floating-point operations per second. */
  static double medianFlopPerSecond(List<History.Entry> entries, TrainingWork work) {
    double[] rates = durations(entries);
    long samples = 0;
    for (int i = 0; i < rates.length; i++) {
      History.Entry entry = entries.get(i);
      rates[i] = work.flopSince(samples, entry) / rates[i];
      samples = work.samplesUntil(entry);
    }
    return median(rates);
  }

  private static double[] durations(List<History.Entry> entries) {
    double[] durations = new double[entries.size()];
    double end = 0;
    for (int i = 0; i < durations.length; i++) {
      durations[i] = entries.get(i).seconds() - end;
      end = entries.get(i).seconds();
    }
    return durations;
  }

  /** Sorts the values; of none, the median is NaN. */
  private static double median(double[] values) {
    Arrays.sort(values);
    int half = values.length / 2;
    return values.length == 0 ? Double.NaN : (values[(values.length - 1) / 2] + values[half]) / 2;
  }
}
