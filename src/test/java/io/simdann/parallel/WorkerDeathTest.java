package io.simdann.parallel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.simdann.kernel.FreshJvm;
import io.simdann.parallel.WorkerTeamTest.Meeting;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.agrona.concurrent.IdleStrategy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a run when memory is short, or a thread of the team has died. */
// In a thread of its own: a hanging team heeds no interrupt.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class WorkerDeathTest {

  /** What the workers throw next when they are idle. */
  private final AtomicReference<Error> deadly = new AtomicReference<>();

  @ParameterizedTest(name = "{0} threads")
  @ValueSource(ints = {2, 3, 7})
  void aTeamThatHasLostAThreadRefusesToRun(int threads) throws InterruptedException {
    Error cause = new InternalError("the end");
    try (WorkerTeam team = WorkerTeam.ofThreads(threads, this::mortal)) {
      Thread[] all = WorkerTeamCloseTest.threadsOf(team);
      deadly.set(cause);
      // The others end as well.
      for (int worker = 1; worker < threads; worker++) {
        all[worker].join();
      }
      Exception refused =
          assertThrows(IllegalStateException.class, () -> team.run(2, (task, worker) -> {}));
      assertEquals("a thread of the worker team has died: " + cause, refused.getMessage());
      assertSame(cause, refused.getCause());
    }
  }

  @Test
  void nobodyWaitsForTheTaskOfAThreadThatHasDied() {
    Error cause = new InternalError("the end");
    try (WorkerTeam team = WorkerTeam.ofThreads(3, this::mortal)) {
      Meeting meeting = new Meeting(3);
      WorkerTeam.Task body =
          (task, worker) -> {
            meeting.await();
            if (worker == 1) {
              // As if the thread died in a second task.
              team.unfinished.incrementAndGet();
              deadly.set(cause);
            }
          };
      Exception failed = assertThrows(IllegalStateException.class, () -> team.run(3, body));
      assertSame(cause, failed.getCause());
    }
  }

  @Test
  void aThreadThatDiesPrintsNothing() throws InterruptedException {
    AtomicReference<Throwable> uncaught = new AtomicReference<>();
    try (WorkerTeam team = WorkerTeam.ofThreads(2, this::mortal)) {
      Thread worker = WorkerTeamCloseTest.threadsOf(team)[1];
      worker.setUncaughtExceptionHandler((thread, thrown) -> uncaught.set(thrown));
      deadly.set(new OutOfMemoryError("no more"));
      worker.join();
      assertFalse(worker.isAlive());
      assertSame(null, uncaught.get());
    }
  }

  @Test
  void aFailureForWantOfMemoryComesOutWhenNothingCanBeAllocated() {
    // Other collectors may call a heap full that has just been emptied, if that took them long.
    List<String> options = List.of("-Xmx24m", "-XX:+UseSerialGC");
    for (int threads : new int[] {2, 3, 7}) {
      assertEquals(
          List.of("out of memory", "usable"),
          FreshJvm.run(options, FullHeap.class, Integer.toString(threads)));
    }
  }

  /** The first run of a JVM; its tasks take all memory there is, to the last bytes. */
  static final class FullHeap {

    private static final AtomicReference<Object[]> BALLAST = new AtomicReference<>();

    public static void main(String[] arguments) {
      int threads = Integer.parseInt(arguments[0]);
      try (WorkerTeam team = WorkerTeam.ofThreads(threads)) {
        Meeting meeting = new Meeting(2);
        WorkerTeam.Task body =
            (task, worker) -> {
              if (task < 2) {
                meeting.await();
              }
              fillHeap();
            };
        String outcome = "finished";
        try {
          team.run(100, body);
        } catch (OutOfMemoryError expected) {
          BALLAST.set(null);
          outcome = "out of memory";
        }
        System.out.println(outcome);
        int[] runs = new int[20];
        team.run(runs.length, (task, worker) -> runs[task]++);
        for (int count : runs) {
          if (count != 1) {
            throw new AssertionError(count);
          }
        }
        System.out.println("usable");
      }
    }

    private static void fillHeap() {
      int size = 1 << 20;
      while (true) {
        try {
          Object[] next = new Object[size];
          next[0] = BALLAST.getAndSet(next);
        } catch (OutOfMemoryError full) {
          if (size == 1) {
            throw full;
          }
          size /= 2;
        }
      }
    }

    private FullHeap() {}
  }

  private IdleStrategy mortal(IdleStrategy idle) {
    return new IdleStrategy() {
      @Override
      public void idle(int workCount) {
        Error cause = deadly.getAndSet(null);
        if (cause != null) {
          throw cause;
        }
        idle.idle(workCount);
      }

      @Override
      public void idle() {
        idle.idle();
      }

      @Override
      public void reset() {
        idle.reset();
      }
    };
  }
}
