package io.simdann.cli;

import io.simdann.data.Categories;
import io.simdann.data.EmbeddedMnist;
import io.simdann.data.MnistDirectory;
import io.simdann.data.TrainTest;
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

  /** Begins to read the data, which takes a while that can be used for other things. */
  Background<TrainTest> begin() {
    return Background.begin(
        "simdann-data",
        () -> directory == null ? EmbeddedMnist.load() : MnistDirectory.read(directory));
  }

  /** Begins to read the data for a network: labels are encoded by its classes. */
  Background<TrainTest> begin(Network network) {
    int inputs = network.architecture().inputs();
    Categories known = Categories.discover(network.classLabels());
    return Background.begin(
        "simdann-data",
        () ->
            directory == null
                ? EmbeddedMnist.load(known)
                : MnistDirectory.read(directory, inputs, known));
  }

  /** Returns what to call the data in messages. */
  String description() {
    return directory == null ? "the embedded MNIST" : directory.toString();
  }
}
