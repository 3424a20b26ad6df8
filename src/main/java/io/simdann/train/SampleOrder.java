package io.simdann.train;

import io.simdann.gemm.SampleValues;
import java.util.BitSet;

/** The order in which an engine takes the samples of its data set; at first their own. */
final class SampleOrder {
  private final int[] order;
  private final BitSet named;
  private boolean natural = true;

  SampleOrder(int samples) {
    this.order = new int[samples];
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
    requirePermutation(newOrder);
    System.arraycopy(newOrder, 0, order, 0, order.length);
    natural = false;
  }

  /** Whether the samples are in their own order because no other was ever given. */
  boolean isNatural() {
    return natural;
  }

  /** The samples at some positions, one after the other. */
  SampleValues pick(SampleValues all, int from, int to) {
    int features = all.features();
    int count = to - from;
    byte[] bytes = all.bytes() == null ? null : new byte[count * features];
    float[] floats = all.bytes() == null ? new float[count * features] : null;
    Object source = bytes == null ? all.floats() : all.bytes();
    Object target = bytes == null ? floats : bytes;
    for (int i = 0; i < count; i++) {
      System.arraycopy(source, order[from + i] * features, target, i * features, features);
    }
    return new SampleValues(bytes, floats, features, count);
  }

  /** The classes of the samples at some positions. */
  int[] pick(int[] classIndices, int from, int to) {
    int[] picked = new int[to - from];
    for (int i = 0; i < picked.length; i++) {
      picked[i] = classIndices[order[from + i]];
    }
    return picked;
  }

  private void requirePermutation(int[] newOrder) {
    int samples = order.length;
    if (newOrder.length != samples) {
      throw new IllegalArgumentException(
          "an order of %d samples, expected one of all %d".formatted(newOrder.length, samples));
    }
    named.clear();
    for (int position = 0; position < samples; position++) {
      int sample = newOrder[position];
      if (sample < 0 || sample >= samples || named.get(sample)) {
        throw new IllegalArgumentException(
            "the order has sample %d at position %d, expected each of 0 to %d once"
                .formatted(sample, position, samples - 1));
      }
      named.set(sample);
    }
  }
}
