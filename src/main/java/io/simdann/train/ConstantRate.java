package io.simdann.train;

/** The optimizer's learning rate in each iteration. */
public record ConstantRate() implements Schedule {

  @Override
  public String name() {
    return "constant";
  }

  @Override
  public LearningRates start(double learningRate, EpochPlan plan) {
    return (iteration, epoch) -> learningRate;
  }
}
