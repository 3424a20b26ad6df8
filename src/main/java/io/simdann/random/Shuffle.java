package io.simdann.random;

/**
 * The order of the samples in each epoch: a permutation that depends on the seed, the epoch and the
 * number of samples alone.
 *
 * <p>From the samples' own order it goes by the shuffle of Fisher and Yates: for i = samples − 1
 * down to 1, the element at i changes places with the one at j, where j is the next number of
 * {@link SplitMix64#nextInt nextInt(i + 1)}. The generator starts the epoch in the state seed · 2³²
 * + epoch.
 */
public final class Shuffle {
  private final long seed;
  private final int[] order;

  /**
   * Prepares the orders of some samples.
   *
   * @param samples their number
   * @param seed 0 to 2³² − 1
   */
  public Shuffle(int samples, long seed) {
    this.seed = seed;
    this.order = new int[samples];
  }

  /**
   * The order of an epoch; epochs may be asked for in any order.
   *
   * @param epoch from 0
   * @return the sample at each position; the array is written anew by the next call
   */
  public int[] order(int epoch) {
    for (int i = 0; i < order.length; i++) {
      order[i] = i;
    }
    SplitMix64 random = new SplitMix64((seed << 32) + epoch);
    for (int i = order.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int moved = order[i];
      order[i] = order[j];
      order[j] = moved;
    }
    return order;
  }
}
