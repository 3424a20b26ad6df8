package io.simdann.parallel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

// In a thread of its own: a hanging team spins and heeds no interrupt.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class WorkerTeamTest {

  @ParameterizedTest(name = "{0} threads")
  @ValueSource(ints = {1, 2, 3, 7})
  void everyTaskRunsOnce(int threads) {
    try (WorkerTeam team = WorkerTeam.ofThreads(threads)) {
      assertEquals(threads, team.size());
      for (int tasks : new int[] {0, 1, 2, 3, 6, 7, 8, 63, 1000}) {
        for (int repeat = 0; repeat < 50; repeat++) {
          AtomicIntegerArray runs = new AtomicIntegerArray(tasks);
          team.run(tasks, (task, worker) -> runs.incrementAndGet(task));
          for (int task = 0; task < tasks; task++) {
            assertEquals(1, runs.get(task));
          }
        }
      }
    }
  }

  @ParameterizedTest(name = "{0} threads")
  @ValueSource(ints = {1, 2, 3, 7})
  void writesBeforeARunAreSeenInItAndWritesInItAreSeenAfterwards(int threads) {
    int tasks = 5;
    // Plain arrays on purpose: only the team makes their content visible. In every run each task
    // reads what another task, on whichever thread, wrote in the run before.
    long[] from = new long[tasks];
    long[] to = new long[tasks];
    long[] factor = new long[1];
    WorkerTeam.Task forward =
        (task, worker) -> to[task] = from[(task + 1) % tasks] * factor[0] + task;
    WorkerTeam.Task back = (task, worker) -> from[task] = to[(task + 2) % tasks] * factor[0] + task;
    long[] expectedFrom = new long[tasks];
    long[] expectedTo = new long[tasks];
    try (WorkerTeam team = WorkerTeam.ofThreads(threads)) {
      for (int run = 0; run < 50_000; run++) {
        factor[0] = 2L * run + 1;
        team.run(tasks, forward);
        team.run(tasks, back);
        for (int task = 0; task < tasks; task++) {
          expectedTo[task] = expectedFrom[(task + 1) % tasks] * factor[0] + task;
        }
        for (int task = 0; task < tasks; task++) {
          expectedFrom[task] = expectedTo[(task + 2) % tasks] * factor[0] + task;
        }
        if (!Arrays.equals(expectedFrom, from)) {
          assertEquals(Arrays.toString(expectedFrom), Arrays.toString(from), "run " + run);
        }
      }
    }
  }

  @ParameterizedTest(name = "{0} threads")
  @ValueSource(ints = {1, 2, 3, 7})
  void runsOfManyDifferentTaskCountsFollowOneAnother(int threads) {
    int maxTasks = 9;
    int[] runs = new int[maxTasks];
    WorkerTeam.Task body = (task, worker) -> runs[task]++;
    int[] expected = new int[maxTasks];
    try (WorkerTeam team = WorkerTeam.ofThreads(threads)) {
      for (int run = 0; run < 100_000; run++) {
        int tasks = run * 7 % (maxTasks + 1);
        team.run(tasks, body);
        for (int task = 0; task < tasks; task++) {
          expected[task]++;
        }
      }
    }
    assertEquals(Arrays.toString(expected), Arrays.toString(runs));
  }

  @Test
  void allWorkersTakePartEachUnderItsOwnNumber() {
    int threads = 3;
    Thread[] byWorker = new Thread[threads];
    try (WorkerTeam team = WorkerTeam.ofThreads(threads)) {
      Meeting meeting = new Meeting(threads);
      team.run(
          threads,
          (task, worker) -> {
            byWorker[worker] = Thread.currentThread();
            meeting.await();
          });
    }
    assertSame(Thread.currentThread(), byWorker[0]);
    assertEquals("simdann-worker-1", byWorker[1].getName());
    assertEquals("simdann-worker-2", byWorker[2].getName());
    assertTrue(byWorker[1].isDaemon() && byWorker[2].isDaemon());
  }

  @Test
  void noTwoTasksUseOneWorkerNumberAtTheSameTime() {
    int threads = 7;
    AtomicIntegerArray busy = new AtomicIntegerArray(threads);
    AtomicInteger collisions = new AtomicInteger();
    WorkerTeam.Task body =
        (task, worker) -> {
          if (busy.incrementAndGet(worker) != 1) {
            collisions.incrementAndGet();
          }
          Thread.onSpinWait();
          busy.decrementAndGet(worker);
        };
    try (WorkerTeam team = WorkerTeam.ofThreads(threads)) {
      for (int run = 0; run < 2_000; run++) {
        team.run(20, body);
      }
    }
    assertEquals(0, collisions.get());
  }

  @Test
  void thereAreNeverMoreWorkersThanTasks() {
    AtomicInteger highest = new AtomicInteger();
    WorkerTeam.Task body = (task, worker) -> highest.accumulateAndGet(worker, Math::max);
    try (WorkerTeam team = WorkerTeam.ofThreads(7)) {
      for (int run = 0; run < 20_000; run++) {
        team.run(2, body);
      }
    }
    assertTrue(highest.get() < 2, () -> "worker " + highest);
  }

  @Test
  void aSingleTaskRunsOnTheCallingThread() {
    try (WorkerTeam team = WorkerTeam.ofThreads(3)) {
      for (int run = 0; run < 1_000; run++) {
        team.run(
            1,
            (task, worker) -> {
              assertEquals(0, worker);
              assertFalse(Thread.currentThread().getName().startsWith("simdann-worker"));
            });
      }
    }
  }

  @Test
  void tasksOfATeamOfOneRunInOrderOnTheCallingThread() {
    StringBuilder order = new StringBuilder();
    try (WorkerTeam team = WorkerTeam.ofThreads(1)) {
      team.run(5, (task, worker) -> order.append(task).append('/').append(worker).append(' '));
    }
    assertEquals("0/0 1/0 2/0 3/0 4/0 ", order.toString());
  }

  @ParameterizedTest(name = "{0} threads")
  @ValueSource(ints = {1, 2, 3, 7})
  void aNestedRunStaysOnItsWorkerAndKeepsItsNumber(int threads) {
    AtomicInteger inner = new AtomicInteger();
    AtomicInteger strays = new AtomicInteger();
    try (WorkerTeam team = WorkerTeam.ofThreads(threads)) {
      for (int run = 0; run < 200; run++) {
        team.run(
            10,
            (task, worker) -> {
              Thread thread = Thread.currentThread();
              int[] next = new int[1];
              team.run(
                  4,
                  (innerTask, innerWorker) -> {
                    inner.incrementAndGet();
                    if (innerTask != next[0]++
                        || innerWorker != worker
                        || Thread.currentThread() != thread) {
                      strays.incrementAndGet();
                    }
                  });
            });
      }
    }
    assertEquals(200 * 10 * 4, inner.get());
    assertEquals(0, strays.get());
  }

  @Test
  void aTaskMayRunAnotherTeam() {
    AtomicInteger runs = new AtomicInteger();
    try (WorkerTeam outer = WorkerTeam.ofThreads(2);
        WorkerTeam inner = WorkerTeam.ofThreads(2)) {
      outer.run(4, (a, b) -> inner.run(4, (c, d) -> runs.incrementAndGet()));
    }
    assertEquals(16, runs.get());
  }

  @Test
  void runsOfSeveralThreadsFollowOneAnother() throws InterruptedException {
    int callers = 4;
    int runsEach = 2_000;
    int tasks = 5;
    // Plain fields: would be torn if two runs were in progress at the same time.
    long[] sums = new long[tasks];
    AtomicInteger wrong = new AtomicInteger();
    try (WorkerTeam team = WorkerTeam.ofThreads(3)) {
      WorkerTeam.Task body = (task, worker) -> sums[task]++;
      Thread[] threads = new Thread[callers];
      for (int i = 0; i < callers; i++) {
        threads[i] =
            new Thread(
                () -> {
                  for (int run = 0; run < runsEach; run++) {
                    team.run(tasks, body);
                  }
                });
        threads[i].setUncaughtExceptionHandler((thread, thrown) -> wrong.incrementAndGet());
        threads[i].start();
      }
      for (Thread thread : threads) {
        thread.join();
      }
    }
    assertEquals(0, wrong.get());
    for (long sum : sums) {
      assertEquals((long) callers * runsEach, sum);
    }
  }

  @Test
  void anInterruptOfTheCallerLosesNoTaskAndIsKept() {
    int[] runs = new int[100];
    try (WorkerTeam team = WorkerTeam.ofThreads(3)) {
      Thread.currentThread().interrupt();
      team.run(runs.length, (task, worker) -> runs[task]++);
      assertTrue(Thread.interrupted());
    }
    assertTrue(Arrays.stream(runs).allMatch(count -> count == 1));
  }

  @Test
  void interruptsDoNotEndTheWorkers() {
    int threads = 3;
    Thread[] byWorker = new Thread[threads];
    try (WorkerTeam team = WorkerTeam.ofThreads(threads)) {
      for (int round = 0; round < 20; round++) {
        Meeting meeting = new Meeting(threads);
        team.run(
            threads,
            (task, worker) -> {
              byWorker[worker] = Thread.currentThread();
              if (worker != 0) {
                Thread.currentThread().interrupt();
              }
              meeting.await();
            });
        byWorker[1].interrupt();
        byWorker[2].interrupt();
      }
      assertTrue(byWorker[1].isAlive() && byWorker[2].isAlive());
    }
  }

  @Test
  void badArgumentsAreRefused() {
    assertEquals(
        "a worker team needs at least 1 thread, not 0",
        assertThrows(IllegalArgumentException.class, () -> WorkerTeam.ofThreads(0)).getMessage());
    try (WorkerTeam team = WorkerTeam.ofThreads(2)) {
      assertEquals(
          "tasks must be 0 or more, not -1",
          assertThrows(IllegalArgumentException.class, () -> team.run(-1, (task, worker) -> {}))
              .getMessage());
      assertEquals(
          "body", assertThrows(NullPointerException.class, () -> team.run(0, null)).getMessage());
    }
  }

  @Test
  void theDefaultIsOneThreadPerProcessor() {
    assertEquals(Runtime.getRuntime().availableProcessors(), WorkerTeam.defaultThreads());
  }

  @ParameterizedTest(name = "{0} threads")
  @ValueSource(ints = {1, 2, 3, 7})
  void runsAllocateNothingOnceWarm(int threads) {
    ThreadMXBean bean = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long[] before = new long[threads];
    long[] after = new long[threads];
    AtomicInteger arrived = new AtomicInteger();
    WorkerTeam.Task readBefore =
        (task, worker) -> {
          arrived.incrementAndGet();
          while (arrived.get() < threads) {
            Thread.onSpinWait();
          }
          before[worker] = bean.getCurrentThreadAllocatedBytes();
        };
    WorkerTeam.Task readAfter =
        (task, worker) -> {
          arrived.incrementAndGet();
          while (arrived.get() < threads) {
            Thread.onSpinWait();
          }
          after[worker] = bean.getCurrentThreadAllocatedBytes();
        };
    long[] sums = new long[20];
    WorkerTeam.Task body = (task, worker) -> sums[task] += task;
    try (WorkerTeam team = WorkerTeam.ofThreads(threads)) {
      for (int round = 0; round < 3; round++) {
        arrived.set(0);
        team.run(threads, readBefore);
        for (int run = 0; run < 10_000; run++) {
          team.run(sums.length, body);
        }
        arrived.set(0);
        team.run(threads, readAfter);
      }
    }
    assertEquals(Arrays.toString(before), Arrays.toString(after));
  }

  /** A place that tasks leave only when as many have come. */
  static final class Meeting {

    private final AtomicInteger missing;

    Meeting(int tasks) {
      missing = new AtomicInteger(tasks);
    }

    void await() {
      missing.decrementAndGet();
      while (missing.get() > 0) {
        Thread.yield();
      }
    }
  }
}
