package io.simdann.train;

import io.simdann.nn.Activation;
import java.util.List;

/** What settings are that aren't given. */
final class Preset {
  /** As in the article, which the defaults of the table are. */
  static final String ARTICLE = "article";

  /** What is usual now, with scikit-learn's values. */
  static final String MODERN = "modern";

  static final List<String> NAMES = List.of(ARTICLE, MODERN);

  private Preset() {}

  static boolean isModern(SettingValues values) {
    return values.get(Settings.PRESET).equals(MODERN);
  }

  /** Some values, and those of their preset where nothing is given. */
  static SettingValues complete(SettingValues given) {
    if (!isModern(given)) {
      return given;
    }
    SettingValues modern =
        SettingValues.NONE
            .with(Settings.HIDDEN, List.of(100))
            .with(Settings.ACTIVATION, List.of(Activation.RELU))
            .with(Settings.OPTIMIZER, "adam")
            .with(Settings.BATCH_SIZE, 128);
    if (given.given(Settings.OPTIMIZER).filter("lbfgs"::equals).isPresent()) {
      // It takes full batches.
      modern = modern.without(Settings.BATCH_SIZE);
    }
    return modern.with(given);
  }
}
