package io.simdann.train;

import io.simdann.nn.Loss;
import java.util.Optional;

/** Losses and the settings that make them. */
final class Losses {
  private static final String HUBER = "huber";
  private static final String QUANTILE = "quantile";

  private Losses() {}

  /** The loss that some settings make; empty if it depends on the data. */
  static Optional<Loss> of(SettingValues values) {
    double smoothing = values.get(Settings.LABEL_SMOOTHING);
    if ((float) smoothing > 0f) {
      return Optional.of(Loss.SOFTMAX_CROSS_ENTROPY.with(smoothing));
    }
    Optional<String> given = values.given(Settings.LOSS);
    if (given.isEmpty()) {
      return Preset.isModern(values) ? Optional.empty() : Optional.of(Loss.SOFTMAX_CROSS_ENTROPY);
    }
    Loss loss = new Loss(given.get());
    return Optional.of(
        switch (loss.name()) {
          case HUBER -> values.given(Settings.DELTA).map(loss::with).orElse(loss);
          case QUANTILE -> values.given(Settings.TAU).map(loss::with).orElse(loss);
          default -> loss;
        });
  }

  /** The settings that make a loss. */
  static SettingValues values(Loss loss) {
    SettingValues values = SettingValues.NONE.with(Settings.LOSS, loss.name());
    if (loss.parameter().isEmpty()) {
      return values;
    }
    double parameter = loss.parameter().getAsDouble();
    return switch (loss.name()) {
      case HUBER -> values.with(Settings.DELTA, parameter);
      case QUANTILE -> values.with(Settings.TAU, parameter);
      case "softmax_cross_entropy" -> values.with(Settings.LABEL_SMOOTHING, parameter);
      default ->
          throw new IllegalArgumentException(
              "the loss " + loss + " has no parameter, but was given " + parameter);
    };
  }
}
