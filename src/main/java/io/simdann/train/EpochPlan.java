package io.simdann.train;

import java.util.Locale;

/**
 * How a training goes through its samples. An iteration is one update, from one batch of samples;
 * an epoch is one pass over all of them, the last batch of which is smaller if the batch size
 * doesn't divide their number. With a full batch an epoch is an iteration.
 *
 * @param samples the samples of the data set
 * @param batchSize samples to a batch, 1 to {@code samples}
 * @param iterations updates in all, 0 or more; they may end within an epoch
 * @param shuffled whether each epoch takes the samples in an order of its own; never with a full
 *     batch
 * @param accuracyInterval epochs from one computation of the training accuracy to the next
 */
public record EpochPlan(
    int samples, int batchSize, int iterations, boolean shuffled, int accuracyInterval) {

  /**
   * Checks the batch size.
   *
   * @param samples the samples of the data set
   * @param batchSize samples to a batch, 1 to {@code samples}
   * @param iterations updates in all
   * @param shuffled whether each epoch takes the samples in an order of its own
   * @param accuracyInterval epochs from one computation of the training accuracy to the next
   * @throws IllegalArgumentException if it isn't from 1 to {@code samples}
   */
  public EpochPlan {
    if (batchSize < 1 || batchSize > samples) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "batch size must be from 1 to the %d samples, but was %d",
              samples,
              batchSize));
    }
  }

  /**
   * Whether each iteration is over all samples.
   *
   * @return true unless the batches are smaller
   */
  public boolean fullBatch() {
    return batchSize == samples;
  }

  /**
   * The iterations of an epoch.
   *
   * @return ⌈samples / batchSize⌉
   */
  public int iterationsPerEpoch() {
    return ceilDivide(samples, batchSize);
  }

  /**
   * The samples of a batch: of the last one of an epoch those that are left.
   *
   * @param from samples of the epoch before it, less than {@code samples}
   * @return {@code batchSize} or fewer
   */
  int batchCount(int from) {
    return Math.min(batchSize, samples - from);
  }

  /**
   * The epochs, one that the last iteration cuts short included.
   *
   * @return ⌈iterations / iterationsPerEpoch⌉
   */
  public int epochs() {
    return ceilDivide(iterations, iterationsPerEpoch());
  }

  /**
   * What an entry of the history is about.
   *
   * @return an iteration with a full batch, else an epoch
   */
  public History.Unit historyUnit() {
    return fullBatch() ? History.Unit.ITERATION : History.Unit.EPOCH;
  }

  /** The same but for the iterations. */
  EpochPlan withIterations(int other) {
    return new EpochPlan(samples, batchSize, other, shuffled, accuracyInterval);
  }

  static int ceilDivide(int dividend, int divisor) {
    return dividend / divisor + (dividend % divisor == 0 ? 0 : 1);
  }
}
