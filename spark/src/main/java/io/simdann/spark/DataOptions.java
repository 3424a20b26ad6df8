package io.simdann.spark;

import io.simdann.cli.CommandFailedException;
import io.simdann.spark.SampleReader.Part;
import java.util.Locale;
import java.util.function.Consumer;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that name the data of a training. */
final class DataOptions {

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

  @Mixin private final FileOptions files = new FileOptions();

  /**
   * Training and test samples.
   *
   * @param train the samples to train on
   * @param test the samples to test on; null if there are none
   * @param transposed whether they were transposed
   */
  record Samples(SparkDataSet train, SparkDataSet test, boolean transposed) {}

  /**
   * Has the executors read the data once.
   *
   * @param session the session
   * @param warned gets a line for what is doubtful
   * @return the samples
   * @throws CommandFailedException if there are no such columns, or samples don't fit together
   */
  Samples read(SparkSession session, Consumer<String> warned) throws CommandFailedException {
    SampleReader reader = new SampleReader(session);
    try {
      if (data == null && files.transposed()) {
        throw new CommandFailedException("--transposed is for the pictures of --data");
      }
      if (data == null) {
        SparkDataSet train = reader.embeddedMnist(Part.TRAIN);
        return new Samples(
            train, reader.withClassNames(train.classNames()).embeddedMnist(Part.TEST), false);
      }
      FileFormat format = files.format(data);
      SparkDataSet train = reader.read(files.open(session, format, data, Part.TRAIN, 0, warned));
      String testPath = format == FileFormat.IDX && test == null ? data : test;
      return new Samples(
          train,
          testPath == null ? null : test(session, format, testPath, train, warned),
          files.transposed());
    } catch (IllegalArgumentException e) {
      throw new CommandFailedException(e.getMessage(), e);
    }
  }

  private SparkDataSet test(
      SparkSession session,
      FileFormat format,
      String path,
      SparkDataSet train,
      Consumer<String> warned)
      throws CommandFailedException {
    SparkDataSet tested =
        new SampleReader(session)
            .withClassNames(train.classNames())
            .read(files.open(session, format, path, Part.TEST, train.features(), warned));
    if (tested.features() != train.features()) {
      throw new CommandFailedException(
          String.format(
              Locale.ROOT,
              "%s: test samples of %d features, expected %d as in %s",
              path,
              tested.features(),
              train.features(),
              data));
    }
    return tested;
  }
}
