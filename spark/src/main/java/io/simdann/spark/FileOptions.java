package io.simdann.spark;

import java.util.List;
import java.util.function.Consumer;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Option;

/** The options that tell how samples are kept in files. */
final class FileOptions {

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      converter = FileFormat.Name.class,
      description = {
        "idx, csv (numbers, with or without a line of names), libsvm or parquet. Default: what the"
            + " name ends in, .csv, .libsvm, .svm or .parquet; else idx."
      })
  private FileFormat format;

  @Option(
      names = "--label",
      paramLabel = "COLUMN",
      description = {
        "Column of the label, by its name, in CSV also by its number, from 0. Default: label; in"
            + " CSV without such a name the last column."
      })
  private String label;

  @Option(
      names = "--features",
      paramLabel = "COLUMNS",
      split = ",",
      description = {
        "Columns of the features in Parquet: one of arrays, vectors or binary values, or several of"
            + " numbers. Default: features, else all columns of numbers but the label."
      })
  private List<String> features = List.of();

  @Option(
      names = "--transposed",
      description = {
        "The pictures of IDX files are stored column by column, as those of EMNIST: turn them. The"
            + " model is then one for upright pictures."
      })
  private boolean transposed;

  /** Whether pictures are to be turned. */
  boolean transposed() {
    return transposed;
  }

  /** The format of files. */
  FileFormat format(String path) {
    return format == null ? FileFormat.of(path) : format;
  }

  /**
   * Opens files.
   *
   * @param session the session
   * @param kept their format
   * @param path where they are
   * @param part which samples of a directory of IDX files
   * @param inputs the features of a sample, where a format doesn't tell; 0 to find out
   * @param warned gets a line for what is doubtful
   * @return the files
   * @throws io.simdann.step.EngineException if they can't be opened
   * @throws IllegalArgumentException if they hold no pictures, but such are to be turned
   */
  SampleFiles open(
      SparkSession session,
      FileFormat kept,
      String path,
      SampleReader.Part part,
      int inputs,
      Consumer<String> warned) {
    if (transposed && kept != FileFormat.IDX) {
      throw new IllegalArgumentException(
          path + ": --transposed is for pictures, expected IDX files");
    }
    return switch (kept) {
      case IDX -> new IdxFiles(session, path, part, transposed);
      case CSV -> new CsvFiles(session, path, label, warned);
      case LIBSVM -> new LibsvmFiles(session, path, inputs);
      case PARQUET ->
          new ParquetFiles(
              session, path, label == null ? FrameColumns.DEFAULT_LABEL : label, features);
    };
  }
}
