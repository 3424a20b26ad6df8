package io.simdann.step;

/**
 * Whether steps that take microseconds are shared out to a team or done by the calling thread
 * alone: whichever was faster lately. How much it costs that one processor reads what another has
 * written depends on how far they are apart, which a virtual machine may change at any moment; so
 * now and then the other way is tried for a few steps. The results are the same either way.
 *
 * <p>Only steps on the largest batches so far count. The last batch of an epoch may be smaller.
 */
final class SharingChoice {
  /** Steps of a trial, and of those before it that it is compared with. */
  private static final int TRIAL = 8;

  /** The first of them don't count: caches are cold, and threads may have to wake. */
  private static final int COLD = 3;

  /** Steps from one trial to the next, at first; twice as many after each that changes nothing. */
  private static final int SHORTEST_INTERVAL = 64;

  private static final int LONGEST_INTERVAL = 2048;

  /** What the time of the other way must be below, as a part of the present way's. */
  private static final double WORTH_CHANGING = 0.95;

  /** What it is above if no further step of the trial is needed. */
  private static final double HOPELESS = 2;

  private int largest;
  private boolean shared;
  private int interval;
  private int step;
  private long leastPresent;
  private long leastOther;

  /**
   * Whether to share out the next step.
   *
   * @param samples the samples of its batch
   */
  boolean shared(int samples) {
    if (samples > largest) {
      largest = samples;
      shared = true;
      interval = SHORTEST_INTERVAL;
      begin();
    }
    return shared != inTrial();
  }

  private void begin() {
    step = 0;
    leastPresent = Long.MAX_VALUE;
    leastOther = Long.MAX_VALUE;
  }

  private boolean inTrial() {
    return step >= interval;
  }

  /**
   * Takes notice of how long that step took.
   *
   * @param samples the samples of its batch
   * @param nanos nanoseconds
   */
  void took(int samples, long nanos) {
    if (samples < largest) {
      return;
    }
    if (step >= interval + COLD) {
      leastOther = Math.min(leastOther, nanos);
    } else if (step >= interval - TRIAL + COLD && !inTrial()) {
      leastPresent = Math.min(leastPresent, nanos);
    }
    step++;
    boolean hopeless = step > interval + COLD && leastOther > HOPELESS * leastPresent;
    if (hopeless || step == interval + TRIAL) {
      decide();
    }
  }

  private void decide() {
    if (leastOther < WORTH_CHANGING * leastPresent) {
      shared = !shared;
      interval = SHORTEST_INTERVAL;
    } else {
      interval = Math.min(2 * interval, LONGEST_INTERVAL);
    }
    begin();
  }
}
