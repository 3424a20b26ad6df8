package io.simdann.cli;

import io.simdann.train.History;
import java.lang.management.ManagementFactory;

/** How long after the start of the JVM the iterations of a training were done. */
final class StartUp {

  /** Seconds from the start of the JVM to that of the training; NaN before the first iteration. */
  private double before = Double.NaN;

  /**
   * Returns the seconds from the start of the JVM to an iteration's end.
   *
   * @param entry the iteration; of the first one, which must have ended just now
   */
  double sinceStart(History.Entry entry) {
    if (Double.isNaN(before)) {
      // Asked for here and not earlier: it takes the JVM some milliseconds to answer.
      double uptime = ManagementFactory.getRuntimeMXBean().getUptime() / 1e3;
      before = uptime - entry.seconds();
    }
    return before + entry.seconds();
  }
}
