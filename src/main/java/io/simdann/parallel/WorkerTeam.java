package io.simdann.parallel;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.AgentTerminationException;
import org.agrona.concurrent.IdleStrategy;

/**
 * A fixed team of threads that processes numbered tasks, made for steps of microseconds.
 *
 * <p>{@link #run run(tasks, body)} calls {@code body} for every task number once. The thread that
 * calls it is worker 0 of the team and works too; the others are daemon threads of the team, named
 * {@code simdann-worker-1} and so on. Who does which task is a matter of timing: a task must not
 * let its result depend on the worker, whose number is there to choose scratch memory by.
 *
 * <p>Nobody waits for a worker that has not begun: one that wakes too late for a short run finds
 * the tasks done by the others. Between runs the workers first spin, then yield, then park, so that
 * a run that follows closely meets them awake and an idle team costs next to nothing. Of a team
 * with more threads than processors a run wakes only as many as there are processors. The others
 * are spare: they neither spin nor yield, and look from time to time whether a run lasts long
 * enough to have tasks left for them. So a team that is too large is little slower, and never
 * faster.
 *
 * <p>Whatever was written before {@code run} is visible to the tasks, and whatever the tasks wrote
 * is visible after it. {@code run} itself allocates nothing, and whatever fails while memory is
 * short comes out of it as it would at any other time: the failure of a task is passed on without
 * an allocation, and should a thread of the team die, runs fail instead of waiting for it.
 *
 * <p>A team may be shared: runs of several threads follow one another. Code that a task calls may
 * use the team as well; such a nested run is processed in order by the worker that called for it,
 * under the same number. Two things block forever: a task that waits for another which no worker is
 * left to begin, and a task that waits for a thread that itself calls {@code run} on the same team.
 */
public final class WorkerTeam implements AutoCloseable {

  /** What a team runs. */
  @FunctionalInterface
  public interface Task {

    /**
     * Processes one task, possibly while other workers process others.
     *
     * @param task number of the task, from 0 to tasks − 1
     * @param worker number of the worker that runs it, from 0 to size − 1 and, unless the run is
     *     nested, less than tasks; no two tasks of a run are under way at the same time with the
     *     same number
     */
    void run(int task, int worker);
  }

  /** How long the caller spins for the last tasks of others, before it yields between looks. */
  private static final int MAX_SPINS = 1_000;

  /** Looks after which it parks between them, some milliseconds on a processor of its own. */
  private static final int MAX_LOOKS = 20_000;

  /** Short against the milliseconds for which it has waited by then. */
  private static final long PARK_NANOS = 50_000;

  private static final long CLOSE_TIMEOUT_NANOS = 5_000_000_000L;

  /** The bits of a ticket that count the tasks nobody has taken; those above number the run. */
  private static final long UNTAKEN_MASK = (1L << Integer.SIZE) - 1;

  /** Made beforehand, since a team may have to end for want of memory. */
  private static final AgentTerminationException END =
      new AgentTerminationException(null, null, false, false);

  private final ReentrantLock oneRunAtATime = new ReentrantLock();
  private final WorkerThread[] threads;

  /** The first threads, those that a run wakes: with the caller one for each processor. */
  private final int woken;

  private volatile boolean closed;

  /** What ended a thread before the team was closed; null almost always. */
  private volatile Throwable death;

  // The run in progress. Body and task count are written before the ticket is issued and stay until
  // no task is unfinished, so whoever takes a task by way of the ticket sees what belongs to it.
  private Task body;
  private int tasks;
  private Throwable failure;
  private final AtomicLong ticket = new AtomicLong();
  final AtomicInteger unfinished = new AtomicInteger();

  private WorkerTeam(int size) {
    threads = new WorkerThread[size - 1];
    woken = Math.min(size, defaultThreads()) - 1;
  }

  /**
   * Starts a team.
   *
   * @param size number of threads that work at the same time, the caller of {@code run} included; 1
   *     or more. A team of one starts no thread.
   * @return a team, to be closed when it is not needed any more
   * @throws IllegalArgumentException if {@code size} is less than 1
   * @throws OutOfMemoryError if the operating system gives no more threads; none is left behind
   */
  public static WorkerTeam ofThreads(int size) {
    return ofThreads(size, UnaryOperator.identity());
  }

