package io.simdann.report;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import io.simdann.train.History;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * A training's history as CSV, one line per iteration:
 *
 * <pre>
 *   iteration,cost,accuracy,seconds,since_start
 *   0,0.2401428983,0.08393333333333333,0.412345,0.781
 *   1,0.2396412345,,0.447011,0.815
 * </pre>
 *
 * <p>Accuracy is the fraction of training samples classified rightly, empty where it was not
 * computed; seconds count from the start of training to the iteration's end, since_start from the
 * start of the JVM: the first line's shows what starting up has cost.
 *
 * <p>The text grows with the training, a few microseconds per iteration, so that it is ready
 * whenever the training is ended, however long it was. May be used by several threads.
 */
public final class HistoryCsv {

  private static final int MICROS = 1_000_000;
  private static final int MILLIS = 1_000;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final CsvWriter csv;

  /** A history without iterations. */
  public HistoryCsv() {
    csv =
        CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(bytes, StandardCharsets.US_ASCII);
    csv.writeRecord("iteration", "cost", "accuracy", "seconds", "since_start");
  }

  /**
   * Appends an iteration.
   *
   * @param entry what was recorded of it
   * @param sinceStart seconds from the start of the JVM to the iteration's end
   */
  public synchronized void add(History.Entry entry, double sinceStart) {
    csv.writeRecord(
        Integer.toString(entry.iteration()),
        PythonFloat.repr(entry.cost()),
        entry.accuracy().isPresent() ? PythonFloat.repr(entry.accuracy().getAsDouble()) : "",
        fixed(entry.seconds(), MICROS),
        fixed(sinceStart, MILLIS));
  }

  /**
   * Returns the iterations so far.
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

  /** Prints seconds to three or six places, faster than a formatter does. */
  private static String fixed(double seconds, int parts) {
    long rounded = Math.round(seconds * parts);
    String fraction = Long.toString(parts + rounded % parts).substring(1);
    return rounded / parts + "." + fraction;
  }
}
