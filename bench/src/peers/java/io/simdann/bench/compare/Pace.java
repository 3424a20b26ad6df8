package io.simdann.bench.compare;

/**
 * How long a match goes on.
 *
 * @param rounds in each of which every contender has one turn
 * @param warmUpNanos that each contender runs beforehand
 * @param turnNanos that a turn should take; one call if that takes longer
 */
record Pace(int rounds, long warmUpNanos, long turnNanos) {
  static final Pace FULL = new Pace(31, 3_000_000_000L, 150_000_000L);
  static final Pace QUICK = new Pace(7, 1_500_000_000L, 60_000_000L);

  boolean isQuick() {
    return this == QUICK;
  }

  /** Fewer rounds and a shorter warm-up, for a measure of many matches. */
  Pace brisk() {
    return new Pace(Math.max(3, rounds / 3), warmUpNanos / 4, turnNanos / 2);
  }
}
