package io.simdann.spark;

import io.simdann.step.EngineException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * CSV files of numbers. The first line of a file tells the number of fields; it has the columns'
 * names if any of its fields is neither empty nor a number, and none a number with a fraction or an
 * exponent. What tells is the first file by its path of those that have names, else of all.
 */
final class CsvFiles implements SampleFiles {

  private final SparkSession session;
  private final String path;
  private final String label;
  private final Dataset<Row> lines;
  private final CsvDecoder.Shape shape;

  /**
   * Opens files, and reads the first line of each.
   *
   * @param session the session
   * @param path a file, a directory or a pattern
   * @param label the name of the label's column, or its number, from 0; null for the column {@code
   *     label} or else the last one
   * @param warned gets a line when there are numbers among the names
   * @throws EngineException if the files can't be read, or have no lines
   */
  CsvFiles(SparkSession session, String path, String label, Consumer<String> warned) {
    this.session = session;
    this.path = path;
    this.label = label;
    this.lines = FileRows.lines(session, path);
    List<CsvDecoder.Shape> shapes =
        FileRows.firstLines(session, lines).stream()
            .map(first -> CsvDecoder.Shape.of(first.line(), first.file()))
            .toList();
    if (shapes.isEmpty()) {
      throw new EngineException(path + ": no lines, expected lines of numbers", null);
    }
    this.shape =
        shapes.stream().filter(each -> each.names().length > 0).findFirst().orElse(shapes.get(0));
    if (shape.namesAreDoubtful()) {
      warned.accept(
          String.format(
              Locale.ROOT,
              "%s: the first line is taken for the columns' names: %s",
              path,
              String.join(",", shape.names())));
    }
  }

  @Override
  public JavaRDD<SampleChunk> labelled() {
    if (shape.fields() < 2) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s: 1 field in the first line, expected features and a label, separated by commas",
              path));
    }
    return chunks(labelField());
  }

  @Override
  public FeatureFrame frame(int features) {
    int labels = shape.fields() - features;
    if (labels != 0 && labels != 1) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s: %d fields in the first line, expected the network's %d features, or these and a label",
              path,
              shape.fields(),
              features));
    }
    boolean labelled = labels == 1;
    return FeatureFrame.of(
        session, chunks(labelled ? labelField() : CsvDecoder.NO_LABEL), false, labelled);
  }

  private JavaRDD<SampleChunk> chunks(int labelField) {
    return FileRows.chunks(lines, new CsvDecoder(shape, labelField));
  }

  private int labelField() {
    List<String> names = Arrays.asList(shape.names());
    int named = names.indexOf(label == null ? FrameColumns.DEFAULT_LABEL : label);
    if (named >= 0) {
      return named;
    }
    if (label == null) {
      return shape.fields() - 1;
    }
    if (label.matches("\\d{1,9}") && Integer.parseInt(label) < shape.fields()) {
      return Integer.parseInt(label);
    }
    throw new IllegalArgumentException(
        String.format(
            Locale.ROOT,
            "%s: no column '%s' for the label, expected %s",
            path,
            label,
            names.isEmpty()
                ? "a number from 0 to " + (shape.fields() - 1)
                : "one of " + String.join(", ", names)));
  }
}
