package io.simdann.parallel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.simdann.parallel.WorkerTeamTest.Meeting;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.agrona.concurrent.Agent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

// In a thread of its own: a hanging team spins and heeds no interrupt.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class WorkerTeamCloseTest {

  @Test
  void aClosedTeamRefusesToRun() {
    for (int threads : new int[] {1, 3}) {
      WorkerTeam team = WorkerTeam.ofThreads(threads);
      team.close();
      for (int tasks : new int[] {0, 1, 2, 10}) {
        Exception refused =
            assertThrows(IllegalStateException.class, () -> team.run(tasks, (task, worker) -> {}));
        assertEquals("the worker team is closed", refused.getMessage());
      }
    }
  }

  @Test
  void closingTwiceIsAllowed() {
    WorkerTeam team = WorkerTeam.ofThreads(3);
    assertEquals("WorkerTeam[3 threads]", team.toString());
    team.close();
    team.close();
    assertEquals("WorkerTeam[3 threads, closed]", team.toString());
    assertThrows(IllegalStateException.class, () -> team.run(1, (task, worker) -> {}));
  }

  @Test
  void theThreadsAreGoneWhenCloseReturns() {
    for (long idleNanos : new long[] {0, 30_000_000}) {
      WorkerTeam team = WorkerTeam.ofThreads(7);
      Thread[] threads = threadsOf(team);
      LockSupport.parkNanos(idleNanos);
      team.close();
      for (int worker = 1; worker < threads.length; worker++) {
        assertFalse(threads[worker].isAlive());
      }
    }
  }

  @Test
  void aTeamThatNeverRanCanBeClosed() {
    for (int round = 0; round < 100; round++) {
      WorkerTeam team = WorkerTeam.ofThreads(3);
      team.close();
    }
  }

  @Test
  void manyTeamsLeaveNoThreadBehind() {
    for (int round = 0; round < 100; round++) {
      Thread[] threads;
      try (WorkerTeam team = WorkerTeam.ofThreads(3)) {
        threads = threadsOf(team);
      }
      assertFalse(threads[1].isAlive() || threads[2].isAlive());
    }
  }

  @Test
  void aRunInProgressCompletesWhileAnotherThreadCloses() throws InterruptedException {
    WorkerTeam team = WorkerTeam.ofThreads(3);
    CountDownLatch begun = new CountDownLatch(1);
    int[] runs = new int[50];
    Thread caller =
        new Thread(
            () ->
                team.run(
                    runs.length,
                    (task, worker) -> {
                      begun.countDown();
                      LockSupport.parkNanos(1_000_000);
                      runs[task]++;
                    }));
    caller.start();
    begun.await();
    team.close();
    caller.join();
    for (int count : runs) {
      assertEquals(1, count);
    }
    assertThrows(IllegalStateException.class, () -> team.run(2, (task, worker) -> {}));
  }

  @Test
  void aTaskMayCloseTheTeam() throws InterruptedException {
    for (int closing : new int[] {0, 1}) {
      WorkerTeam team = WorkerTeam.ofThreads(2);
      Thread[] threads = threadsOf(team);
      Meeting meeting = new Meeting(2);
      team.run(
          2,
          (task, worker) -> {
            meeting.await();
            if (worker == closing) {
              team.close();
            }
          });
      threads[1].join();
      assertThrows(IllegalStateException.class, () -> team.run(2, (task, worker) -> {}));
    }
  }

  @Test
  void anInterruptDoesNotKeepTheThreadsAlive() {
    WorkerTeam team = WorkerTeam.ofThreads(3);
    Thread[] threads = threadsOf(team);
    Thread.currentThread().interrupt();
    team.close();
    assertTrue(Thread.interrupted());
    assertFalse(threads[1].isAlive() || threads[2].isAlive());
  }

  // A library's user gives no flag for Agrona, some of whose classes reach into the JDK.
  @Test
  void aTeamWorksInAJvmThatOpensNothingAndPrintsNothing() throws Exception {
    String classPath =
        String.join(
            File.pathSeparator,
            List.of(
                locationOf(WorkerTeam.class), locationOf(Agent.class), locationOf(Outside.class)));
    Process process =
        new ProcessBuilder(
                List.of(
                    System.getProperty("java.home") + "/bin/java",
                    "-Xmx64m",
                    "-Xshare:auto",
                    "-XX:TieredStopAtLevel=1",
                    "-cp",
                    classPath,
                    Outside.class.getName()))
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor());
    assertEquals("4950", output.strip());
  }

  private static String locationOf(Class<?> type) throws Exception {
    return new File(type.getProtectionDomain().getCodeSource().getLocation().toURI()).getPath();
  }

  /** What runs in the other JVM: a run, a failing run, idling long enough to park, and the end. */
  static final class Outside {

    public static void main(String[] arguments) {
      int[] numbers = new int[100];
      try (WorkerTeam team = WorkerTeam.ofThreads(3)) {
        threadsOf(team);
        team.run(numbers.length, (task, worker) -> numbers[task] = task);
        LockSupport.parkNanos(20_000_000);
        try {
          team.run(
              3,
              (task, worker) -> {
                throw new AssertionError(task);
              });
        } catch (AssertionError expected) {
          Objects.requireNonNull(expected);
        }
      }
      int sum = 0;
      for (int number : numbers) {
        sum += number;
      }
      System.out.println(sum);
    }
  }

  /** The threads of a team by worker number, the caller first. */
  static Thread[] threadsOf(WorkerTeam team) {
    Thread[] threads = new Thread[team.size()];
    Meeting meeting = new Meeting(threads.length);
    team.run(
        threads.length,
        (task, worker) -> {
          threads[worker] = Thread.currentThread();
          meeting.await();
        });
    return threads;
  }
}
