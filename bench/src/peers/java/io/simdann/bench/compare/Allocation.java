package io.simdann.bench.compare;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;

/** Counts the bytes that all threads of this JVM allocate on the Java heap. */
final class Allocation {
  private static final int CALLS = 10;

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final Contender contender;

  Allocation(Contender contender) {
    this.contender = contender;
  }

  /** Bytes of one call after the warm-up, round by round. */
  double[] bytes(Pace pace) throws Exception {
    long start = System.nanoTime();
    while (System.nanoTime() - start < 2 * pace.warmUpNanos()) {
      contender.time(CALLS);
    }
    long[] ids = threads.getAllThreadIds();
    double[] bytes = new double[pace.rounds()];
    for (int round = 0; round < bytes.length; round++) {
      // What counting itself allocates.
      long own = -allocated(ids) + allocated(ids);
      long before = allocated(ids);
      contender.time(CALLS);
      bytes[round] = (allocated(ids) - before - own) / (double) CALLS;
    }
    return bytes;
  }

  private long allocated(long[] ids) {
    return Arrays.stream(threads.getThreadAllocatedBytes(ids)).sum();
  }
}
