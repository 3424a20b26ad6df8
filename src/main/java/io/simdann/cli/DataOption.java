package io.simdann.cli;

import io.simdann.data.DataException;
import io.simdann.data.EmbeddedMnist;
import io.simdann.data.MnistDirectory;
import io.simdann.data.TrainTest;
import io.simdann.data.TransposedPictures;
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

  /** Begins to read the data, which takes a while that can be used for other things. */
  Background<TrainTest> begin() {
    return Background.begin("simdann-data", () -> transposed ? transposed(read()) : read());
  }

  private TrainTest read() throws DataException {
    return directory == null ? EmbeddedMnist.load() : MnistDirectory.read(directory);
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
