package io.simdann.cli;

import io.simdann.kernel.Kernels;
import io.simdann.model.ModelFile;
import io.simdann.nn.Network;
import io.simdann.predict.Classifier;
import java.io.IOException;
import java.nio.file.Path;

/** Model files as commands use them. */
final class SavedModel {

  /** The metadata of how the training pictures were prepared; without it, as those of MNIST. */
  static final String PREPARATION = "picture_preparation";

  /** Not as MNIST's pictures. */
  static final String OTHER = "other";

  /** The metadata of training pictures that were stored column by column; otherwise not there. */
  static final String TRANSPOSED = "transposed";

  private SavedModel() {}

  /**
   * Warns of a model that hasn't been trained on pictures prepared as picture files are.
   *
   * @param file the model
   * @param console where the warning goes
   * @throws IOException if the file can't be read
   */
  static void warnOfPreparation(Path file, Console console) throws IOException {
    if (OTHER.equals(ModelFile.metadata(file).get(PREPARATION))) {
      console.warn(
          file
              + ": the pictures that the model was trained on weren't prepared as MNIST's are (light"
              + " ink on paper at 0, its centre of mass in the middle), but picture files are: it"
              + " will get many of them wrong. Samples of IDX files are taken as they are");
    }
  }

  /**
   * Refuses networks that don't predict classes.
   *
   * @param file the file that the network was loaded from
   * @param network the network
   * @throws CommandFailedException if it predicts numbers or labels
   */
  static void requireClasses(Path file, Network network) throws CommandFailedException {
    try {
      Classifier.requireClasses(network);
    } catch (IllegalArgumentException e) {
      throw new CommandFailedException(file + ": " + e.getMessage(), e);
    }
  }

  /**
   * Makes what predicts with a network.
   *
   * @param file the file that the network was loaded from
   * @param network the network
   * @param kernels the kernel set
   * @return its classifier
   * @throws CommandFailedException if the network doesn't predict classes, or is too large to
   *     predict with
   */
  static Classifier classifier(Path file, Network network, Kernels kernels)
      throws CommandFailedException {
    try {
      return new Classifier(network, kernels);
    } catch (IllegalArgumentException e) {
      throw new CommandFailedException(file + ": " + e.getMessage(), e);
    }
  }
}
