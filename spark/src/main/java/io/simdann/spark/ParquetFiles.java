package io.simdann.spark;

import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Parquet files. */
final class ParquetFiles implements SampleFiles {

  private final Dataset<Row> table;
  private final String label;
  private final List<String> features;

  /**
   * Opens files.
   *
   * @param session the session
   * @param path a file, a directory or a pattern
   * @param label the label's column
   * @param features those of the features; empty for {@code features} or else all other columns of
   *     numbers
   */
  ParquetFiles(SparkSession session, String path, String label, List<String> features) {
    this.table = SparkFailures.opened(() -> session.read().parquet(path));
    this.label = label;
    this.features = features;
  }

  @Override
  public JavaRDD<SampleChunk> labelled() {
    FrameColumns.requireLabel(table.schema(), label);
    FrameDecoder decoder = new FrameDecoder(table.schema(), new FrameColumns(columns(), label));
    return FileRows.chunks(FileRows.select(table, decoder.columns()), decoder);
  }

  @Override
  public FeatureFrame frame(int count) {
    return new FeatureFrame(table, columns());
  }

  private List<String> columns() {
    return features.isEmpty() ? FrameColumns.features(table.schema(), label) : features;
  }
}
