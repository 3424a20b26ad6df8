package io.simdann.parallel;

import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.BackoffIdleStrategy;

/** A daemon thread that runs the agent of one worker of a {@link WorkerTeam} until it is closed. */
final class WorkerThread extends Thread {

  // Some 30 microseconds of spinning and 2 milliseconds of yielding outlast the serial stretches of
  // a training loop, and spare it the operating system, which may take milliseconds to bring back a
  // parked thread. A run wakes parked threads itself: the longest park only bounds the cost of
  // idleness.
  private static final int MAX_SPINS = 1_000;
  private static final int MAX_YIELDS = 5_000;
  private static final long MIN_PARK_NANOS = 100_000;
  private static final long MAX_PARK_NANOS = 10_000_000;

  final WorkerTeam team;
  final int worker;

  private WorkerThread(WorkerTeam team, int worker, Runnable loop) {
    super(loop);
    setDaemon(true);
    this.team = team;
    this.worker = worker;
  }

  /** Starts the thread of one worker, named for the agent's role. */
  static WorkerThread start(WorkerTeam team, int worker, Agent agent) {
    var idle = new BackoffIdleStrategy(MAX_SPINS, MAX_YIELDS, MIN_PARK_NANOS, MAX_PARK_NANOS);
    // What a task throws goes to the caller of run; the agent itself throws nothing to be handled.
    var runner = new AgentRunner(idle, thrown -> {}, null, agent);
    return (WorkerThread)
        AgentRunner.startOnThread(runner, loop -> new WorkerThread(team, worker, loop));
  }

  /** Does nothing: the agent's loop would take an interrupt for the end of its life. */
  @Override
  public void interrupt() {}

  /**
   * Waits for this thread to end, regardless of interrupts.
   *
   * @param deadline when to give up, in terms of {@link System#nanoTime}
   * @return true if the calling thread was interrupted meanwhile
   */
  boolean joinUntil(long deadline) {
    boolean interrupted = false;
    while (isAlive()) {
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        break;
      }
      try {
        TimeUnit.NANOSECONDS.timedJoin(this, left);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    return interrupted;
  }
}
