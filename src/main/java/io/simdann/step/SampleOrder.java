package io.simdann.step;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Locale;

/** The order in which an engine takes the samples of its data set; at first their own. */
public final class SampleOrder {
  private final int[] order;
  private final BitSet named;

  SampleOrder(int samples) {
    this.order = new int[samples];
    Arrays.setAll(order, sample -> sample);
    this.named = new BitSet(samples);
  }

  /**
   * Changes the order.
   *
   * @param newOrder the sample at each position; copied
   * @throws IllegalArgumentException if it isn't a permutation of all samples; the order is then as
   *     before
   */
  void set(int[] newOrder) {
    requirePermutation(newOrder, order.length, named);
    System.arraycopy(newOrder, 0, order, 0, order.length);
  }

  /** The sample at each position; not to be changed by others. */
  int[] positions() {
    return order;
  }

  /**
   * Checks an order, for engines that keep it in another form.
   *
   * @param order the sample at each position
   * @param samples the samples of the data set
   * @throws IllegalArgumentException if it isn't a permutation of all samples
   */
  public static void requirePermutation(int[] order, int samples) {
    requirePermutation(order, samples, new BitSet(samples));
  }

  private static void requirePermutation(int[] order, int samples, BitSet named) {
    if (order.length != samples) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "an order of %d samples, expected one of all %d",
              order.length,
              samples));
    }
    named.clear();
    for (int position = 0; position < samples; position++) {
      int sample = order[position];
      if (sample < 0 || sample >= samples || named.get(sample)) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "the order has sample %d at position %d, expected each of 0 to %d once",
                sample,
                position,
                samples - 1));
      }
      named.set(sample);
    }
  }
}
