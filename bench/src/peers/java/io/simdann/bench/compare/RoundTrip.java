package io.simdann.bench.compare;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * How far apart two processors are: the nanoseconds until what one has written has been read and
 * answered by the other. It takes 50 to 100 where they share a cache, and 200 to 400 where they
 * don't. A virtual machine's processors may move from one to the other at any moment.
 */
final class RoundTrip {
  /** More than between processors that share a cache, less than between others. */
  static final double NEAR = 150;

  /** Round trips that are timed together. */
  private static final int TRIPS = 400;

  /** The fastest of so many counts: both threads may have been interrupted in the others. */
  private static final int TRIALS = 5;

  /** After which the loops are compiled. */
  private static final int WARM_UP_TRIALS = 200;

  /** Looks without a yield, in case both threads have the same processor. */
  private static final int MOST_LOOKS = 20_000;

  /** An even number where the caller has to answer, an odd one where its partner has. */
  private final AtomicInteger ball = new AtomicInteger();

  RoundTrip() {
    measure(WARM_UP_TRIALS);
  }

  /** Nanoseconds; 0 if there is one processor only. */
  double nanos() {
    return measure(TRIALS);
  }

  private double measure(int trials) {
    if (Runtime.getRuntime().availableProcessors() < 2) {
      return 0;
    }
    ball.set(0);
    Thread partner = new Thread(() -> play(1, (trials + 1) * TRIPS), "round-trip");
    partner.setDaemon(true);
    partner.start();
    // Not timed: the partner has to begin.
    play(0, TRIPS);
    double least = Double.POSITIVE_INFINITY;
    for (int trial = 1; trial <= trials; trial++) {
      long start = System.nanoTime();
      play(2 * trial * TRIPS, TRIPS);
      least = Math.min(least, (System.nanoTime() - start) / (double) TRIPS);
    }
    return least;
  }

  /** Waits for a number, and answers with the next one; so many times. */
  private void play(int first, int trips) {
    for (int trip = 0; trip < trips; trip++) {
      int awaited = first + 2 * trip;
      for (int looks = 0; ball.get() != awaited; looks++) {
        if (looks > MOST_LOOKS) {
          Thread.yield();
        }
      }
      ball.set(awaited + 1);
    }
  }
}
