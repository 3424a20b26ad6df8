package io.simdann.train;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a user says of batches, epochs and iterations, of which a {@link EpochPlan} is made when the
 * number of samples is known.
 *
 * @param batchSize samples to a batch, 1 or more; else all
 * @param epochs the epochs, 1 or more; else as the iterations say
 * @param iterations the iterations, 1 or more; else as the epochs say
 * @param shuffle whether mini-batches are shuffled
 * @param accuracyInterval epochs between computations of the accuracy, 1 or more; else a default
 */
record EpochPlanSettings(
    OptionalInt batchSize,
    OptionalInt epochs,
    OptionalInt iterations,
    boolean shuffle,
    OptionalInt accuracyInterval) {
  private static final int FULL_BATCH_ITERATIONS = 1000;
  private static final int FULL_BATCH_ACCURACY_INTERVAL = 100;
  private static final int MINI_BATCH_EPOCHS = 10;

  /** Each one takes up to half the time of the epoch itself. */
  private static final int MOST_MINI_BATCH_ACCURACIES = 100;

  EpochPlanSettings {
    if (epochs.isPresent() && iterations.isPresent()) {
      throw new IllegalArgumentException(
          "epochs and iterations were both given, expected at most one of them");
    }
  }

  static EpochPlanSettings of(SettingValues values, OptionalInt accuracyInterval) {
    return new EpochPlanSettings(
        optional(values, Settings.BATCH_SIZE),
        optional(values, Settings.EPOCHS),
        optional(values, Settings.ITERATIONS),
        values.get(Settings.SHUFFLE),
        accuracyInterval);
  }

  private static OptionalInt optional(SettingValues values, Setting<Integer> setting) {
    Optional<Integer> given = values.given(setting);
    return given.isPresent() ? OptionalInt.of(given.get()) : OptionalInt.empty();
  }

  /** The samples of a batch, if there are so many in all. */
  int batch(int samples) {
    return Math.min(batchSize.orElse(samples), samples);
  }

  /** Says how long the training is, for {@link Trainer#toString}. */
  @Override
  public String toString() {
    String batch = batchSize.isEmpty() ? "" : "batches of " + batchSize.getAsInt() + ", ";
    String order = batchSize.isEmpty() || shuffle ? "" : "not shuffled, ";
    String length =
        iterations.isEmpty() && (epochs.isPresent() || batchSize.isPresent())
            ? epochs.orElse(MINI_BATCH_EPOCHS) + " epochs"
            : iterations.orElse(FULL_BATCH_ITERATIONS) + " iterations";
    return batch + order + length;
  }

  /** One epoch over some samples, whatever is said of the length. */
  EpochPlan onePass(int samples) {
    int batch = batch(samples);
    int iterations = EpochPlan.ceilDivide(samples, batch);
    return new EpochPlan(samples, batch, iterations, shuffle && batch < samples, 1);
  }

  EpochPlan epochPlan(int samples) {
    int batch = batch(samples);
    boolean fullBatch = batch == samples;
    int perEpoch = EpochPlan.ceilDivide(samples, batch);
    int total = iterations.orElseGet(() -> iterationsOfEpochs(perEpoch));
    int interval =
        fullBatch
            ? FULL_BATCH_ACCURACY_INTERVAL
            : EpochPlan.ceilDivide(
                EpochPlan.ceilDivide(total, perEpoch), MOST_MINI_BATCH_ACCURACIES);
    return new EpochPlan(
        samples,
        batch,
        total,
        shuffle && !fullBatch,
        accuracyInterval.orElse(Math.max(1, interval)));
  }

  private int iterationsOfEpochs(int perEpoch) {
    if (epochs.isEmpty() && batchSize.isEmpty()) {
      return FULL_BATCH_ITERATIONS;
    }
    int count = epochs.orElse(MINI_BATCH_EPOCHS);
    if ((long) count * perEpoch > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%d epochs of %d iterations are more than 2^31 - 1 iterations, expected fewer epochs or larger batches",
              count,
              perEpoch));
    }
    return count * perEpoch;
  }
}
