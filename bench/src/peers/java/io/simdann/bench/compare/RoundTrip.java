package io.simdann.bench.compare;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Measures how long it takes until what one processor has written has been read and answered by
 * another. A virtual machine's processors may come together or move apart within a second.
 */
final class RoundTrip {
  /** Round trips that are timed together. */
  private static final int TRIPS = 400;

  /** The fastest of so many counts: both threads may have been interrupted in the others. */
  private static final int REPEATS = 5;

  /** After which the loops are compiled. */
  private static final int WARM_UP_REPEATS = 200;

  /** Looks without a yield, in case both threads have the same processor. */
  private static final int MOST_LOOKS = 20_000;

  /** An even number where the caller has to answer, an odd one where its partner has. */
  private final AtomicInteger ball = new AtomicInteger();

  private boolean warm;

  /** Nanoseconds of a round trip; infinite if there is one processor only. */
  double nanos() throws InterruptedException {
    if (Runtime.getRuntime().availableProcessors() < 2) {
      return Double.POSITIVE_INFINITY;
    }
    if (!warm) {
      least(WARM_UP_REPEATS);
      warm = true;
    }
    return least(REPEATS);
  }

  private double least(int repeats) throws InterruptedException {
    ball.set(0);
    Thread partner = new Thread(() -> play(1, (repeats + 1) * TRIPS), "round-trip");
    partner.setDaemon(true);
    partner.start();
    // Not timed: the partner has to begin.
    play(0, TRIPS);
    double least = Double.POSITIVE_INFINITY;
    for (int repeat = 1; repeat <= repeats; repeat++) {
      long start = System.nanoTime();
      play(2 * repeat * TRIPS, TRIPS);
      least = Math.min(least, (System.nanoTime() - start) / (double) TRIPS);
    }
    partner.join();
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
