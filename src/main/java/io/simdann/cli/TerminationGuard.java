package io.simdann.cli;

import java.util.concurrent.CountDownLatch;

/**
 * Does something before the process ends by a signal (Ctrl-C, SIGTERM, the terminal being closed),
 * while the thread that was at work is kept from going on.
 */
final class TerminationGuard implements AutoCloseable {

  private final Thread hook;
  private volatile boolean ending;

  /**
   * Sets up the guard, until it is closed.
   *
   * @param atEnd what to do; the process ends when it returns
   */
  TerminationGuard(Runnable atEnd) {
    hook =
        new Thread(
            () -> {
              ending = true;
              atEnd.run();
            },
            "simdann-termination");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** Returns normally unless the process is about to end; then never. */
  void checkpoint() {
    if (ending) {
      waitForEnd();
    }
  }

  /** Takes the guard away; if the process is about to end by a signal, never returns. */
  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException shuttingDown) {
      waitForEnd();
    }
  }

  private static void waitForEnd() {
    CountDownLatch never = new CountDownLatch(1);
    while (true) {
      try {
        never.await();
      } catch (InterruptedException e) {
        // Only the end of the process ends this.
      }
    }
  }
}
