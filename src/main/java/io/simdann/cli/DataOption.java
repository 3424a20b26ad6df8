package io.simdann.cli;

import io.simdann.data.ClassNames;
import io.simdann.data.DataException;
import io.simdann.data.TrainTest;
import io.simdann.data.mnist.EmbeddedMnist;
import io.simdann.data.mnist.MnistDirectory;
import io.simdann.data.mnist.TransposedPictures;
import io.simdann.nn.Network;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The option that names the data. */
final class DataOption {

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = {
        "Directory with four IDX files named as those of MNIST: train-images-idx3-ubyte,"
            + " train-labels-idx1-ubyte, t10k-images-idx3-ubyte and t10k-labels-idx1-ubyte, each"
            + " raw or .gz. Default: the MNIST digits that come with the program."
      })
  private Path directory;

  @Option(
      names = "--transposed",
      description = {
        "The pictures of --data are stored column by column, as those of EMNIST: turn them. The"
            + " model is then one for upright pictures."
      })
  private boolean transposed;

  boolean transposed() {
    return transposed;
  }

  /**
   * Begins to read the data, which takes a while that can be used for other things.
   *
   * @throws CommandFailedException if pictures are to be turned that are upright
   */
  Background<TrainTest> begin() throws CommandFailedException {
    return begin(() -> directory == null ? EmbeddedMnist.load() : MnistDirectory.read(directory));
  }

  /**
   * Begins to read the data for a network: labels are encoded by its classes.
   *
   * @throws CommandFailedException if pictures are to be turned that are upright
   */
  Background<TrainTest> begin(Network network) throws CommandFailedException {
    int inputs = network.spec().inputs();
    ClassNames known = ClassNames.of(network.classNames());
    return begin(
        () ->
            directory == null
                ? EmbeddedMnist.load(known)
                : MnistDirectory.read(directory, inputs, known));
  }

  private Background<TrainTest> begin(Source source) throws CommandFailedException {
    if (transposed && directory == null) {
      throw new CommandFailedException("--transposed is for the pictures of --data");
    }
    return Background.begin(
        "simdann-data", () -> transposed ? transposed(source.read()) : source.read());
  }

  /** Where the data come from. */
  @FunctionalInterface
  private interface Source {
    TrainTest read() throws DataException;
  }

  private TrainTest transposed(TrainTest data) throws DataException {
    try {
      return TransposedPictures.of(data);
    } catch (IllegalArgumentException e) {
      throw new DataException(description() + ": " + e.getMessage(), e);
    }
  }

  /** Returns what to call the data in messages. */
  String description() {
    return directory == null ? "the embedded MNIST" : directory.toString();
  }
}
