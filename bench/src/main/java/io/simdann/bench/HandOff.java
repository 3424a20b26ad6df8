package io.simdann.bench;

import io.simdann.parallel.WorkerTeam;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** What a run of a busy worker team costs: as many tasks as threads, and no work in them. */
public class HandOff extends BenchmarkSettings {

  @Param("2")
  public int threads;

  private final AtomicInteger begun = new AtomicInteger();
  private final WorkerTeam.Task empty = (task, worker) -> {};
  private final WorkerTeam.Task meeting = (task, worker) -> meet();
  private WorkerTeam team;

  @Setup
  public void prepare() {
    team = WorkerTeam.ofThreads(threads);
    AtomicInteger[] calls = new AtomicInteger[threads];
    for (int task = 0; task < threads; task++) {
      calls[task] = new AtomicInteger();
    }
    for (int run = 0; run < 1000; run++) {
      team.run(threads, (task, worker) -> calls[task].incrementAndGet());
    }
    for (AtomicInteger task : calls) {
      Check.same("calls of a task", task.get(), 1000);
    }
  }

  @TearDown
  public void close() {
    team.close();
  }

  /** Empty tasks: a worker that comes too late finds them done by the caller. */
  @Benchmark
  public void emptyTasks() {
    team.run(threads, empty);
  }

  /** Tasks that end when all have begun: the way to every other thread and back. */
  @Benchmark
  public void meetingTasks() {
    begun.set(0);
    team.run(threads, meeting);
  }

  private void meet() {
    begun.incrementAndGet();
    while (begun.get() < threads) {
      Thread.onSpinWait();
    }
  }
}
