package io.simdann.report;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import io.simdann.train.History;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

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
 * <p>Accuracy is the fraction of training samples classified rightly, empty where it was not
 * computed; seconds count from the start of training to the iteration's or epoch's end, since_start
 * from the start of the JVM: the first line's shows what starting up has cost.
 *
 * <p>The text grows with the training, a few microseconds per line, so that it is ready whenever
 * the training is ended, however long it was. May be used by several threads.
 */
public final class HistoryCsv {

  private static final int MICROS = 1_000_000;
  private static final int MILLIS = 1_000;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final CsvWriter csv;
  private final History.Unit unit;

  /**
   * A history without lines.
   *
   * @param unit what a line is about
   */
  public HistoryCsv(History.Unit unit) {
    this.unit = unit;
    csv =
        CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(bytes, StandardCharsets.US_ASCII);
    writeLine("epoch", "iteration", "cost", "accuracy", "seconds", "since_start");
  }

  /**
   * Appends a line.
   *
   * @param entry what was recorded
   * @param sinceStart seconds from the start of the JVM to the iteration's or epoch's end
   */
  public synchronized void add(History.Entry entry, double sinceStart) {
    writeLine(
        Integer.toString(entry.epoch()),
        Integer.toString(entry.iteration()),
        PythonFloat.repr(entry.cost()),
        entry.accuracy().isPresent() ? PythonFloat.repr(entry.accuracy().getAsDouble()) : "",
        fixed(entry.seconds(), MICROS),
        fixed(sinceStart, MILLIS));
  }

  /**
   * Returns the lines so far.
   *
   * @return the file's content, ASCII with line feeds
   */
  public synchronized byte[] toBytes() {
    try {
      csv.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // cannot happen in memory
    }
    return bytes.toByteArray();
  }

  private void writeLine(String epoch, String... others) {
    if (unit == History.Unit.EPOCH) {
      String[] line = new String[1 + others.length];
      line[0] = epoch;
      System.arraycopy(others, 0, line, 1, others.length);
      csv.writeRecord(line);
    } else {
      csv.writeRecord(others);
    }
  }

  /** Prints seconds to three or six places, faster than a formatter does. */
  private static String fixed(double seconds, int parts) {
    long rounded = Math.round(seconds * parts);
    String fraction = Long.toString(parts + rounded % parts).substring(1);
    return rounded / parts + "." + fraction;
  }
}
