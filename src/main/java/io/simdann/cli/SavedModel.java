package io.simdann.cli;

import io.simdann.kernel.Kernels;
import io.simdann.nn.Network;
import io.simdann.train.Classifier;
import java.nio.file.Path;

/** Model files as commands use them. */
final class SavedModel {

  private SavedModel() {}

  /**
   * Makes what predicts with a network.
   *
   * @param file the file that the network was loaded from
   * @param network the network
   * @param kernels the kernel set
   * @return its classifier
   * @throws CommandFailedException if the network is too large to predict with
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
