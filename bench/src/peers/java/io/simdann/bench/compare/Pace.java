package io.simdann.bench.compare;

/**
 * How long a match goes on.
 *
 * @param quick whether this is a rough look, for which measures may leave cases out
 * @param rounds in each of which every contender has one turn
 * @param warmUpNanos that each contender runs beforehand
 * @param turnNanos that a turn should take; one call if that takes longer
 */
record Pace(boolean quick, int rounds, long warmUpNanos, long turnNanos) {
  static final Pace FULL = new Pace(false, 31, 5_000_000_000L, 150_000_000L);
  static final Pace QUICK = new Pace(true, 7, 2_000_000_000L, 60_000_000L);

  /** Fewer rounds and a shorter warm-up, for a measure of many matches. */
  Pace brisk() {
    return new Pace(quick, Math.max(3, rounds / 3), warmUpNanos / 5, turnNanos / 2);
  }
}
