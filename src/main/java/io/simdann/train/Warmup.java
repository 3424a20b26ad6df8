package io.simdann.train;

import java.util.Locale;

/**
 * A linear warm-up before another schedule: (t + 1) / n of the rate with which that begins, for
 * iterations t less than n; then that schedule, whose iterations are counted from there, and whose
 * training is n iterations shorter. Epochs are counted as they are.
 *
 * @param iterations n, 1 or more, fewer than those of the training
 * @param then the schedule after it; none that rises by itself
 */
public record Warmup(int iterations, Schedule then) implements Schedule {

  /**
   * Checks the settings.
   *
   * @param iterations 1 or more
   * @param then no warm-up and no {@link OneCycle}
   * @throws IllegalArgumentException if they are anything else
   */
  public Warmup {
    Settings.WARMUP.require(iterations);
    if (iterations == 0) {
      throw new IllegalArgumentException("a warm-up must have at least 1 iteration, but had 0");
    }
    if (then instanceof Warmup || then instanceof OneCycle) {
      throw new IllegalArgumentException(
          "a " + then.name() + " schedule rises by itself, expected none with a warm-up before it");
    }
  }

  @Override
  public String name() {
    return "warmup";
  }

  @Override
  public boolean dependsOnLength() {
    return then.dependsOnLength();
  }

  @Override
  public SettingValues values() {
    return then.values().with(Settings.WARMUP, iterations);
  }

  @Override
  public LearningRates start(double learningRate, EpochPlan plan) {
    if (iterations >= plan.iterations()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "a warm-up of %d iterations must be shorter than the training, but that has %d",
              iterations,
              plan.iterations()));
    }
    return new Rising(
        then.start(learningRate, plan.withIterations(plan.iterations() - iterations)));
  }

  private final class Rising implements LearningRates {
    private final LearningRates rates;

    Rising(LearningRates rates) {
      this.rates = rates;
    }

    @Override
    public double rate(int iteration, int epoch) {
      return iteration < iterations
          ? rates.rate(0, epoch) * ((iteration + 1) / (double) iterations)
          : rates.rate(iteration - iterations, epoch);
    }

    @Override
    public void epochFinished(double watched) {
      rates.epochFinished(watched);
    }
  }
}
