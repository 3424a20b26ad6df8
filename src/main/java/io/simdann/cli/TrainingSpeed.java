package io.simdann.cli;

import io.simdann.train.History;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** How fast a training runs, for people to watch and for the summary. */
final class TrainingSpeed {

  /** Iterations or epochs whose mean is shown as the present speed. */
  private static final int WINDOW = 32;

  private final History.Unit unit;
  private final int count;
  private final ToDoubleFunction<History.Entry> flopOf;
  private final double[] ends = new double[WINDOW + 1];
  private final double[] flop = new double[WINDOW + 1];
  private int finished;

  /**
   * Before the first iteration.
   *
   * @param unit what the entries of the history are about
   * @param count how many entries there will be
   * @param flopOf the floating-point operations of each
   */
  TrainingSpeed(History.Unit unit, int count, ToDoubleFunction<History.Entry> flopOf) {
    this.unit = unit;
    this.count = count;
    this.flopOf = flopOf;
  }

  /** Takes note of a finished iteration or epoch. */
  synchronized void finished(History.Entry entry) {
    double before = flop[finished % flop.length];
    finished++;
    ends[finished % ends.length] = entry.seconds();
    flop[finished % flop.length] = before + flopOf.applyAsDouble(entry);
  }

  synchronized int finished() {
    return finished;
  }

  int count() {
    return count;
  }

  int percent() {
    return (int) (100L * finished() / count);
  }

  /**
   * For example {@code 27.8 it/s 267 GFLOP/s 0:26 left}, with epochs/s when the history is of
   * epochs; empty before the first.
   */
  synchronized String text() {
    if (finished == 0) {
      return "";
    }
    // The first iteration packs the samples and waits for the JIT compiler.
    int counted = finished == 1 ? 1 : Math.min(finished - 1, WINDOW);
    int last = finished % ends.length;
    int first = (finished - counted) % ends.length;
    double each = Math.max((ends[last] - ends[first]) / counted, 1e-9);
    return "%s %s/s  %s GFLOP/s  %s left"
        .formatted(
            rounded(1 / each),
            unit == History.Unit.EPOCH ? "epochs" : "it",
            rounded((flop[last] - flop[first]) / counted / each / 1e9),
            clock(each * (count - finished)));
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
