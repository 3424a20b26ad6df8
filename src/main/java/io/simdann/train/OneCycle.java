package io.simdann.train;

/**
 * Up and far down once, by iteration (Smith and Topin 2018). The optimizer's learning rate is the
 * greatest one. In the part pctStart of the iterations half a cosine rises to it from rate / div;
 * another falls, in the others, to rate / (div·finalDiv). As PyTorch's {@code OneCycleLR} with
 * cosines in two phases: with s = pctStart·T − 1, iteration t is at t / s of the first one up to s,
 * and from there on at (t − s) / (T − 1 − s) of the second.
 *
 * @param pctStart the part that rises, between 0 and 1
 * @param div by what the rate is divided at first, finite, 1 or more
 * @param finalDiv by what the first rate is divided at last, finite, 1 or more
 */
public record OneCycle(double pctStart, double div, double finalDiv) implements Schedule {

  /**
   * Checks the settings.
   *
   * @param pctStart greater than 0 and less than 1
   * @param div finite, 1 or more
   * @param finalDiv finite, 1 or more
   * @throws IllegalArgumentException if they are anything else
   */
  public OneCycle {
    Settings.PCT_START.require(pctStart);
    Settings.DIV_FACTOR.require(div);
    Settings.FINAL_DIV_FACTOR.require(finalDiv);
  }

  /** Up in 0.3 of the iterations, from a 25th, and down to a 250,000th. */
  public OneCycle() {
    this(0.3, 25, 1e4);
  }

  @Override
  public String name() {
    return "one_cycle";
  }

  @Override
  public boolean dependsOnLength() {
    return true;
  }

  @Override
  public SettingValues values() {
    return Schedule.super
        .values()
        .with(Settings.PCT_START, pctStart)
        .with(Settings.DIV_FACTOR, div)
        .with(Settings.FINAL_DIV_FACTOR, finalDiv);
  }

  @Override
  public LearningRates start(double learningRate, EpochPlan plan) {
    double first = learningRate / div;
    double last = first / finalDiv;
    double top = pctStart * plan.iterations() - 1;
    int end = plan.iterations() - 1;
    return (iteration, epoch) ->
        iteration < top
            ? CosineDecay.between(first, learningRate, iteration / top)
            : CosineDecay.between(
                learningRate, last, iteration >= end ? 1 : (iteration - top) / (end - top));
  }
}
