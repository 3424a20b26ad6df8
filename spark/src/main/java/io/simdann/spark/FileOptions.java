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
   * @throws io.simdann.train.EngineException if they can't be opened
   */
  SampleFiles open(
      SparkSession session,
      FileFormat kept,
      String path,
      SampleReader.Part part,
      int inputs,
      Consumer<String> warned) {
    return switch (kept) {
      case IDX -> new IdxFiles(session, path, part);
      case CSV -> new CsvFiles(session, path, label, warned);
      case LIBSVM -> new LibsvmFiles(session, path, inputs);
      case PARQUET ->
          new ParquetFiles(
              session, path, label == null ? FrameColumns.DEFAULT_LABEL : label, features);
    };
  }
}
