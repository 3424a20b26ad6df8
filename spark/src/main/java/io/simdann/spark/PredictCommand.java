package io.simdann.spark;

import io.simdann.cli.CommandFailedException;
import io.simdann.cli.Console;
import io.simdann.cli.KernelOptions;
import io.simdann.model.ModelFile;
import io.simdann.nn.Network;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Classifies the rows of Parquet files on a cluster. */
@Command(
    name = "predict",
    mixinStandardHelpOptions = true,
    versionProvider = ProgramVersion.class,
    sortOptions = false,
    synopsisHeading = "Usage: ",
    customSynopsis =
        "spark-submit --class io.simdann.spark.Main trainer-spark.jar predict MODEL INPUT OUTPUT"
            + " [OPTIONS]",
    header = "Classify the rows of Parquet files.",
    descriptionHeading = "%n",
    description = {
      "Writes the rows to other Parquet files with two more columns: prediction, the most probable"
          + " class, and probability, an array of those of all classes."
    },
    parameterListHeading = "%nParameters:%n",
    optionListHeading = "%nOptions:%n")
final class PredictCommand implements Callable<Integer> {

  @Parameters(
      index = "0",
      paramLabel = "MODEL",
      description = "A model.safetensors that training wrote, on the driver's machine.")
  private Path model;

  @Parameters(
      index = "1",
      paramLabel = "INPUT",
      description = "A file, directory or pattern, on any of Hadoop's file systems.")
  private String input;

  @Parameters(
      index = "2",
      paramLabel = "OUTPUT",
      description = "A directory that isn't there yet, on any of Hadoop's file systems.")
  private String output;

  @Option(
      names = "--features",
      paramLabel = "COLUMNS",
      split = ",",
      description = {
        "Columns of the features: one of arrays, vectors or binary values, or several of numbers."
            + " Default: features, else all columns of numbers but label."
      })
  private List<String> features = List.of();

  @Mixin private final SessionOptions cluster = new SessionOptions();

  @Mixin private final KernelOptions kernels = new KernelOptions();

  private final Console console;

  PredictCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws Exception {
    Network network = ModelFile.load(model);
    SparkSession session = cluster.open();
    try {
      Dataset<Row> predicted = SparkFailures.opened(() -> predicted(session, network));
      long rows = SparkFailures.translated(() -> write(session, predicted));
      console.out().println("%d rows in %s".formatted(rows, output));
    } catch (IllegalArgumentException e) {
      throw new CommandFailedException(e.getMessage(), e);
    } finally {
      session.stop();
    }
    return 0;
  }

  private Dataset<Row> predicted(SparkSession session, Network network) {
    Dataset<Row> frame = session.read().parquet(input);
    List<String> columns =
        features.isEmpty()
            ? FrameColumns.features(frame.schema(), FrameColumns.DEFAULT_LABEL)
            : features;
    return new SparkClassifier(network, kernels.backend(), kernels.vectorBits())
        .transform(frame, columns);
  }

  private long write(SparkSession session, Dataset<Row> predicted) {
    predicted.write().parquet(output);
    return session.read().parquet(output).count();
  }
}
