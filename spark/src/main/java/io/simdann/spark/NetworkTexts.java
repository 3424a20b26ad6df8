package io.simdann.spark;

import io.simdann.model.ModelFormatException;
import io.simdann.model.ModelMetadata;
import io.simdann.nn.Network;
import io.simdann.nn.NetworkSpec;
import java.io.Serializable;
import java.util.HashMap;

/** A network on its way to executors, but for its parameters: the texts that model files have. */
final class NetworkTexts implements Serializable {

  private static final long serialVersionUID = 1L;
  private static final String SOURCE = "the driver";

  private final HashMap<String, String> texts;

  /** What a network is, without names of classes. */
  NetworkTexts(NetworkSpec spec) {
    this.texts = new HashMap<>(ModelMetadata.of(spec));
  }

  /** All of a network but its parameters. */
  NetworkTexts(Network network) {
    this.texts = new HashMap<>(ModelMetadata.of(network));
  }

  NetworkSpec spec() {
    try {
      return ModelMetadata.spec(texts, SOURCE);
    } catch (ModelFormatException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The network, if these are the texts of all of it. */
  Network network(float[] parameters) {
    try {
      return ModelMetadata.parse(texts, SOURCE).network(parameters);
    } catch (ModelFormatException e) {
      throw new IllegalStateException(e);
    }
  }
}
