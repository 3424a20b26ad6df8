package io.simdann.spark;

import io.simdann.step.EngineException;
import java.io.Serializable;
import java.util.Comparator;
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

  /** Known when the samples are read whose features it tells. */
  private Widest widest;

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

  @Override
  public String widestRow() {
    return widest == null
        ? ""
        : RowDecoder.place(widest.partition, widest.row, widest.origin)
            + " has index "
            + widest.index;
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

  /** Finds the features of samples to train on, which must fit the executors with all zeros. */
  private int greatestIndex() {
    List<Widest> ofParts =
        SparkFailures.translated(
            () -> lines.javaRDD().mapPartitionsWithIndex(LibsvmFiles::widest, true).collect());
    widest =
        ofParts.stream().max(Comparator.comparingInt(Widest::index)).orElseThrow(this::noEntries);
    if (widest.index == 0) {
      throw noEntries();
    }
    long samples = ofParts.stream().mapToLong(Widest::samples).sum();
    try {
      RowMemory.requireTrainable(session.sparkContext(), samples, widest.index);
    } catch (RowDecoder.BadRowException e) {
      throw RowDecoder.failure(widest.partition, widest.row, widest.origin, e);
    }
    return widest.index;
  }

  /** A partition's greatest index, the first row that has it, and the number of its samples. */
  private record Widest(int index, int partition, long row, Origin origin, long samples)
      implements Serializable {}

  private EngineException noEntries() {
    return new EngineException(path + ": no index:value, expected LIBSVM lines", null);
  }

  private static Iterator<Widest> widest(int partition, Iterator<Row> lines) {
    Widest widest = new Widest(0, partition, 0, null, 0);
    long samples = 0;
    for (long row = 0; lines.hasNext(); row++) {
      Row line = lines.next();
      String text = line.getString(0);
      samples += LibsvmDecoder.isSample(text) ? 1 : 0;
      try {
        int index = LibsvmDecoder.greatestIndex(text);
        if (index > widest.index) {
          widest = new Widest(index, partition, row, FileRows.origin(line), 0);
        }
      } catch (RowDecoder.BadRowException e) {
        throw RowDecoder.failure(partition, row, FileRows.origin(line), e);
      }
    }
    return List.of(new Widest(widest.index, partition, widest.row, widest.origin, samples))
        .iterator();
  }
}
