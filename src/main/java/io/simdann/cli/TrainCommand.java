package io.simdann.cli;

import io.simdann.data.TrainTest;
import io.simdann.kernel.KernelWarmUp;
import io.simdann.kernel.Kernels;
import io.simdann.kernel.NetworkKernels;
import io.simdann.parallel.WorkerTeam;
import io.simdann.train.Trainer;
import io.simdann.train.TrainerBuilder;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
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
          + " the accuracies of the trained network. Cost is the mean loss of the samples, of a"
          + " softmax divided by the number of classes. Writes into the output directory model.safetensors, history.csv (one"
          + " line per iteration; accuracy is a fraction, seconds count from the start of training,"
          + " since_start from that of the JVM), cost.png, cost.svg and result.json (settings,"
          + " final figures, SHA-256 of the files). For the same data and the same options from"
          + " --preset to --start-from the model has the same bits everywhere.",
      "",
      "Ctrl-C, or a failure, ends the training and keeps the model of the last finished iteration,"
          + " with its history and result, in the subdirectory "
          + RunFiles.UNFINISHED
          + "; files of an earlier run that has finished stay as they are. While a training runs,"
          + " no other one can have its directory.",
      "",
      "With --batch-size each iteration is over one batch, and the samples are shuffled anew for"
          + " each epoch, by --seed and the epoch. Table and history.csv then have one line per"
          + " epoch, with the mean cost of its samples; of a training of more than 100 epochs the"
          + " accuracy is computed, and a line printed, for at most 100. Of more than 20,000"
          + " iterations or epochs history.csv has every second one, or fourth and so on."
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

  @Mixin private final TrainingOptions options = new TrainingOptions();

  @Mixin private final DataOption data = new DataOption();

  @Option(
      names = "--threads",
      paramLabel = "COUNT",
      description = {
        "Threads, 1 or more; they don't change the result. More than there are processors are never"
            + " faster. Default: all processors."
      })
  private Integer threads;

  @Mixin private final KernelOptions kernelOptions = new KernelOptions();

  @Spec private CommandSpec spec;

  private final Console console;

  TrainCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws Exception {
    TrainerBuilder settings =
        options.settings(spec, threads == null ? WorkerTeam.defaultThreads() : threads);
    Background<TrainTest> reading = data.begin();
    Kernels kernels = kernelOptions.select(console).kernels();
    settings.kernels(kernels);
    NetworkKernels chosen = settings.build().networkKernels();
    CompilerDirectives directives = CompilerDirectives.addFor(kernels, chosen);
    Thread warmUp = KernelWarmUp.start(kernels, chosen, directives::remove);
    options.train(
        console,
        settings,
        () -> {
          TrainTest samples = reading.await();
          warnOfThreads(settings.build(), samples.train().samples());
          return new LocalTrainingData(samples, data.transposed(), warmUp);
        });
    return 0;
  }

  private void warnOfThreads(Trainer trainer, int samples) {
    int used = trainer.threads(samples);
    if (used < trainer.threads()) {
      console.warn(
          String.format(
              Locale.ROOT,
              "--threads %d is lowered to %d: a batch has no work for more, which would be no"
                  + " faster on %d processors either",
              trainer.threads(),
              used,
              WorkerTeam.defaultThreads()));
    }
  }
}
