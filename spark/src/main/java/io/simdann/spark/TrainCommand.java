package io.simdann.spark;

import io.simdann.cli.Console;
import io.simdann.cli.KernelOptions;
import io.simdann.cli.TrainingOptions;
import io.simdann.parallel.WorkerTeam;
import io.simdann.train.TrainerBuilder;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Trains a network on a cluster. */
@Command(
    name = TrainCommand.NAME,
    mixinStandardHelpOptions = true,
    versionProvider = ProgramVersion.class,
    sortOptions = false,
    synopsisHeading = "Usage: ",
    customSynopsis =
        "spark-submit --class io.simdann.spark.Main trainer-spark.jar [train] [OPTIONS]",
    header = "Train a network; the command when none is named.",
    descriptionHeading = "%n",
    description = {
      "Prints and writes what the trainer does on one machine: the table, and in a directory of the"
          + " driver's machine model.safetensors, history.csv, cost.png, cost.svg and result.json."
          + " For the same samples and the same options from --preset to --start-from the model has the"
          + " same bits, whatever the executors. If the job fails, the model of the last finished"
          + " iteration is kept, in the subdirectory unfinished."
    },
    optionListHeading = "%nOptions:%n")
final class TrainCommand implements Callable<Integer> {

  static final String NAME = "train";

  @Mixin private final TrainingOptions options = new TrainingOptions();

  @Mixin private final SessionOptions cluster = new SessionOptions();

  @Mixin private final DataOptions data = new DataOptions();

  @Option(
      names = "--partitions",
      paramLabel = "COUNT",
      description = {
        "Into how many parts the samples are cut, 1 or more, of which each is worked on by one"
            + " core. Default: the cores of the executors, at most 64."
      })
  private Integer partitions;

  @Mixin private final KernelOptions kernels = new KernelOptions();

  @Spec private CommandSpec spec;

  private final Console console;

  TrainCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws Exception {
    TrainerBuilder settings = options.settings(spec, WorkerTeam.defaultThreads());
    if (partitions != null && partitions < 1) {
      throw new ParameterException(
          spec.commandLine(), "--partitions must be at least 1, but was " + partitions);
    }
    try (ClusterSession connected = cluster.open(console)) {
      options.train(
          console,
          settings,
          () ->
              new SparkTrainingData(
                  data.read(connected.session(), console::warn),
                  partitions == null ? 0 : partitions,
                  kernels.backend(),
                  kernels.vectorBits()));
    }
    return 0;
  }
}
