package io.simdann.cli;

import io.simdann.data.MnistDirectory;
import io.simdann.data.TrainTest;
import java.io.IOException;
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

  /** Reads the data; what comes with the program may have been begun already. */
  TrainTest load(HeadStart headStart) throws IOException {
    return directory == null ? headStart.mnist() : MnistDirectory.read(directory);
  }

  /** Returns what to call the data in messages. */
  String description() {
    return directory == null ? "the embedded MNIST" : directory.toString();
  }
}
