package io.simdann.cli;

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
          + " model.safetensors, history.csv (one line per iteration; accuracy is a fraction, seconds"
          + " count from the start of training, since_start from that of the JVM),"
          + " cost.png and cost.svg. Ctrl-C ends the training and keeps the model of the last"
          + " finished iteration. For the same data, --hidden, --learning-rate, --iterations and"
          + " --seed the model has the same bits everywhere."
    },
    optionListHeading = "%nOptions:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  " + RootCommand.JAVA,
      "  " + RootCommand.JAVA + " --hidden 128,64 --iterations 500",
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
      description = "Steps, each over all samples, 1 or more. Default: ${DEFAULT-VALUE}.")
  private int iterations = 1000;

  @Option(
      names = "--seed",
      paramLabel = "NUMBER",
      description = {
        "Seed of the initial weights, as for numpy.random.seed, 0 to 4294967295. Default:"
            + " ${DEFAULT-VALUE}."
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
  private final HeadStart headStart;

  TrainCommand(Console console, HeadStart headStart) {
    this.console = console;
    this.headStart = headStart;
  }

  @Override
  public Integer call() throws Exception {
    Trainer.Builder settings = settings();
    settings.kernels(kernelOptions.select(console).kernels());
    try (RunDirectory directory = RunFiles.directory(output)) {
      new TrainingJob(console, settings, seed, directory, quiet).run(() -> data.load(headStart));
    }
    return 0;
  }

  private Trainer.Builder settings() {
    if (iterations < 1) {
      throw new ParameterException(
          spec.commandLine(), "--iterations must be at least 1, but was " + iterations);
    }
    try {
      return Trainer.builder()
          .hidden(hidden.units())
          .learningRate(learningRate)
          .iterations(iterations)
          .seed(seed)
          .threads(threads == null ? WorkerTeam.defaultThreads() : threads)
          .accuracyInterval(ArticleTable.INTERVAL);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }
}
