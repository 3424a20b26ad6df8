package io.simdann.train;

/**
 * How the learning rate changes during a training: immutable, equal by value. It starts from the
 * optimizer's learning rate, here <i>rate</i>. Iterations t and epochs e are counted from 0; T is
 * the number of all iterations. All is computed in float64 with {@link StrictMath}, so the rates
 * are the same everywhere.
 */
public sealed interface Schedule
    permits ConstantRate,
        StepDecay,
        ExponentialDecay,
        CosineDecay,
        CosineRestarts,
        OneCycle,
        ReduceOnPlateau,
        Warmup {

  /** The rate stays as it is. */
  Schedule CONSTANT = new ConstantRate();

  /**
   * The name.
   *
   * @return lower case, for example {@code cosine}
   */
  String name();

  /**
   * The settings.
   *
   * @return its name and all that is a part of it
   */
  default SettingValues values() {
    return SettingValues.of().with(Settings.SCHEDULE, name()).with(Settings.WARMUP, 0);
  }

  /**
   * The rates of a run.
   *
   * @param learningRate the optimizer's, finite and greater than 0
   * @param plan the run's iterations and epochs
   * @return rates for one run
   * @throws IllegalArgumentException if this schedule doesn't fit them
   */
  LearningRates start(double learningRate, EpochPlan plan);

  /**
   * Whether the rates depend on the number of all iterations, so that a training which has no end
   * in sight can't have them.
   *
   * @return false by default
   */
  default boolean dependsOnLength() {
    return false;
  }

  /**
   * The same schedule after a linear warm-up.
   *
   * @param iterations how long the rate rises, 1 or more
   * @return a {@link Warmup}
   * @throws IllegalArgumentException if there are fewer, or this schedule rises by itself
   */
  default Schedule withWarmup(int iterations) {
    return new Warmup(iterations, this);
  }
}
