package io.simdann.bench.compare;

import java.util.Optional;

/**
 * How far apart two processors are, by the round trip between them: 50 to 125 ns where they share a
 * cache, 300 to 375 where they don't.
 */
enum Distance {
  NEAR("near"),
  FAR("far apart");

  /** More than between processors that share a cache, less than between others. */
  private static final double NEAR_NANOS = 150;

  /** More than between any: then something else has kept a processor busy. */
  private static final double MOST_NANOS = 1000;

  private final String words;

  Distance(String words) {
    this.words = words;
  }

  /**
   * The distance that a round trip tells.
   *
   * @param nanos the time of the round trip; infinite if there is one processor only
   * @return empty if it tells none
   */
  static Optional<Distance> of(double nanos) {
    if (nanos > MOST_NANOS) {
      return Optional.empty();
    }
    return Optional.of(nanos < NEAR_NANOS ? NEAR : FAR);
  }

  /** For a table. */
  String words() {
    return words;
  }
}
