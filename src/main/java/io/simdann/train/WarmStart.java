package io.simdann.train;

import io.simdann.data.ClassNames;
import io.simdann.nn.Activation;
import io.simdann.nn.Layer;
import io.simdann.nn.Loss;
import io.simdann.nn.Network;
import io.simdann.nn.NetworkSpec;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A trained network with whose parameters a training begins.
 *
 * @param network the network, on parameters that nobody changes
 */
record WarmStart(Network network) {

  /** One on a copy of a network's parameters. */
  static WarmStart of(Network network) {
    return new WarmStart(network.withParameters(network.parameters().clone()));
  }

  /**
   * Some settings, and those of the network where nothing is given. Dropout may be another one.
   *
   * @throws IllegalArgumentException if hidden layers, activations or the loss are others than the
   *     network's, or an initializer is given
   */
  SettingValues complete(SettingValues given) {
    if (given.given(Settings.INIT).isPresent()) {
      throw new IllegalArgumentException(
          "init is for new weights, but training starts from a network; expected one of them");
    }
    SettingValues own = settings();
    SettingValues all = dropout().with(own).with(given);
    SettingValues others = others(own, all, given);
    if (!others.all().isEmpty()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "the network to start from has %s, but %s was set; expected the same, or nothing",
              own,
              others));
    }
    return all;
  }

  /** What of the given settings contradicts the network. */
  private SettingValues others(SettingValues own, SettingValues all, SettingValues given) {
    SettingValues others = SettingValues.NONE;
    List<Integer> hidden = all.get(Settings.HIDDEN);
    if (!hidden.equals(own.get(Settings.HIDDEN))) {
      others = others.with(Settings.HIDDEN, hidden);
    }
    Optional<List<Activation>> activations = given.given(Settings.ACTIVATION);
    if (activations.isPresent() && !isOwn(activations.get())) {
      others = others.with(Settings.ACTIVATION, activations.get());
    }
    Optional<Loss> loss = Losses.of(all);
    if (loss.isPresent() && !loss.equals(Losses.of(own))) {
      others = others.with(Losses.values(loss.get()));
    }
    return others;
  }

  private boolean isOwn(List<Activation> activations) {
    List<Activation> own = network.spec().hidden().stream().map(Layer::activation).toList();
    return activations.equals(own)
        || activations.size() == 1
            && Collections.nCopies(own.size(), activations.get(0)).equals(own);
  }

  private SettingValues settings() {
    NetworkSpec spec = network.spec();
    SettingValues values =
        SettingValues.NONE.with(Settings.HIDDEN, spec.hidden().stream().map(Layer::units).toList());
    if (!spec.hidden().isEmpty()) {
      values =
          values.with(Settings.ACTIVATION, spec.hidden().stream().map(Layer::activation).toList());
    }
    return values.with(Losses.values(spec.loss()));
  }

  private SettingValues dropout() {
    NetworkSpec spec = network.spec();
    return spec.hasDropout()
        ? SettingValues.NONE
            .with(Settings.INPUT_DROPOUT, spec.inputDropout())
            .with(
                Settings.DROPOUT,
                spec.hidden().isEmpty()
                    ? List.of(0.0)
                    : spec.hidden().stream().map(Layer::dropout).toList())
        : SettingValues.NONE;
  }

  /**
   * Refuses data that the network isn't for.
   *
   * @param classes whether targets are classes
   * @param features the features of a sample
   * @param names of the classes, or of the outputs
   */
  void requireFits(boolean classes, int features, List<String> names) {
    boolean ofClasses = network.outputNames().isEmpty();
    List<String> own = ofClasses ? network.classNames() : network.outputNames();
    int inputs = network.spec().inputs();
    if (ofClasses != classes || inputs != features || !own.equals(names)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "the network to start from has %s, but the data have %s; expected the same",
              shown(inputs, ofClasses, own),
              shown(features, classes, names)));
    }
  }

  private static String shown(int features, boolean classes, List<String> names) {
    return String.format(
        Locale.ROOT,
        "%d features and the %s %s",
        features,
        classes ? "classes" : "outputs",
        ClassNames.of(names));
  }

  /**
   * The parameters at the start.
   *
   * @param spec the network to be trained
   * @return a copy
   * @throws IllegalArgumentException if its sizes, activations or loss are others
   */
  float[] parameters(NetworkSpec spec) {
    NetworkSpec own = network.spec();
    if (!own.toString().equals(spec.toString())
        || !own.activations().equals(spec.activations())
        || !own.loss().equals(spec.loss())) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "the network to start from has %s, but the one to be trained %s; expected the same",
              shown(own),
              shown(spec)));
    }
    return network.parameters().clone();
  }

  private static String shown(NetworkSpec spec) {
    return String.format(
        Locale.ROOT,
        "sizes %s, activations %s and the loss %s",
        spec,
        spec.activations(),
        spec.loss());
  }
}
