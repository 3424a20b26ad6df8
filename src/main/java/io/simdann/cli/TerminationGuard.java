package io.simdann.cli;

import java.io.PrintStream;
import java.util.concurrent.CountDownLatch;

/**
 * Does something before the process ends by a signal (Ctrl-C, SIGTERM, the terminal being closed),
 * while the thread that was at work is kept from going on.
 *
 * <p>The process ends whatever comes of that. What fails is told in one line; what fails for want
 * of memory is tried again for a few seconds, since the iteration being computed may free some; and
 * what takes longer than a minute is given up.
 */
final class TerminationGuard implements AutoCloseable {

  /** Enough for gigabytes on a slow disk; service managers kill a process after 90 seconds. */
  private static final long PATIENCE_MILLIS = 60_000;

  private static final long LAST_WORD_MILLIS = 1_000;
  private static final int ATTEMPTS = 10;
  private static final long PAUSE_MILLIS = 500;

  /** Made beforehand, for when there is no memory to make a line. */
  private static final String NO_MEMORY =
      FailureLine.PREFIX + "stopped; saving failed for want of memory";

  private final PrintStream err;
  private final Runnable atEnd;
  private final long patienceMillis;
  private final Thread hook;
  private volatile boolean ending;

  /**
   * Sets up the guard, until it is closed.
   *
   * @param err where a failure is told
   * @param atEnd what to do, more than once if memory is short; the process ends when it returns
   */
  TerminationGuard(PrintStream err, Runnable atEnd) {
    this(err, atEnd, PATIENCE_MILLIS);
  }

  /** With the milliseconds after which the process ends in any case. */
  TerminationGuard(PrintStream err, Runnable atEnd, long patienceMillis) {
    this.err = err;
    this.atEnd = atEnd;
    this.patienceMillis = patienceMillis;
    Thread worker = daemon(this::work, "simdann-termination");
    Thread last = daemon(this::tellOfPatience, "simdann-last-word");
    this.hook = new Thread(() -> end(worker, last), "simdann-shutdown");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  private static Thread daemon(Runnable work, String name) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    return thread;
  }

  private void end(Thread worker, Thread last) {
    ending = true;
    try {
      worker.start();
    } catch (OutOfMemoryError noMoreThreads) {
      // So this one takes as long as it takes.
      work();
      return;
    }
    await(worker, patienceMillis);
    if (worker.isAlive()) {
      tellOfPatience(last);
    }
  }

  private static void await(Thread thread, long millis) {
    try {
      thread.join(millis);
    } catch (InterruptedException e) {
      // Nobody else knows the waiting thread; the end is all there is left to do.
    }
  }

  /** The worker may be waiting for a terminal that takes no more; so this is no place to wait. */
  private static void tellOfPatience(Thread last) {
    try {
      last.start();
    } catch (OutOfMemoryError noMoreThreads) {
      return;
    }
    await(last, LAST_WORD_MILLIS);
  }

  private void tellOfPatience() {
    tell("stopped; saving took more than " + patienceMillis / 1000 + " s and was given up");
  }

  private void work() {
    for (int attempt = 1; ; attempt++) {
      try {
        atEnd.run();
        return;
      } catch (OutOfMemoryError e) {
        if (attempt == ATTEMPTS) {
          err.println(NO_MEMORY);
          err.flush();
          return;
        }
        pause();
      } catch (Throwable failure) {
        tell("stopped; saving failed: " + failure);
        return;
      }
    }
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      // The next attempt comes sooner.
    }
  }

  private void tell(String outcome) {
    err.println(FailureLine.PREFIX + FailureLine.oneLine(outcome));
    err.flush();
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
