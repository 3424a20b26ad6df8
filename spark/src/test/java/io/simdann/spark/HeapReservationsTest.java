package io.simdann.spark;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class HeapReservationsTest {

  private final AtomicLong free = new AtomicLong(100);
  private final HeapReservations heap = new HeapReservations(free::get);

  @Test
  void whatIsFreeCanBeReserved() throws InterruptedException {
    assertFalse(heap.reserve(101));
    assertTrue(heap.reserve(60));
    assertTrue(heap.reserve(40));
    heap.release(100);
    assertTrue(heap.reserve(100));
  }

  @Test
  void theSameBytesAreNotPromisedTwice() throws Exception {
    assertTrue(heap.reserve(60));
    FutureTask<Boolean> second = waiting(60);
    heap.release(60);
    assertTrue(second.get());
    FutureTask<Boolean> third = waiting(60);
    heap.release(60);
    assertTrue(third.get());
  }

  @Test
  void whoWaitedInVainIsTold() throws Exception {
    assertTrue(heap.reserve(60));
    FutureTask<Boolean> second = waiting(60);
    free.set(40);
    heap.release(60);
    assertFalse(second.get());
  }

  /** Reserves on another thread, which has begun to wait for others. */
  private FutureTask<Boolean> waiting(long bytes) throws InterruptedException {
    FutureTask<Boolean> task = new FutureTask<>(() -> heap.reserve(bytes));
    Thread thread = new Thread(task, "reserves");
    thread.setDaemon(true);
    thread.start();
    while (thread.getState() != Thread.State.WAITING) {
      assertFalse(task.isDone());
      TimeUnit.MILLISECONDS.sleep(1);
    }
    return task;
  }
}
