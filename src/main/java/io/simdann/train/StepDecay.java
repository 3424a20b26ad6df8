package io.simdann.train;

/**
 * A factor after every so many epochs: rate·gamma^⌊e / stepSize⌋, as PyTorch's {@code StepLR}.
 *
 * @param stepSize epochs from one reduction to the next, 1 or more
 * @param gamma the factor, greater than 0 and at most 1
 */
public record StepDecay(int stepSize, double gamma) implements Schedule {

  /**
   * Checks the settings.
   *
   * @param stepSize 1 or more
   * @param gamma greater than 0 and at most 1
   * @throws IllegalArgumentException if they are anything else
   */
  public StepDecay {
    Settings.STEP_SIZE.require(stepSize);
    Settings.GAMMA.require(gamma);
  }

  /**
   * A tenth after every so many epochs.
   *
   * @param stepSize 1 or more
   */
  public StepDecay(int stepSize) {
    this(stepSize, 0.1);
  }

  @Override
  public String name() {
    return "step";
  }

  @Override
  public SettingValues values() {
    return Schedule.super.values().with(Settings.STEP_SIZE, stepSize).with(Settings.GAMMA, gamma);
  }

  @Override
  public LearningRates start(double learningRate, EpochPlan plan) {
    return (iteration, epoch) -> learningRate * StrictMath.pow(gamma, epoch / stepSize);
  }
}
