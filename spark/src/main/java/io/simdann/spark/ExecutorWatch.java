package io.simdann.spark;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.apache.spark.scheduler.SparkListenerJobEnd;
import org.apache.spark.scheduler.SparkListenerJobStart;

/**
 * Tells when a program waits for executors, which Spark does for ever and without a word but in its
 * log. After some seconds without any there is one line; at a limit all jobs are cancelled, for a
 * reason that {@link SparkFailures} makes the failure's message. Waiting begins with this object,
 * and again whenever the last executor is lost while there are jobs.
 */
final class ExecutorWatch extends SparkListener implements AutoCloseable {

  /** How the reason begins for which jobs are cancelled. */
  static final String REASON = "no executor from ";

  /** What Spark asks for if nobody says otherwise. */
  private static final String DEFAULT_MEMORY = "1g";

  private final SparkConf settings;
  private final Duration tellAfter;
  private final Duration limit;
  private final Consumer<String> told;
  private final ScheduledThreadPoolExecutor timer =
      new ScheduledThreadPoolExecutor(1, ExecutorWatch::daemon);
  private final Set<Integer> jobs = new HashSet<>();

  /** What is to happen if there are no executors for so long; none while nobody waits. */
  private List<Future<?>> pending;

  private SparkContext context;
  private LiveExecutors executors;
  private boolean everHadOne;
  private String lastLoss;
  private String reason;

  /**
   * Begins to wait, while there is no context yet.
   *
   * @param settings the master, and what executors are asked for
   * @param tellAfter how long to wait before saying so
   * @param limit how long to wait at all
   * @param told gets the lines
   */
  ExecutorWatch(SparkConf settings, Duration tellAfter, Duration limit, Consumer<String> told) {
    this.settings = settings;
    this.tellAfter = tellAfter;
    this.limit = limit;
    this.told = told;
    timer.setRemoveOnCancelPolicy(true);
    update();
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "simdann-executor-watch");
    thread.setDaemon(true);
    return thread;
  }

  /** Goes on with the context that was made of the settings. */
  synchronized void attach(SparkContext made) {
    context = made;
    context.addSparkListener(this);
    executors = new LiveExecutors(context, this::update);
    update();
  }

  @Override
  public synchronized void onJobStart(SparkListenerJobStart start) {
    jobs.add(start.jobId());
    if (reason != null) {
      context.cancelJob(start.jobId(), reason);
    }
    update();
  }

  @Override
  public synchronized void onJobEnd(SparkListenerJobEnd end) {
    jobs.remove(end.jobId());
    update();
  }

  @Override
  public synchronized void onExecutorRemoved(SparkListenerExecutorRemoved removed) {
    lastLoss = removed.reason().strip();
  }

  /** Starts the clock, or stops it. */
  private synchronized void update() {
    boolean some = executors != null && !executors.locations().isEmpty();
    everHadOne |= some;
    // Idle executors may be given back, and asked for again with the next job.
    boolean waiting = !some && (!everHadOne || !jobs.isEmpty());
    if (waiting && pending == null && !timer.isShutdown()) {
      pending =
          List.of(
              timer.schedule(this::tell, tellAfter.toMillis(), TimeUnit.MILLISECONDS),
              timer.schedule(this::giveUp, limit.toMillis(), TimeUnit.MILLISECONDS));
    } else if (!waiting && pending != null) {
      pending.forEach(future -> future.cancel(false));
      pending = null;
    }
  }

  private synchronized void tell() {
    if (pending != null && tellAfter.compareTo(limit) < 0) {
      told.accept(
          "%s; giving up after %d s without any (--executor-timeout)"
              .formatted(without(tellAfter), limit.toSeconds()));
    }
  }

  private synchronized void giveUp() {
    if (pending != null) {
      reason = without(limit) + "; see the cluster's own pages, and --executor-timeout";
      jobs.forEach(job -> context.cancelJob(job, reason));
    }
  }

  private String without(Duration time) {
    String loss = lastLoss == null ? "" : " (the last one was lost: %s)".formatted(lastLoss);
    return REASON
        + "%s for %d s%s: asked for executors of %s and %s of memory"
            .formatted(
                settings.get("spark.master"),
                time.toSeconds(),
                loss,
                cores(),
                settings.get("spark.executor.memory", DEFAULT_MEMORY));
  }

  private String cores() {
    if (settings.contains("spark.executor.cores")) {
      String count = settings.get("spark.executor.cores");
      return count.equals("1") ? "1 core" : count + " cores";
    }
    String master = settings.get("spark.master");
    boolean standalone = master.startsWith("spark://") || master.startsWith("local-cluster");
    return standalone ? "all cores of a worker" : "1 core";
  }

  /** Stops the clock. */
  @Override
  public void close() {
    timer.shutdownNow();
    synchronized (this) {
      if (context != null) {
        executors.close();
        context.removeSparkListener(this);
      }
    }
  }
}
