package io.simdann.spark;

import io.simdann.cli.CommandFailedException;
import io.simdann.data.Categories;
import io.simdann.spark.SparkDataSet.Part;
import java.util.List;
import java.util.Locale;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options that name the data of a training. */
final class DataOptions {

  /** How data are kept in files. */
  enum Format {
    IDX,
    CSV,
    LIBSVM,
    PARQUET;

    /** The format that a file's name tells, compressed or not; a directory of IDX files if none. */
    static Format of(String path) {
      String name = path.toLowerCase(Locale.ROOT).replaceFirst("\\.(gz|bz2|zst|deflate)$", "");
      if (name.endsWith(".csv")) {
        return CSV;
      }
      if (name.endsWith(".libsvm") || name.endsWith(".svm")) {
        return LIBSVM;
      }
      return name.endsWith(".parquet") ? PARQUET : IDX;
    }
  }

  static final class FormatName implements ITypeConverter<Format> {
    @Override
    public Format convert(String text) {
      for (Format format : Format.values()) {
        if (format.name().toLowerCase(Locale.ROOT).equals(text)) {
          return format;
        }
      }
      throw new TypeConversionException("'%s' is not idx, csv, libsvm or parquet".formatted(text));
    }
  }

  @Option(
      names = "--data",
      paramLabel = "PATH",
      description = {
        "Training samples, on any of Hadoop's file systems: a directory with four IDX files named"
            + " as those of MNIST, which has test samples too; or a file, directory or pattern of"
            + " the other formats. Default: the MNIST digits that come with the program."
      })
  private String data;

  @Option(
      names = "--test",
      paramLabel = "PATH",
      description = "Test samples, in the same format. Default: none, but with IDX files.")
  private String test;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      converter = FormatName.class,
      description = {
        "idx, csv (numbers, with or without a line of names), libsvm or parquet. Default: what the"
            + " name ends in, .csv, .libsvm, .svm or .parquet; else idx."
      })
  private Format format;

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

  /**
   * Training and test samples.
   *
   * @param train the samples to train on
   * @param test the samples to test on; null if there are none
   */
  record Samples(SparkDataSet train, SparkDataSet test) {}

  /**
   * Has the executors read the data once.
   *
   * @param session the session
   * @return the samples
   * @throws CommandFailedException if there are no such columns, or samples don't fit together
   */
  Samples read(SparkSession session) throws CommandFailedException {
    try {
      if (data == null) {
        JavaSparkContext context = context(session);
        return new Samples(
            SparkDataSet.embeddedMnist(context, Part.TRAIN),
            SparkDataSet.embeddedMnist(context, Part.TEST));
      }
      Format kept = format == null ? Format.of(data) : format;
      SparkDataSet train = read(session, kept, data, Part.TRAIN, null);
      String testPath = kept == Format.IDX && test == null ? data : test;
      SparkDataSet tested =
          testPath == null ? null : read(session, kept, testPath, Part.TEST, train);
      if (tested != null && tested.features() != train.features()) {
        throw new CommandFailedException(
            "%s: test samples of %d features, expected %d as in %s"
                .formatted(testPath, tested.features(), train.features(), data));
      }
      return new Samples(train, tested);
    } catch (IllegalArgumentException e) {
      throw new CommandFailedException(e.getMessage(), e);
    }
  }

  private SparkDataSet read(
      SparkSession session, Format kept, String path, Part part, SparkDataSet like) {
    Categories known = like == null ? null : like.categories();
    return switch (kept) {
      case IDX -> SparkDataSet.idx(context(session), path, part, known);
      case CSV -> SparkDataSet.csv(session, path, label, known);
      case LIBSVM -> SparkDataSet.libsvm(session, path, like == null ? 0 : like.features(), known);
      case PARQUET ->
          SparkDataSet.parquet(
              session, path, label == null ? FrameColumns.DEFAULT_LABEL : label, features, known);
    };
  }

  private static JavaSparkContext context(SparkSession session) {
    return JavaSparkContext.fromSparkContext(session.sparkContext());
  }
}
