package io.simdann.train;

import io.simdann.nn.Activation;
import io.simdann.nn.Initialization;
import io.simdann.nn.Initializer;
import io.simdann.nn.Layer;
import io.simdann.nn.Loss;
import io.simdann.nn.NetworkSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What of a network is set before there are data.
 *
 * @param hidden the units of each hidden layer
 * @param activations one for all hidden layers, or one for each
 * @param loss what is minimized; empty for what is usual for the data
 * @param dropout the rate of all hidden layers, or one for each
 * @param inputDropout the rate of the inputs
 * @param initializer that of all layers; empty for the usual ones
 */
record NetworkSettings(
    List<Integer> hidden,
    List<Activation> activations,
    Optional<Loss> loss,
    List<Double> dropout,
    double inputDropout,
    Optional<Initializer> initializer) {

  NetworkSettings {
    if (activations.size() != 1 && activations.size() != hidden.size()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%d activations for %d hidden layers, expected one for all, or one for each",
              activations.size(),
              hidden.size()));
    }
    if (dropout.size() != 1 && dropout.size() != hidden.size()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%d rates of dropout for %d hidden layers, expected one for all, or one for each",
              dropout.size(),
              hidden.size()));
    }
  }

  private double dropout(int layer) {
    return dropout.get(dropout.size() == 1 ? 0 : layer);
  }

  /** Whether training drops anything. */
  boolean drops() {
    return inputDropout > 0 || !hidden.isEmpty() && dropout.stream().anyMatch(rate -> rate > 0);
  }

  static NetworkSettings of(SettingValues values) {
    return new NetworkSettings(
        values.get(Settings.HIDDEN),
        values.get(Settings.ACTIVATION),
        Losses.of(values),
        values.get(Settings.DROPOUT),
        values.get(Settings.INPUT_DROPOUT),
        values.given(Settings.INIT));
  }

  private Activation activation(int layer) {
    return activations.get(activations.size() == 1 ? 0 : layer);
  }

  /** The activation of each hidden layer. */
  List<String> activationNames() {
    List<String> names = new ArrayList<>();
    for (int layer = 0; layer < hidden.size(); layer++) {
      names.add(activation(layer).name());
    }
    return names;
  }

  /** What is minimized for some targets. */
  Loss loss(Head head, int targets) {
    return loss.orElseGet(() -> head.usualLoss(targets));
  }

  /**
   * The network.
   *
   * @param features the features of a sample
   * @param head what it is to predict
   * @param targets the classes, labels or numbers
   */
  NetworkSpec spec(int features, Head head, int targets) {
    List<Layer> layers = new ArrayList<>();
    for (int layer = 0; layer < hidden.size(); layer++) {
      layers.add(new Layer(hidden.get(layer), activation(layer), dropout(layer)));
    }
    Loss chosen = loss(head, targets);
    return NetworkSpec.of(features, layers, chosen, head.outputs(chosen, targets))
        .withInputDropout(inputDropout);
  }

  /**
   * The parameters at the start. Networks of sigmoids alone start as the article's do, unless
   * another initializer is set.
   */
  float[] start(NetworkSpec spec, long seed) {
    List<Initializer> each = new ArrayList<>();
    // By name: the first equality of two records costs the start of the program 15 ms.
    String sigmoid = Activation.SIGMOID.name();
    boolean article = spec.hidden().stream().allMatch(l -> l.activation().name().equals(sigmoid));
    for (int layer = 1; layer <= spec.layers(); layer++) {
      Initializer usual =
          layer == spec.layers()
              ? Initializer.GLOROT_UNIFORM
              : Initializer.usual(spec.activation(layer));
      each.add(initializer.orElse(article ? Initializer.ARTICLE : usual));
    }
    return Initialization.of(spec, each, seed);
  }
}
