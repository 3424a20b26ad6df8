package io.simdann.parallel;

import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Work that the calling thread does, with the help of those threads of the common {@link
 * ForkJoinPool} that have nothing else to do; if the caller itself is one of another such pool, of
 * that.
 *
 * <p>The pool belongs to others, and its threads may be busy or blocked for any time, perhaps until
 * the caller has finished. So the caller works until nothing is left to be done, and then waits for
 * those threads alone that are at work. Help that comes later finds the door closed, and holds
 * nothing of the work in memory.
 */
public final class PoolHelp implements Runnable {

  /** Added to the number of helpers at work when no more may begin. */
  private static final int CLOSED = 1 << 30;

  private final Thread caller = Thread.currentThread();
  private final AtomicInteger atWork = new AtomicInteger();
  private volatile Runnable work;
  private volatile Throwable failure;

  private PoolHelp(Runnable work) {
    this.work = work;
  }

  /**
   * Does some work.
   *
   * @param threads the most that do it at the same time, the calling one included; at least 1
   * @param work takes parts of the whole until none is left, or it is told otherwise; called by the
   *     calling thread and by any that help, at the same time. If it throws on any of them, that is
   *     thrown here when all have left it
   */
  public static void run(int threads, Runnable work) {
    int parallelism =
        ForkJoinTask.inForkJoinPool()
            ? ForkJoinTask.getPool().getParallelism()
            : ForkJoinPool.getCommonPoolParallelism();
    int helpers = Math.min(threads - 1, parallelism);
    if (helpers <= 0) {
      work.run();
      return;
    }
    ForkJoinTask<?>[] tasks = new ForkJoinTask<?>[helpers];
    PoolHelp help = new PoolHelp(work);
    try {
      help.call(tasks);
      work.run();
    } catch (Throwable thrown) {
      help.failure = thrown;
    }
    help.close();
    takeBack(tasks);
    if (help.failure != null) {
      WorkerTeam.<RuntimeException>rethrow(help.failure);
    }
  }

  private void call(ForkJoinTask<?>[] tasks) {
    try {
      for (int helper = 0; helper < tasks.length; helper++) {
        tasks[helper] = ForkJoinTask.adapt(this).fork();
      }
    } catch (RejectedExecutionException | OutOfMemoryError noMoreHelp) {
      // The pool ends, or gets no more threads: the caller works with the help that has come.
    }
  }

  /** Leaves nothing in the queue of a pool that may never come to it. */
  private static void takeBack(ForkJoinTask<?>[] tasks) {
    for (int helper = tasks.length - 1; helper >= 0; helper--) {
      if (tasks[helper] != null) {
        tasks[helper].tryUnfork();
      }
    }
  }

  /** Lets no more helpers in, and waits for those at work; an interrupt doesn't shorten that. */
  private void close() {
    atWork.addAndGet(CLOSED);
    boolean interrupted = false;
    while (atWork.get() != CLOSED) {
      LockSupport.park(this);
      interrupted |= Thread.interrupted();
    }
    work = null;
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** What a thread of the pool does. */
  @Override
  public void run() {
    if (!begin()) {
      return;
    }
    try {
      work.run();
    } catch (Throwable thrown) {
      failure = thrown;
    } finally {
      if (atWork.decrementAndGet() == CLOSED) {
        LockSupport.unpark(caller);
      }
    }
  }

  private boolean begin() {
    for (int helpers = atWork.get(); helpers < CLOSED; helpers = atWork.get()) {
      if (atWork.compareAndSet(helpers, helpers + 1)) {
        return true;
      }
    }
    return false;
  }
}
