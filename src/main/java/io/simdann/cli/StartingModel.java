package io.simdann.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.simdann.kernel.Backend;
import io.simdann.kernel.KernelSelection;
import io.simdann.model.ModelFile;
import io.simdann.nn.Network;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The model that a training starts from.
 *
 * @param file where it was read
 * @param network what the file holds
 * @param digest that of the file
 */
record StartingModel(Path file, Network network, FileDigest digest) {

  /**
   * Reads a file.
   *
   * @throws IOException if it can't be read, or isn't a model's
   * @throws CommandFailedException if its network doesn't predict classes, or is one that this
   *     program can't compute
   */
  static StartingModel read(Path file) throws IOException, CommandFailedException {
    Network network = ModelFile.load(file);
    // Says what can't be computed; which kernels would is the same.
    SavedModel.classifier(
        file, network, KernelSelection.choose(Backend.SCALAR, KernelSelection.WIDEST).kernels());
    return new StartingModel(file, network, FileDigest.of(file));
  }

  /** Writes what tells it from others. */
  void write(JsonGenerator json) throws IOException {
    json.writeStringField("file", file.getFileName().toString());
    json.writeStringField("sha256", digest.sha256());
  }
}
