package io.simdann.train;

import java.util.Locale;

/**
 * Half a cosine over the whole training, by iteration: minRate + (rate − minRate)·(1 + cos(π·t /
 * T)) / 2, as PyTorch's {@code CosineAnnealingLR} with {@code T_max} = T, and Keras' {@code
 * CosineDecay} (Loshchilov and Hutter 2017).
 *
 * @param minRate where it would arrive in iteration T, finite, from 0 to the learning rate
 */
public record CosineDecay(double minRate) implements Schedule {

  /**
   * Checks the rate.
   *
   * @param minRate finite, 0 or more
   * @throws IllegalArgumentException if it is anything else
   */
  public CosineDecay {
    Settings.MIN_RATE.require(minRate);
  }

  /** Down to 0. */
  public CosineDecay() {
    this(0);
  }

  @Override
  public String name() {
    return "cosine";
  }

  @Override
  public boolean dependsOnLength() {
    return true;
  }

  @Override
  public SettingValues values() {
    return Schedule.super.values().with(Settings.MIN_RATE, minRate);
  }

  @Override
  public LearningRates start(double learningRate, EpochPlan plan) {
    requireMinRate(minRate, learningRate);
    double total = plan.iterations();
    return (iteration, epoch) -> between(learningRate, minRate, iteration / total);
  }

  /** A cosine would rise to a minimum rate above the learning rate. */
  static void requireMinRate(double minRate, double learningRate) {
    if (minRate > learningRate) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "the minimum rate of a schedule must be at most the learning rate %s, but was %s",
              learningRate,
              minRate));
    }
  }

  /**
   * Half a cosine.
   *
   * @param start its value at 0
   * @param end its value at 1
   * @param part where, from 0 to 1
   */
  static double between(double start, double end, double part) {
    return end + (start - end) / 2 * (1 + StrictMath.cos(StrictMath.PI * part));
  }
}
