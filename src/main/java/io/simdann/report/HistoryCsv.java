package io.simdann.report;

import io.simdann.train.History;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A training's history as CSV, one line per iteration over all samples:
 *
 * <pre>
 *   iteration,cost,accuracy,seconds,since_start
 *   0,0.2401428983,0.08393333333333333,0.412345,0.781
 *   1,0.2396412345,,0.447011,0.815
 * </pre>
 *
 * or one line per epoch, in which iteration is the epoch's last:
 *
 * <pre>
 *   epoch,iteration,cost,accuracy,seconds,since_start
 *   0,468,0.0412345678,0.9412,0.812345,1.183
 *   1,937,0.0201234567,0.95905,1.411203,1.782
 * </pre>
 *
 * <p>Accuracy is the fraction of training samples classified correctly, empty where it was not
 * computed; seconds count from the start of training to the iteration's or epoch's end, since_start
 * from the start of the JVM: the first line's shows what starting up has cost.
 *
 * <p>A very long training has fewer lines: those that {@link History} keeps. Fields are names and
 * numbers, of which none needs quotes.
 */
public final class HistoryCsv {

  private static final int MICROS = 1_000_000;
  private static final int MILLIS = 1_000;

  private final Writer csv;
  private final History.Unit unit;

  private HistoryCsv(OutputStream out, History.Unit unit) {
    this.unit = unit;
    csv = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.US_ASCII));
  }

  /**
   * Writes a history, ASCII with line feeds.
   *
   * @param out where it goes; not closed
   * @param unit what a line is about
   * @param entries what was recorded, in order
   * @param before seconds from the start of the JVM to that of the training
   * @throws IOException if {@code out} fails
   */
  public static void write(
      OutputStream out, History.Unit unit, List<History.Entry> entries, double before)
      throws IOException {
    HistoryCsv lines = new HistoryCsv(out, unit);
    lines.writeLine("epoch", "iteration", "cost", "accuracy", "seconds", "since_start");
    for (History.Entry entry : entries) {
      lines.write(entry, before + entry.seconds());
    }
    lines.csv.flush();
  }

  private void write(History.Entry entry, double sinceStart) throws IOException {
    writeLine(
        Integer.toString(entry.epoch()),
        Integer.toString(entry.iteration()),
        PythonFloat.repr(entry.cost()),
        entry.accuracy().isPresent() ? PythonFloat.repr(entry.accuracy().getAsDouble()) : "",
        fixed(entry.seconds(), MICROS),
        fixed(sinceStart, MILLIS));
  }

  private void writeLine(String epoch, String... others) throws IOException {
    if (unit == History.Unit.EPOCH) {
      csv.write(epoch + ",");
    }
    csv.write(String.join(",", others));
    csv.write('\n');
  }

  /** Prints seconds to three or six places, faster than a formatter does. */
  private static String fixed(double seconds, int parts) {
    long rounded = Math.round(seconds * parts);
    String fraction = Long.toString(parts + rounded % parts).substring(1);
    return rounded / parts + "." + fraction;
  }
}
