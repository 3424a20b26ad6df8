package io.simdann.data.idx;

/**
 * Threads that work beside the calling one and end before it goes on. They are started for the
 * purpose, so that nothing has to wait for threads that are busy with something else.
 *
 * @hidden internal
 */
public final class HelperThreads {

  private HelperThreads() {}

  /**
   * Starts a daemon thread.
   *
   * @param work what it does
   * @param name its name
   * @return the thread; one that isn't alive if the operating system gives no more of them, and the
   *     caller has to do the work itself
   */
  public static Thread start(Runnable work, String name) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    try {
      thread.start();
    } catch (OutOfMemoryError noMoreThreads) {
      // That is how Thread.start tells.
    }
    return thread;
  }

  /**
   * Waits for the end of threads; an interrupt neither shortens that nor is lost.
   *
   * @param threads those that were started
   */
  public static void join(Thread... threads) {
    boolean interrupted = false;
    for (Thread thread : threads) {
      while (thread.isAlive()) {
        try {
          thread.join();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
