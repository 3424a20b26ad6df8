package io.simdann.spark;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.spark.sql.RowFactory;

/** A line of comma-separated numbers is a sample or refused. */
public final class CsvFuzz {

  /**
   * The entry for fuzzers: the lines of a file, read with a label in the last field and without.
   */
  public static void fuzzerTestOneInput(byte[] bytes) {
    List<String> lines =
        new String(bytes, StandardCharsets.UTF_8).lines().filter(line -> !line.isBlank()).toList();
    if (!lines.isEmpty()) {
      CsvDecoder.Shape shape = CsvDecoder.Shape.of(lines.get(0), "fuzz.csv");
      decode(lines, shape, shape.fields() - 1);
      decode(lines, shape, CsvDecoder.NO_LABEL);
    }
  }

  private static void decode(List<String> lines, CsvDecoder.Shape shape, int labelField) {
    int features = labelField == CsvDecoder.NO_LABEL ? shape.fields() : shape.fields() - 1;
    CsvDecoder decoder = new CsvDecoder(shape, labelField);
    for (int line = 0; line < lines.size(); line++) {
      try {
        RowDecoder.Sample sample = decoder.decode(RowFactory.create(lines.get(line)), line == 0);
        // The columns' names are none.
        boolean named = line == 0 && shape.names().length > 0;
        if (named ? sample != null : sample.features() != features) {
          throw new AssertionError(lines.get(line) + " gives " + sample);
        }
      } catch (RowDecoder.BadRowException e) {
        // A refusal.
      }
    }
  }

  private CsvFuzz() {}
}
