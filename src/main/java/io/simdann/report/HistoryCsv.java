package io.simdann.report;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import io.simdann.train.History;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A training's history as CSV, one line per iteration:
 *
 * <pre>
 *   iteration,cost,accuracy,seconds
 *   0,0.2401428983,0.08393333333333333,0.412345
 *   1,0.2396412345,,0.447011
 * </pre>
 *
 * <p>Accuracy is the fraction of training samples classified rightly, empty where it was not
 * computed; seconds count from the start of training to the iteration's end.
 */
public final class HistoryCsv {

  private static final int MICROS = 1_000_000;

  private HistoryCsv() {}

  /**
   * Writes a history.
   *
   * @param out where it goes, in ASCII with line feeds; not closed
   * @param entries the iterations in order
   * @throws IOException if {@code out} fails
   */
  public static void write(OutputStream out, List<History.Entry> entries) throws IOException {
    try (CsvWriter csv =
        CsvWriter.builder()
            .lineDelimiter(LineDelimiter.LF)
            .build(new UnclosedStream(out), StandardCharsets.US_ASCII)) {
      csv.writeRecord("iteration", "cost", "accuracy", "seconds");
      for (History.Entry entry : entries) {
        csv.writeRecord(
            Integer.toString(entry.iteration()),
            PythonFloat.repr(entry.cost()),
            entry.accuracy().isPresent() ? PythonFloat.repr(entry.accuracy().getAsDouble()) : "",
            microseconds(entry.seconds()));
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** Prints seconds to six places, a hundred times faster than a formatter does. */
  private static String microseconds(double seconds) {
    long micros = Math.round(seconds * MICROS);
    String fraction = Long.toString(MICROS + micros % MICROS).substring(1);
    return micros / MICROS + "." + fraction;
  }
}
