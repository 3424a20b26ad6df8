package io.simdann.cli;

import io.simdann.train.Trainer;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/**
 * The options of a training that are the same wherever it runs: the network, its epochs and
 * batches, and what comes of them. Every field holds the default from the beginning.
 */
public final class TrainingOptions {

  @Option(
      names = "--hidden",
      paramLabel = "SIZES",
      converter = HiddenSizes.class,
      description = {
        "Units of each hidden layer, from the input side, such as 50 or 128,64; none for no hidden"
            + " layer. Default: 50."
      })
  private HiddenSizes.Sizes hidden;

  @Mixin private final MethodOptions method = new MethodOptions();

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

  @Option(
      names = "--output",
      paramLabel = "DIR",
      description = {
        "Directory for the files, created if missing; those of an earlier run are replaced when"
            + " this one has finished. Default: ./${DEFAULT-VALUE}."
      })
  private Path output = Path.of("simdann-run");

  @Option(
      names = "--quiet",
      description = {
        "Print nothing but failures and warnings, on standard error; result.json tells the rest."
      })
  private boolean quiet;

  @Option(
      names = "--json",
      description = {
        "Print one JSON object in place of the table, when the training has ended: what is in"
            + " result.json."
      })
  private boolean asJson;

  /** With the defaults. */
  public TrainingOptions() {}

  /**
   * Trains, prints and saves.
   *
   * @param console where it shows
   * @param settings {@link #settings}, kernels and threads included
   * @param source where the data come from
   * @throws IOException if data can't be read or files can't be written
   * @throws CommandFailedException if the directory can't be written into, or the training fails
   */
  public void train(Console console, Trainer.Builder settings, TrainingData.Source source)
      throws IOException, CommandFailedException {
    try (RunDirectory directory = RunFiles.directory(output)) {
      new TrainingJob(console, settings, seed, directory, quiet, asJson).run(source);
    }
  }

  /**
   * The settings that these options make.
   *
   * @param spec the command that holds the options, for failures
   * @param threads the threads of this JVM, 1 or more
   * @return a builder with the settings
   * @throws ParameterException if a value is out of range, or options exclude each other
   */
  public Trainer.Builder settings(CommandSpec spec, int threads) {
    requireAtLeastOne(spec, "--iterations", iterations);
    requireAtLeastOne(spec, "--epochs", epochs);
    requireAtLeastOne(spec, "--batch-size", batchSize);
    if (iterations != null && epochs != null) {
      throw new ParameterException(
          spec.commandLine(), "--iterations and --epochs exclude each other, expected one of them");
    }
    try {
      Trainer.Builder settings = Trainer.builder().shuffle(!noShuffle).seed(seed).threads(threads);
      method.presets(settings);
      method.apply(settings);
      if (hidden != null) {
        settings.hidden(hidden.units());
      }
      if (iterations != null) {
        settings.iterations(iterations);
      }
      if (epochs != null) {
        settings.epochs(epochs);
      }
      if (batchSize != null) {
        settings.batchSize(batchSize);
      }
      // Says whether settings fit each other.
      settings.build();
      return settings;
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private static void requireAtLeastOne(CommandSpec spec, String option, Integer value) {
    if (value != null && value < 1) {
      throw new ParameterException(
          spec.commandLine(), option + " must be at least 1, but was " + value);
    }
  }
}
