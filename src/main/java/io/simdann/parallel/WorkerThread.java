package io.simdann.parallel;

import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.IdleStrategy;

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

  /** Spare threads may be many, so they look seldom. */
  private static final long MAX_SPARE_PARK_NANOS = 100_000_000;

  final WorkerTeam team;
  final int worker;

  private WorkerThread(WorkerTeam team, int worker, Runnable loop) {
    super(loop);
    setDaemon(true);
    this.team = team;
    this.worker = worker;
  }

  /**
   * What a thread does while there is no run.
   *
   * @param spare whether it is one of more than there are processors
   */
  static IdleStrategy idleStrategy(boolean spare) {
    return spare
        ? new BackoffIdleStrategy(0, 0, MIN_PARK_NANOS, MAX_SPARE_PARK_NANOS)
        : new BackoffIdleStrategy(MAX_SPINS, MAX_YIELDS, MIN_PARK_NANOS, MAX_PARK_NANOS);
  }

  /** Starts the thread of one worker, named for the agent's role. */
  static WorkerThread start(WorkerTeam team, int worker, Agent agent, IdleStrategy idle) {
    // What a task throws goes to the caller of run, and an error of the agent to the team.
    var runner = new AgentRunner(idle, thrown -> {}, null, agent);
    return (WorkerThread)
        AgentRunner.startOnThread(runner, loop -> new WorkerThread(team, worker, loop));
  }

  /** Runs the agent's loop. Nothing is printed if it fails: the next run on the team tells. */
  @Override
  public void run() {
    Throwable death = null;
    try {
      super.run();
    } catch (Throwable thrown) {
      death = thrown;
    } finally {
      team.threadEnded(death);
    }
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
