package io.simdann.cli;

import io.simdann.data.TrainTest;
import io.simdann.kernel.KernelWarmUp;
import io.simdann.kernel.Kernels;
import io.simdann.parallel.WorkerTeam;
import io.simdann.train.Trainer;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Trains a network. Every option's field holds the default from the beginning, so that the command
 * can also be called without having been parsed.
 */
@Command(
    name = TrainCommand.NAME,
    mixinStandardHelpOptions = true,
    versionProvider = ProgramVersion.class,
    sortOptions = false,
    synopsisHeading = "Usage: ",
    customSynopsis = RootCommand.JAVA + " [train] [OPTIONS]",
    header = "Train a network; the command when none is named.",
    descriptionHeading = "%n",
    description = {
      "Prints the data's shapes, cost and train accuracy at iterations 0, 100, 200 and so on, and"
          + " the accuracies of the trained network. Writes into the output directory"
          + " model.safetensors, history.csv (one line per iteration; accuracy is a fraction,"
          + " seconds count from the start of training, since_start from that of the JVM),"
          + " cost.png and cost.svg. Ctrl-C ends the training and keeps the model of the last"
          + " finished iteration. For the same data and the same options from --hidden to --seed"
          + " the model has the same bits everywhere.",
      "",
      "With --batch-size each iteration is over one batch, and the samples are shuffled anew for"
          + " each epoch, by --seed and the epoch. Table and history.csv then have one line per"
          + " epoch, with the mean cost of its samples; of a training of more than 100 epochs the"
          + " accuracy is computed, and a line printed, for at most 100."
    },
    optionListHeading = "%nOptions:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  " + RootCommand.JAVA,
      "  " + RootCommand.JAVA + " --hidden 128,64 --iterations 500",
      "  " + RootCommand.JAVA + " --batch-size 128 --epochs 20",
      "  " + RootCommand.JAVA + " \\",
      "    train --data fashion-mnist --learning-rate 0.5 --output fashion-run",
    })
final class TrainCommand implements Callable<Integer> {

  static final String NAME = "train";

  @Option(
      names = "--hidden",
      paramLabel = "SIZES",
      converter = HiddenSizes.class,
      description = {
        "Units of each hidden layer, from the input side, such as 50 or 128,64; none for no hidden"
            + " layer. Default: ${DEFAULT-VALUE}."
      })
  private HiddenSizes.Sizes hidden = HiddenSizes.Sizes.of(50);

  @Option(
      names = "--learning-rate",
      paramLabel = "RATE",
      description = "Step per unit of mean gradient, above 0. Default: ${DEFAULT-VALUE}.")
  private double learningRate = 0.1;

  @Option(
      names = "--iterations",
      paramLabel = "COUNT",
      description = {
        "Updates, each from all samples or one batch, 1 or more. Default: 1000 without"
            + " --batch-size and --epochs."
      })
  private Integer iterations;

  @Option(
      names = "--epochs",
      paramLabel = "COUNT",
      description = {
        "Passes over all samples, in place of --iterations, 1 or more; without --batch-size each is"
            + " one iteration. Default: 10 with --batch-size."
      })
  private Integer epochs;

  @Option(
      names = "--batch-size",
      paramLabel = "SAMPLES",
      description = {
        "Samples to a batch, 1 or more; the last batch of an epoch is what is left. Default: all"
            + " samples."
      })
  private Integer batchSize;

  @Option(
      names = "--no-shuffle",
      description = "Take the samples in the order of the data in every epoch.")
  private boolean noShuffle;

  @Option(
      names = "--seed",
      paramLabel = "NUMBER",
      description = {
        "Seed of the initial weights, as for numpy.random.seed, and of the shuffling, 0 to"
            + " 4294967295. Default: ${DEFAULT-VALUE}."
      })
  private long seed = 1;

  @Mixin private final DataOption data = new DataOption();

  @Option(
      names = "--output",
      paramLabel = "DIR",
      description = {
        "Directory for the files, created if missing; files of an earlier run are replaced."
            + " Default: ./${DEFAULT-VALUE}."
      })
  private Path output = Path.of("simdann-run");

  @Option(
      names = "--threads",
      paramLabel = "COUNT",
      description = "Threads, 1 or more; they don't change the result. Default: all processors.")
  private Integer threads;

  @Mixin private final KernelOptions kernelOptions = new KernelOptions();

  @Option(
      names = "--quiet",
      description = {
        "Print nothing but failures and warnings, on standard error; the files tell the rest."
      })
  private boolean quiet;

  @Spec private CommandSpec spec;

  private final Console console;

  TrainCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws Exception {
    Trainer.Builder settings = settings();
    Background<TrainTest> reading = data.begin();
    Kernels kernels = kernelOptions.select(console).kernels();
    KernelWarmUp.start(kernels);
    settings.kernels(kernels);
    try (RunDirectory directory = RunFiles.directory(output)) {
      new TrainingJob(console, settings, seed, directory, quiet).run(reading::await);
    }
    return 0;
  }

  private Trainer.Builder settings() {
    requireAtLeastOne("--iterations", iterations);
    requireAtLeastOne("--epochs", epochs);
    requireAtLeastOne("--batch-size", batchSize);
    if (iterations != null && epochs != null) {
      throw new ParameterException(
          spec.commandLine(), "--iterations and --epochs exclude each other, expected one of them");
    }
    try {
      Trainer.Builder settings =
          Trainer.builder()
              .hidden(hidden.units())
              .learningRate(learningRate)
              .shuffle(!noShuffle)
              .seed(seed)
              .threads(threads == null ? WorkerTeam.defaultThreads() : threads);
      if (iterations != null) {
        settings.iterations(iterations);
      }
      if (epochs != null) {
        settings.epochs(epochs);
      }
      if (batchSize != null) {
        settings.batchSize(batchSize);
      }
      return settings;
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private void requireAtLeastOne(String option, Integer value) {
    if (value != null && value < 1) {
      throw new ParameterException(
          spec.commandLine(), option + " must be at least 1, but was " + value);
    }
  }
}
