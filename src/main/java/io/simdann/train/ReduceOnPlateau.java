package io.simdann.train;

/**
 * A factor whenever what is watched has become no smaller for more than patience epochs: as
 * PyTorch's {@code ReduceLROnPlateau} in mode {@code min} without cooldown. Better is what is less
 * than best·(1 − threshold), and then is the best; patience + 1 epochs in a row that are not reduce
 * the rate to the larger of rate·factor and minRate, and are counted anew. NaN is not better, and
 * as in PyTorch what is watched should be positive.
 *
 * @param factor greater than 0 and less than 1
 * @param patience epochs that may be no better, 0 or more
 * @param threshold the least relative change that counts, from 0 to less than 1
 * @param minRate the smallest rate, finite, 0 or more
 */
public record ReduceOnPlateau(double factor, int patience, double threshold, double minRate)
    implements Schedule {

  /**
   * Checks the settings.
   *
   * @param factor greater than 0 and less than 1
   * @param patience 0 or more
   * @param threshold from 0 to less than 1
   * @param minRate finite, 0 or more
   * @throws IllegalArgumentException if they are anything else
   */
  public ReduceOnPlateau {
    Settings.PLATEAU_FACTOR.require(factor);
    Settings.PLATEAU_PATIENCE.require(patience);
    Settings.PLATEAU_THRESHOLD.require(threshold);
    Settings.MIN_RATE.require(minRate);
  }

  /** A tenth after 10 epochs that are not better by 1e-4, down to 0. */
  public ReduceOnPlateau() {
    this(0.1, 10, 1e-4, 0);
  }

  @Override
  public String name() {
    return "plateau";
  }

  @Override
  public SettingValues values() {
    return Schedule.super
        .values()
        .with(Settings.PLATEAU_FACTOR, factor)
        .with(Settings.PLATEAU_PATIENCE, patience)
        .with(Settings.PLATEAU_THRESHOLD, threshold)
        .with(Settings.MIN_RATE, minRate);
  }

  @Override
  public LearningRates start(double learningRate, EpochPlan plan) {
    return new Watching(learningRate);
  }

  private final class Watching implements LearningRates {
    private double rate;
    private double best = Double.POSITIVE_INFINITY;
    private int notBetter;

    Watching(double rate) {
      this.rate = rate;
    }

    @Override
    public double rate(int iteration, int epoch) {
      return rate;
    }

    @Override
    public void epochFinished(double watched) {
      if (watched < best * (1 - threshold)) {
        best = watched;
        notBetter = 0;
        return;
      }
      if (++notBetter > patience) {
        // A rate that is below the smallest one already stays as it is.
        rate = Math.min(rate, Math.max(rate * factor, minRate));
        notBetter = 0;
      }
    }
  }
}
