package io.simdann.bench.compare;

/**
 * What is to be reached.
 *
 * @param kind how it is counted
 * @param peer the library to compare with; empty if none, or each
 * @param bound the least ratio or the most of the trial's unit
 */
record Goal(Kind kind, String peer, double bound) {

  /** How a goal is counted. */
  enum Kind {
    /** The peer's time divided by ours is at least the bound. */
    TIMES_AS_FAST,
    /** Our value is at most the bound. */
    AT_MOST,
    /** One of a grid of trials: the median of their ratios is at least the bound. */
    GRID,
    /** It is done at all, within the limits that the job names. */
    DONE,
    /** Nothing to reach; measured to compare with. */
    NONE
  }

  static Goal timesAsFast(String peer, double bound) {
    return new Goal(Kind.TIMES_AS_FAST, peer, bound);
  }

  static Goal timesAsFastAsAll(double bound) {
    return timesAsFast("", bound);
  }

  static Goal done() {
    return new Goal(Kind.DONE, "", 0);
  }

  static Goal none() {
    return new Goal(Kind.NONE, "", 0);
  }

  static Goal atMost(double bound) {
    return new Goal(Kind.AT_MOST, "", bound);
  }

  /** Whether a peer's time counts for it. */
  boolean concerns(String library) {
    return peer.isEmpty() || peer.equals(library);
  }
}
