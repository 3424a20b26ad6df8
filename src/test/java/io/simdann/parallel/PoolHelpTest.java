package io.simdann.parallel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.simdann.BlockedCommonPool;
import io.simdann.kernel.FreshJvm;
import io.simdann.parallel.WorkerTeamTest.Meeting;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PoolHelpTest {

  @Test
  void allPartsAreDoneOnceWhenItReturns() {
    for (int threads : new int[] {1, 2, 7}) {
      for (int round = 0; round < 200; round++) {
        int[] done = new int[50];
        AtomicInteger next = new AtomicInteger();
        PoolHelp.run(
            threads,
            () -> {
              for (int i = next.getAndIncrement(); i < done.length; i = next.getAndIncrement()) {
                done[i]++;
              }
            });
        for (int count : done) {
          assertEquals(1, count);
        }
      }
    }
  }

  @Test
  void aThreadOfThePoolHelps() throws Exception {
    try (OwnPool own = new OwnPool(2)) {
      Meeting meeting = new Meeting(2);
      own.pool.submit(() -> PoolHelp.run(2, meeting::await)).get();
    }
  }

  @Test
  void withEveryThreadOfThePoolBlockedTheCallerDoesAllItself() {
    try (BlockedCommonPool blocked = BlockedCommonPool.block()) {
      AtomicInteger calls = new AtomicInteger();
      PoolHelp.run(4, calls::incrementAndGet);
      assertEquals(1, calls.get());
      assertTrue(blocked.isBlocked());
      assertEquals(0, ForkJoinPool.commonPool().getQueuedSubmissionCount());
    }
  }

  @Test
  void aThreadOfAPoolThatWaitsForItIsNotMissed() throws Exception {
    // The only thread of the pool works, and no other can come.
    try (OwnPool own = new OwnPool(1)) {
      AtomicInteger calls = new AtomicInteger();
      own.pool.submit(() -> PoolHelp.run(4, calls::incrementAndGet)).get();
      assertEquals(1, calls.get());
    }
  }

  @Test
  void nothingIsLeftInTheQueueOfAPoolWithoutThreads() {
    List<String> options = List.of("-Djava.util.concurrent.ForkJoinPool.common.parallelism=0");
    assertEquals(List.of("1 call, 0 queued"), FreshJvm.run(options, WithoutThreads.class));
  }

  static final class WithoutThreads {
    public static void main(String[] arguments) {
      AtomicInteger calls = new AtomicInteger();
      PoolHelp.run(4, calls::incrementAndGet);
      ForkJoinPool pool = ForkJoinPool.commonPool();
      System.out.println(calls + " call, " + pool.getQueuedSubmissionCount() + " queued");
    }

    private WithoutThreads() {}
  }

  @Test
  void aPoolThatIsShutDownDoesNoHarm() throws Exception {
    try (OwnPool own = new OwnPool(2)) {
      AtomicInteger calls = new AtomicInteger();
      ForkJoinTask<?> task =
          own.pool.submit(
              () -> {
                own.pool.shutdown();
                PoolHelp.run(2, calls::incrementAndGet);
              });
      task.get();
      // Some JDKs refuse the helper, others let a thread of the pool that is still there take it.
      assertTrue(calls.get() == 1 || calls.get() == 2, calls::toString);
    }
  }

  @Test
  void whatTheCallerThrowsComesOutWhenTheHelperHasFinished() throws Exception {
    AtomicBoolean finished = new AtomicBoolean();
    RuntimeException thrown = new IllegalStateException("the caller's");
    assertSame(
        thrown,
        thrownWhile(
            byCaller -> {
              if (byCaller) {
                throw thrown;
              }
              for (int i = 0; i < 100; i++) {
                Thread.yield();
              }
              finished.set(true);
            }));
    assertTrue(finished.get());
  }

  @Test
  void whatAHelperThrowsComesOutAsItIs() throws Exception {
    Error thrown = new OutOfMemoryError("the helper's");
    assertSame(
        thrown,
        thrownWhile(
            byCaller -> {
              if (!byCaller) {
                throw thrown;
              }
            }));
  }

  /** What comes out of work that the caller and a helper do at the same time. */
  private static Throwable thrownWhile(Consumer<Boolean> work) throws Exception {
    try (OwnPool own = new OwnPool(2)) {
      Callable<Throwable> failing =
          () -> {
            Thread caller = Thread.currentThread();
            Meeting meeting = new Meeting(2);
            Runnable met =
                () -> {
                  meeting.await();
                  work.accept(Thread.currentThread() == caller);
                };
            return assertThrows(Throwable.class, () -> PoolHelp.run(2, met));
          };
      return own.pool.submit(failing).get();
    }
  }

  @Test
  void anInterruptIsKept() {
    Thread.currentThread().interrupt();
    AtomicInteger calls = new AtomicInteger();
    PoolHelp.run(2, calls::incrementAndGet);
    assertTrue(Thread.interrupted());
    assertTrue(calls.get() >= 1);
  }

  /** A pool that ends with its test. */
  private static final class OwnPool implements AutoCloseable {
    final ForkJoinPool pool;

    OwnPool(int threads) {
      pool = new ForkJoinPool(threads);
    }

    @Override
    public void close() {
      pool.shutdownNow();
    }
  }
}
