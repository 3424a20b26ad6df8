package io.simdann.train;

/**
 * A factor after every epoch: rate·gamma^e, as PyTorch's {@code ExponentialLR}.
 *
 * @param gamma the factor, greater than 0 and at most 1
 */
public record ExponentialDecay(double gamma) implements Schedule {

  /**
   * Checks the factor.
   *
   * @param gamma greater than 0 and at most 1
   * @throws IllegalArgumentException if it is anything else
   */
  public ExponentialDecay {
    Settings.GAMMA.require(gamma);
  }

  @Override
  public String name() {
    return "exponential";
  }

  @Override
  public SettingValues values() {
    return Schedule.super.values().with(Settings.GAMMA, gamma);
  }

  @Override
  public LearningRates start(double learningRate, EpochPlan plan) {
    return (iteration, epoch) -> learningRate * StrictMath.pow(gamma, epoch);
  }
}
