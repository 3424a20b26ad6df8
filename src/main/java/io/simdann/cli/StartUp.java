package io.simdann.cli;

import io.simdann.train.History;
import java.lang.management.ManagementFactory;

/** How long the start took before the training began. */
final class StartUp {

  private volatile double before = Double.NaN;

  /** Takes note of the first iteration or epoch, which must have ended just now. */
  void firstFinished(History.Entry entry) {
    // Asked for here and not earlier: it takes the JVM some milliseconds to answer.
    before = ManagementFactory.getRuntimeMXBean().getUptime() / 1e3 - entry.seconds();
  }

  /**
   * Returns the seconds from the start of the JVM to that of the training; NaN before the end of
   * the first iteration or epoch.
   */
  double seconds() {
    return before;
  }
}
