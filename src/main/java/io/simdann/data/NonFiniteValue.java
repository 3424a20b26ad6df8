package io.simdann.data;

import java.util.Locale;
import java.util.Optional;

/**
 * A feature that is NaN or infinite, of which no network can make sense.
 *
 * @param sample the sample's index, from 0
 * @param feature the feature's index, from 0
 * @param value NaN or an infinity
 */
public record NonFiniteValue(int sample, int feature, float value) {

  /**
   * Finds the first of some samples. Bytes are always finite; floats are each looked at, which
   * takes about a nanosecond.
   *
   * @param features the samples
   * @return the first in the order of the samples and their features; empty if all are finite
   */
  public static Optional<NonFiniteValue> first(Features features) {
    return features instanceof FloatFeatures floats
        ? first(floats.values(), 0, floats.samples(), floats.features())
        : Optional.empty();
  }

  /**
   * Finds the first of samples that lie one after the other in an array.
   *
   * @param values the samples' features
   * @param from the index of the first sample's first feature
   * @param samples how many there are; counted from 0 in the result
   * @param features those of a sample, 1 or more
   * @return the first in the order of the array; empty if all are finite
   * @throws IndexOutOfBoundsException if the array is too short
   */
  public static Optional<NonFiniteValue> first(
      float[] values, int from, int samples, int features) {
    int to = from + samples * features;
    for (int i = from; i < to; i++) {
      if (!Float.isFinite(values[i])) {
        int place = i - from;
        return Optional.of(new NonFiniteValue(place / features, place % features, values[i]));
      }
    }
    return Optional.empty();
  }

  /** Returns where it is and what it is, for example {@code sample 7: feature 3 is NaN}. */
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "sample %d: feature %d is %s", sample, feature, value);
  }
}