  /** With what the workers do between runs, so that tests can make it fail. */
  static WorkerTeam ofThreads(int size, UnaryOperator<IdleStrategy> changed) {
    if (size < 1) {
      throw new IllegalArgumentException("a worker team needs at least 1 thread, not " + size);
    }
    WorkerTeam team = new WorkerTeam(size);
    try {
      for (int worker = 1; worker < size; worker++) {
        IdleStrategy idle = changed.apply(WorkerThread.idleStrategy(worker > team.woken));
        team.threads[worker - 1] = WorkerThread.start(team, worker, team.new Worker(worker), idle);
      }
    } catch (Throwable noThread) {
      team.close();
      throw noThread;
    }
    return team;
  }

  /**
   * Returns the number of threads to use when nobody asks for another.
   *
   * @return the number of processors that the JVM may use, 1 or more
   */
  public static int defaultThreads() {
    return Runtime.getRuntime().availableProcessors();
  }

  /**
   * Returns the size of this team.
   *
   * @return the number of threads that work at the same time, the caller of {@code run} included
   */
  public int size() {
    return threads.length + 1;
  }

  /**
   * Runs every task from 0 to tasks − 1 once and returns when all have finished.
   *
   * <p>Tasks are begun in ascending order. If one throws, tasks that have not begun by then are
   * left out, and when those that have are finished the exception is thrown here: the same object,
   * with those of other tasks {@linkplain Throwable#addSuppressed added as suppressed}. The team
   * stays usable.
   *
   * <p>An interrupt of the calling thread neither ends the run nor loses a task; the thread's
   * interrupt status is left as it is. Interrupts of the team's own threads are ignored.
   *
   * @param tasks number of tasks, 0 or more; a single task runs on the calling thread
   * @param body what to call for each
   * @throws IllegalArgumentException if {@code tasks} is negative
   * @throws IllegalStateException if the team is closed, or a thread of the team has died
   */
  public void run(int tasks, Task body) {
    if (tasks < 0) {
      throw new IllegalArgumentException("tasks must be 0 or more, not " + tasks);
    }
    Objects.requireNonNull(body, "body");
    if (oneRunAtATime.isHeldByCurrentThread()) {
      runInOrder(tasks, 0, body);
    } else if (Thread.currentThread() instanceof WorkerThread thread && thread.team == this) {
      runInOrder(tasks, thread.worker, body);
    } else {
      oneRunAtATime.lock();
      try {
        runAsOwner(tasks, body);
      } finally {
        oneRunAtATime.unlock();
      }
    }
  }

  private static void runInOrder(int tasks, int worker, Task body) {
    for (int task = 0; task < tasks; task++) {
      body.run(task, worker);
    }
  }

  private void runAsOwner(int tasks, Task body) {
    if (closed) {
      throw unusable();
    }
    int others = Math.min(threads.length, tasks - 1);
    if (others <= 0) {
      runInOrder(tasks, 0, body);
      return;
    }
    this.tasks = tasks;
    this.body = body;
    failure = null;
    unfinished.set(tasks);
    long run = (ticket.get() & ~UNTAKEN_MASK) + UNTAKEN_MASK + 1;
    ticket.set(run | tasks);
    try {
      for (int i = 0; i < Math.min(woken, others); i++) {
        LockSupport.unpark(threads[i]);
      }
      takeTasks(0);
    } finally {
      awaitStragglers();
      this.body = null;
    }
    if (failure != null) {
      WorkerTeam.<RuntimeException>rethrow(failure);
    }
  }

  private IllegalStateException unusable() {
    return death == null
        ? new IllegalStateException("the worker team is closed")
        : new IllegalStateException("a thread of the worker team has died: " + death, death);
  }

  /**
   * Processes tasks of the run in progress, if there is one, until none is left to be taken. When a
   * task fails there may be no memory, so nothing is allocated then.
   */
  private void takeTasks(int worker) {
    int finished = 0;
    try {
      for (long seen = ticket.get(); untaken(seen) != 0 && worker < tasks; seen = ticket.get()) {
        // Fails if the ticket has changed, so a task count of another run than the one seen does no
        // harm.
        if (!ticket.compareAndSet(seen, seen - 1)) {
          continue;
        }
        finished++;
        body.run(tasks - untaken(seen), worker);
      }
    } catch (Throwable thrown) {
      finished += dropUntaken();
      record(thrown);
    } finally {
      // Not before: the run must not end while this worker may still touch its fields.
      if (finished != 0) {
        unfinished.getAndAdd(-finished);
      }
    }
  }

