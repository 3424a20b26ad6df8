package io.simdann.spark;

import io.simdann.train.EngineException;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** LIBSVM files. */
final class LibsvmFiles implements SampleFiles {

  private final SparkSession session;
  private final String path;
  private final int features;
  private final Dataset<Row> lines;

  /**
   * Opens files.
   *
   * @param session the session
   * @param path a file, a directory or a pattern
   * @param features the features of a sample to train on; 0 for the greatest index in the files,
   *     for which they are read once more
   * @throws EngineException if there are no such files
   */
  LibsvmFiles(SparkSession session, String path, int features) {
    this.session = session;
    this.path = path;
    this.features = features;
    this.lines = FileRows.lines(session, path);
  }

  @Override
  public JavaRDD<SampleChunk> labelled() {
    return FileRows.chunks(lines, new LibsvmDecoder(features == 0 ? greatestIndex() : features));
  }

  /** Whether lines begin with a label is seen from the first one of a file. */
  @Override
  public FeatureFrame frame(int count) {
    List<String> first =
        SparkFailures.translated(
            () ->
                FileRows.beginnings(lines)
                    .javaRDD()
                    .map(row -> LibsvmDecoder.tokens(row.getString(0))[0])
                    .filter(token -> !token.isEmpty())
                    .take(1));
    if (first.isEmpty()) {
      throw noEntries();
    }
    boolean labelled = first.get(0).indexOf(':') < 0;
    LibsvmDecoder decoder = new LibsvmDecoder(count, labelled);
    return FeatureFrame.of(session, FileRows.chunks(lines, decoder), false, labelled);
  }

  private int greatestIndex() {
    int greatest =
        SparkFailures.translated(
            () ->
                lines
                    .javaRDD()
                    .mapPartitionsWithIndex(LibsvmFiles::greatestIndex, true)
                    .fold(0, Math::max));
    if (greatest == 0) {
      throw noEntries();
    }
    return greatest;
  }

  private EngineException noEntries() {
    return new EngineException(path + ": no index:value, expected LIBSVM lines", null);
  }

  private static Iterator<Integer> greatestIndex(int partition, Iterator<Row> lines) {
    int greatest = 0;
    for (long row = 0; lines.hasNext(); row++) {
      Row line = lines.next();
      try {
        greatest = Math.max(greatest, LibsvmDecoder.greatestIndex(line.getString(0)));
      } catch (RowDecoder.BadRowException e) {
        throw RowDecoder.failure(partition, row, FileRows.origin(line), e);
      }
    }
    return List.of(greatest).iterator();
  }
}
