package io.simdann.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Something that another thread works out while this one goes on; the process can end without it.
 *
 * @param <T> what comes of it
 */
final class Background<T> {

  private final FutureTask<T> task;

  private Background(FutureTask<T> task) {
    this.task = task;
  }

  /** Begins at once, on a thread of its own. */
  static <T> Background<T> begin(String threadName, Callable<T> work) {
    FutureTask<T> task = new FutureTask<>(work);
    Thread thread = new Thread(task, threadName);
    thread.setDaemon(true);
    try {
      thread.start();
    } catch (OutOfMemoryError noMoreThreads) {
      // That is how the JVM tells. So it is done here, and this thread goes on later.
      task.run();
    }
    return new Background<>(task);
  }

  /**
   * Waits for what comes of it. An interrupt neither shortens that nor is lost.
   *
   * @throws IOException if the work failed with one; its errors and unchecked exceptions are thrown
   *     as they are, too
   */
  T await() throws IOException {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return task.get();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } catch (ExecutionException e) {
      Throwable failure = e.getCause();
      if (failure instanceof IOException told) {
        throw told;
      }
      if (failure instanceof RuntimeException unchecked) {
        throw unchecked;
      }
      if (failure instanceof Error error) {
        throw error;
      }
      throw new IllegalStateException(failure);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