  /** Leaves no task to be taken, and returns how many there were. */
  private int dropUntaken() {
    long seen = ticket.get();
    // A lambda for AtomicLong.getAndUpdate would be an object, to be made when it is needed first.
    while (!ticket.compareAndSet(seen, seen & ~UNTAKEN_MASK)) {
      seen = ticket.get();
    }
    return untaken(seen);
  }

  private static int untaken(long ticket) {
    return (int) (ticket & UNTAKEN_MASK);
  }

  private synchronized void record(Throwable thrown) {
    if (failure == null) {
      failure = thrown;
    } else if (failure != thrown) {
      try {
        failure.addSuppressed(thrown);
      } catch (OutOfMemoryError noRoomForTheList) {
        // The first failure is thrown all the same.
      }
    }
  }

  /** Waits for the tasks that others have begun. */
  private void awaitStragglers() {
    for (int looks = 0; unfinished.get() != 0; looks++) {
      if (looks < MAX_SPINS) {
        Thread.onSpinWait();
      } else if (looks < MAX_LOOKS) {
        Thread.yield();
      } else {
        looks = MAX_LOOKS;
        if (closed && noThreadIsAlive() && unfinished.get() != 0) {
          // Whoever had begun them will never finish.
          record(unusable());
          return;
        }
        LockSupport.parkNanos(PARK_NANOS);
      }
    }
  }

  private boolean noThreadIsAlive() {
    for (WorkerThread thread : threads) {
      if (thread.isAlive()) {
        return false;
      }
    }
    return true;
  }

  /**
   * A thread has come to its end. If that wasn't wanted the team is closed, so that the other
   * threads end as well, and nobody waits for this one. It may have tasks on its account: where an
   * object that HotSpot's compiler had done without is needed after all, and there is no memory for
   * it, the error leaves compiled methods without their {@code finally} blocks.
   *
   * @param cause what it died of; null if it ended because the team is closed
   */
  void threadEnded(Throwable cause) {
    if (cause != null) {
      death = cause;
    }
    closed = true;
  }

  /** Whether a thread has ended that was not to, perhaps in the middle of a task. */
  boolean isDead() {
    return death != null;
  }

  /** Throws anything as it is. */
  @SuppressWarnings("unchecked")
  static <T extends Throwable> void rethrow(Throwable thrown) throws T {
    throw (T) thrown;
  }

  /**
   * Stops the threads of this team and waits until they have ended; an interrupt does not shorten
   * that, and the interrupt status is left as it is. A run that another thread has in progress
   * completes: workers that are in it leave when no task is left to be taken, and the others leave
   * the rest to them. If that takes more than 5 seconds, this method returns all the same, and the
   * threads end when they are done.
   *
   * <p>Closing a closed team changes nothing.
   */
  @Override
  public void close() {
    closed = true;
    for (WorkerThread thread : threads) {
      LockSupport.unpark(thread);
    }
    long deadline = System.nanoTime() + CLOSE_TIMEOUT_NANOS;
    boolean interrupted = false;
    for (WorkerThread thread : threads) {
      // Null if it could not be started; itself if a task closes the team.
      if (thread != null && thread != Thread.currentThread()) {
        interrupted |= thread.joinUntil(deadline);
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Shows the size.
   *
   * @return for example {@code WorkerTeam[2 threads]}, or {@code WorkerTeam[2 threads, closed]}
   */
  @Override
  public String toString() {
    return "WorkerTeam[" + size() + " threads" + (closed ? ", closed]" : "]");
  }

  /** What a thread of the team does between its idling: look for a run and take part in it. */
  private final class Worker implements Agent {

    private final int worker;
    private long lastRun;

    Worker(int worker) {
      this.worker = worker;
    }

    @Override
    public String roleName() {
      return "simdann-worker-" + worker;
    }

    @Override
    public int doWork() {
      if (closed) {
        throw END;
      }
      long run = ticket.get() & ~UNTAKEN_MASK;
      if (run == lastRun || worker >= tasks) {
        return 0;
      }
      lastRun = run;
      takeTasks(worker);
      // Even if nothing was left to take: where there was a run another may follow, so stay awake.
      return 1;
    }
  }
}
