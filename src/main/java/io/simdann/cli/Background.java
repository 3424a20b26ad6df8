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
  private final boolean begun;

  private Background(Callable<T> work, boolean begun) {
    this.task = new FutureTask<>(work);
    this.begun = begun;
  }

  /** Begins at once, on a thread of its own. */
  static <T> Background<T> begin(String threadName, Callable<T> work) {
    Background<T> background = new Background<>(work, true);
    Thread thread = new Thread(background.task, threadName);
    thread.setDaemon(true);
    thread.start();
    return background;
  }

  /** Leaves the work to the first who awaits it. */
  static <T> Background<T> whenAwaited(Callable<T> work) {
    return new Background<>(work, false);
  }

  /**
   * Waits for what comes of it. An interrupt neither shortens that nor is lost.
   *
   * @throws IOException if the work failed with one; its errors and unchecked exceptions are thrown
   *     as they are, too
   */
  T await() throws IOException {
    if (!begun) {
      task.run(); // Does nothing the second time.
    }
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
