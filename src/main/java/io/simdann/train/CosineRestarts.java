package io.simdann.train;

/**
 * Cosines that begin anew, by iteration (SGDR, Loshchilov and Hutter 2017): minRate + (rate −
 * minRate)·(1 + cos(π·t′ / T′)) / 2, where t′ is the number of iterations since the restart and T′
 * those of the period. The first period takes firstPeriod epochs, each one multiplier times as many
 * as the one before. As PyTorch's {@code CosineAnnealingWarmRestarts} with {@code T_0}, {@code
 * T_mult} and {@code eta_min}, stepped by fractions of epochs.
 *
 * @param firstPeriod epochs of the first period, 1 or more
 * @param multiplier 1 or more
 * @param minRate where a period would arrive, finite, from 0 to the learning rate
 */
public record CosineRestarts(int firstPeriod, int multiplier, double minRate) implements Schedule {

  /**
   * Checks the settings.
   *
   * @param firstPeriod 1 or more
   * @param multiplier 1 or more
   * @param minRate finite, 0 or more
   * @throws IllegalArgumentException if they are anything else
   */
  public CosineRestarts {
    Settings.PERIOD.require(firstPeriod);
    Settings.PERIOD_MULTIPLIER.require(multiplier);
    Settings.MIN_RATE.require(minRate);
  }

  /**
   * Down to 0, in periods that are all alike.
   *
   * @param period epochs, 1 or more
   */
  public CosineRestarts(int period) {
    this(period, 1, 0);
  }

  @Override
  public String name() {
    return "cosine_restarts";
  }

  @Override
  public SettingValues values() {
    return Schedule.super
        .values()
        .with(Settings.PERIOD, firstPeriod)
        .with(Settings.PERIOD_MULTIPLIER, multiplier)
        .with(Settings.MIN_RATE, minRate);
  }

  @Override
  public LearningRates start(double learningRate, EpochPlan plan) {
    CosineDecay.requireMinRate(minRate, learningRate);
    long first = (long) firstPeriod * plan.iterationsPerEpoch();
    return (iteration, epoch) ->
        CosineDecay.between(learningRate, minRate, partOfPeriod(iteration, first));
  }

  private double partOfPeriod(long iteration, long first) {
    if (multiplier == 1) {
      return iteration % first / (double) first;
    }
    long since = iteration;
    long period = first;
    while (since >= period) {
      since -= period;
      period *= multiplier;
    }
    return since / (double) period;
  }
}
