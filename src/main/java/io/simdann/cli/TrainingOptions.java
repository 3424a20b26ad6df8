package io.simdann.cli;

import io.simdann.train.SettingValues;
import io.simdann.train.Settings;
import io.simdann.train.Trainer;
import io.simdann.train.TrainerBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/**
 * The options of a training that are the same wherever it runs: the network, its epochs and
 * batches, and what comes of them. Every field holds the default from the beginning.
 */
public final class TrainingOptions {

  @Mixin private final SettingOptions settings = new SettingOptions();

  @Option(
      names = "--start-from",
      paramLabel = "MODEL",
      description = {
        "A model.safetensors with whose parameters training begins. Its hidden layers, activations"
            + " and loss are taken from it, and its dropout unless another is given; the"
            + " optimizer's state begins anew. Default: initial weights."
      })
  private Path startFrom;

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

  /** What {@link #startFrom} holds; null if that isn't given. */
  private StartingModel start;

  /** With the defaults. */
  public TrainingOptions() {}

  /**
   * Trains, prints and saves.
   *
   * @param console where it shows
   * @param builder {@link #settings}, kernels and threads included
   * @param source where the data come from
   * @throws IOException if data can't be read or files can't be written
   * @throws CommandFailedException if the directory can't be written into, or the training fails
   */
  public void train(Console console, TrainerBuilder builder, TrainingData.Source source)
      throws IOException, CommandFailedException {
    try (RunDirectory directory = RunFiles.directory(output)) {
      new TrainingJob(console, builder, Optional.ofNullable(start), directory, quiet, asJson)
          .run(source);
    }
  }

  /**
   * The settings that these options make.
   *
   * @param spec the command that holds the options, for failures
   * @param threads the threads of this JVM, 1 or more
   * @return a builder with the settings
   * @throws ParameterException if a value is out of range, or options exclude each other
   * @throws IOException if the model to start from can't be read
   * @throws CommandFailedException if it doesn't predict classes
   */
  public TrainerBuilder settings(CommandSpec spec, int threads)
      throws IOException, CommandFailedException {
    SettingValues given = settings.given();
    if (given.given(Settings.ITERATIONS).isPresent() && given.given(Settings.EPOCHS).isPresent()) {
      throw new ParameterException(
          spec.commandLine(), "--iterations and --epochs exclude each other, expected one of them");
    }
    start = startFrom == null ? null : StartingModel.read(startFrom);
    try {
      TrainerBuilder builder = Trainer.builder().threads(threads);
      if (start != null) {
        builder.startFrom(start.network());
      }
      builder.set(given);
      // Says whether settings fit each other.
      builder.build();
      return builder;
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }
}
