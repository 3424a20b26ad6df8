package io.simdann;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicInteger;

/** The common pool of this JVM, all of whose threads wait until this is closed. */
public final class BlockedCommonPool implements AutoCloseable {

  private final CountDownLatch end = new CountDownLatch(1);
  private final AtomicInteger waiting = new AtomicInteger();

  private BlockedCommonPool() {}

  /** Returns when every thread of the pool waits. */
  public static BlockedCommonPool block() {
    BlockedCommonPool blocked = new BlockedCommonPool();
    int threads = ForkJoinPool.getCommonPoolParallelism();
    CountDownLatch begun = new CountDownLatch(threads);
    for (int thread = 0; thread < threads; thread++) {
      ForkJoinPool.commonPool()
          .execute(
              () -> {
                blocked.waiting.incrementAndGet();
                begun.countDown();
                await(blocked.end);
                blocked.waiting.decrementAndGet();
              });
    }
    await(begun);
    return blocked;
  }

  /** Whether every thread of the pool still waits. */
  public boolean isBlocked() {
    return waiting.get() == ForkJoinPool.getCommonPoolParallelism();
  }

  @Override
  public void close() {
    end.countDown();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
