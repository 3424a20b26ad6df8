package io.simdann.parallel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.simdann.parallel.WorkerTeamTest.Meeting;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

// In a thread of its own: a hanging team spins and heeds no interrupt.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class WorkerTeamFailureTest {

  @ParameterizedTest(name = "worker {0}")
  @ValueSource(ints = {0, 1, 2})
  void anExceptionOfAnyWorkerReachesTheCallerAsItIs(int failing) {
    int threads = 3;
    RuntimeException thrown = new IllegalStateException("task failed");
    try (WorkerTeam team = WorkerTeam.ofThreads(threads)) {
      for (int round = 0; round < 100; round++) {
        Meeting meeting = new Meeting(threads);
        WorkerTeam.Task body =
            (task, worker) -> {
              meeting.await();
              if (worker == failing) {
                throw thrown;
              }
            };
        assertSame(thrown, assertThrows(RuntimeException.class, () -> team.run(threads, body)));
        assertEquals(0, thrown.getSuppressed().length);
        assertUsable(team);
      }
    }
  }

  @ParameterizedTest(name = "worker {0}")
  @ValueSource(ints = {0, 1})
  void anErrorOfAnyWorkerReachesTheCallerAsItIs(int failing) {
    Error thrown = new StackOverflowError();
    try (WorkerTeam team = WorkerTeam.ofThreads(2)) {
      Meeting meeting = new Meeting(2);
      WorkerTeam.Task body =
          (task, worker) -> {
            meeting.await();
            if (worker == failing) {
              throw thrown;
            }
          };
      assertSame(thrown, assertThrows(Error.class, () -> team.run(2, body)));
      assertUsable(team);
    }
  }

  @Test
  void aCheckedExceptionThrownOnTheSlyReachesTheCallerAsItIs() {
    IOException thrown = new IOException("disk full");
    try (WorkerTeam team = WorkerTeam.ofThreads(2)) {
      Meeting meeting = new Meeting(2);
      WorkerTeam.Task body =
          (task, worker) -> {
            meeting.await();
            if (worker == 1) {
              WorkerTeamFailureTest.<RuntimeException>throwOnTheSly(thrown);
            }
          };
      assertSame(thrown, assertThrows(IOException.class, () -> team.run(2, body)));
      assertUsable(team);
    }
  }

  @Test
  void exceptionsOfOtherTasksAreSuppressed() {
    int threads = 3;
    try (WorkerTeam team = WorkerTeam.ofThreads(threads)) {
      for (int round = 0; round < 200; round++) {
        Meeting meeting = new Meeting(threads);
        RuntimeException[] thrown = new RuntimeException[threads];
        WorkerTeam.Task body =
            (task, worker) -> {
              thrown[task] = new IllegalStateException("task " + task);
              meeting.await();
              throw thrown[task];
            };
        RuntimeException caught =
            assertThrows(RuntimeException.class, () -> team.run(threads, body));
        Set<Throwable> all = new HashSet<>(List.of(caught.getSuppressed()));
        assertEquals(threads - 1, all.size());
        all.add(caught);
        assertEquals(Set.of(thrown), all);
        assertUsable(team);
      }
    }
  }

  @Test
  void oneExceptionThrownByAllTasksIsNotSuppressedByItself() {
    int threads = 3;
    RuntimeException thrown = new IllegalStateException("the same");
    try (WorkerTeam team = WorkerTeam.ofThreads(threads)) {
      Meeting meeting = new Meeting(threads);
      WorkerTeam.Task body =
          (task, worker) -> {
            meeting.await();
            throw thrown;
          };
      assertSame(thrown, assertThrows(RuntimeException.class, () -> team.run(threads, body)));
      assertEquals(0, thrown.getSuppressed().length);
    }
  }

  @ParameterizedTest(name = "{0} threads")
  @ValueSource(ints = {1, 2, 3, 7})
  void afterAnExceptionNoFurtherTaskIsBegun(int threads) {
    int tasks = 1_000_000_000;
    AtomicInteger begun = new AtomicInteger();
    try (WorkerTeam team = WorkerTeam.ofThreads(threads)) {
      WorkerTeam.Task body =
          (task, worker) -> {
            begun.incrementAndGet();
            if (task == 100) {
              throw new IllegalStateException("task 100");
            }
          };
      Exception caught = assertThrows(IllegalStateException.class, () -> team.run(tasks, body));
      assertEquals("task 100", caught.getMessage());
      // The others go on until the exception has been caught, which may take a few milliseconds,
      // but not until the tasks are done.
      assertTrue(begun.get() >= 101 && begun.get() < tasks, () -> begun + " tasks were begun");
      int after = begun.get();
      assertUsable(team);
      assertEquals(after, begun.get());
    }
  }

  @Test
  void theCallerGetsTheExceptionOnlyWhenTheTasksThatHaveBegunAreFinished() {
    try (WorkerTeam team = WorkerTeam.ofThreads(2)) {
      for (int round = 0; round < 100; round++) {
        Meeting meeting = new Meeting(2);
        int[] finished = new int[1];
        WorkerTeam.Task body =
            (task, worker) -> {
              meeting.await();
              if (worker == 0) {
                throw new IllegalStateException();
              }
              for (int i = 0; i < 100; i++) {
                Thread.yield();
              }
              finished[0] = 1;
            };
        assertThrows(IllegalStateException.class, () -> team.run(2, body));
        assertEquals(1, finished[0]);
      }
    }
  }

  @ParameterizedTest(name = "{0} threads")
  @ValueSource(ints = {1, 2, 3})
  void anExceptionOfANestedRunReachesTheOuterCaller(int threads) {
    RuntimeException thrown = new IllegalStateException("inner");
    try (WorkerTeam team = WorkerTeam.ofThreads(threads)) {
      WorkerTeam.Task inner =
          (task, worker) -> {
            if (task == 2) {
              throw thrown;
            }
          };
      WorkerTeam.Task outer =
          (task, worker) -> {
            if (task == 5) {
              team.run(4, inner);
            }
          };
      assertSame(thrown, assertThrows(RuntimeException.class, () -> team.run(10, outer)));
      assertUsable(team);
    }
  }

  @Test
  void manyFailingRunsInARowLeaveTheTeamUsable() {
    try (WorkerTeam team = WorkerTeam.ofThreads(3)) {
      WorkerTeam.Task body =
          (task, worker) -> {
            if (task % 3 == 1) {
              throw new IllegalStateException("task " + task);
            }
          };
      for (int run = 0; run < 5_000; run++) {
        Exception caught = assertThrows(IllegalStateException.class, () -> team.run(6, body));
        assertNotNull(caught.getMessage());
        if (run % 100 == 0) {
          assertUsable(team);
        }
      }
    }
  }

  private static void assertUsable(WorkerTeam team) {
    int[] runs = new int[20];
    team.run(runs.length, (task, worker) -> runs[task]++);
    int[] once = new int[runs.length];
    Arrays.fill(once, 1);
    assertArrayEquals(once, runs);
  }

  @SuppressWarnings("unchecked")
  private static <T extends Throwable> void throwOnTheSly(Throwable thrown) throws T {
    throw (T) thrown;
  }
}
