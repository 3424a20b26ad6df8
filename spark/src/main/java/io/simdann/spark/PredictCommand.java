package io.simdann.spark;

import io.simdann.cli.CommandFailedException;
import io.simdann.cli.Console;
import io.simdann.cli.KernelOptions;
import io.simdann.model.ModelFile;
import io.simdann.nn.Network;
import io.simdann.spark.SampleReader.Part;
import io.simdann.step.EngineException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Observation;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Classifies the samples of files on a cluster. */
@Command(
    name = "predict",
    mixinStandardHelpOptions = true,
    versionProvider = ProgramVersion.class,
    sortOptions = false,
    synopsisHeading = "Usage: ",
    customSynopsis =
        "spark-submit --class io.simdann.spark.Main trainer-spark.jar predict MODEL INPUT OUTPUT"
            + " [OPTIONS]",
    header = "Classify the samples of files.",
    descriptionHeading = "%n",
    description = {
      "Writes Parquet files, whose rows have the columns prediction, the most probable class, and"
          + " probability, an array of those of all classes; before them all columns of the input"
          + " if that is Parquet, else features, an array of floats or binary, and label where the"
          + " input has labels. It needs none: CSV lines may have one field more than the network"
          + " has features, or not, LIBSVM lines a label before the first index, or not."
    },
    parameterListHeading = "%nParameters:%n",
    optionListHeading = "%nOptions:%n")
final class PredictCommand implements Callable<Integer> {

  private static final String ROWS = "rows";

  @Parameters(
      index = "0",
      paramLabel = "MODEL",
      description = "A model.safetensors that training wrote, on the driver's machine.")
  private Path model;

  @Parameters(
      index = "1",
      paramLabel = "INPUT",
      description = {
        "A file, directory or pattern, on any of Hadoop's file systems; of IDX a file of samples,"
            + " or a directory with four files named as those of MNIST, for its test samples."
      })
  private String input;

  @Parameters(
      index = "2",
      paramLabel = "OUTPUT",
      description = "A directory that isn't there yet, on any of Hadoop's file systems.")
  private String output;

  @Mixin private final FileOptions files = new FileOptions();

  @Mixin private final SessionOptions cluster = new SessionOptions();

  @Mixin private final KernelOptions kernels = new KernelOptions();

  private final Console console;

  PredictCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws Exception {
    Network network = ModelFile.load(model);
    try (ClusterSession connected = cluster.open(console)) {
      SparkSession session = connected.session();
      OutputDirectory directory =
          new OutputDirectory(output, session.sparkContext().hadoopConfiguration());
      Dataset<Row> predicted = SparkFailures.opened(() -> predicted(session, network));
      console.println(
          String.format(Locale.ROOT, "%d rows in %s", write(predicted, directory), output));
    } catch (IllegalArgumentException e) {
      throw new CommandFailedException(e.getMessage(), e);
    }
    return 0;
  }

  private Dataset<Row> predicted(SparkSession session, Network network) {
    int inputs = network.spec().inputs();
    FeatureFrame samples =
        files
            .open(session, files.format(input), input, Part.TEST, inputs, console::warn)
            .frame(inputs);
    return new SparkClassifier(network, kernels.backend(), kernels.vectorBits())
        .transform(samples.frame(), samples.features());
  }

  private long write(Dataset<Row> predicted, OutputDirectory directory) {
    try {
      return SparkFailures.translated(() -> write(predicted));
    } catch (EngineException e) {
      directory.removeIfEmpty();
      throw e;
    }
  }

  /** Returns the number of rows. */
  private long write(Dataset<Row> predicted) throws InterruptedException {
    Observation written = new Observation();
    predicted.observe(written, functions.count(functions.lit(1)).as(ROWS)).write().parquet(output);
    return (long) written.getAsJava().get(ROWS);
  }
}
