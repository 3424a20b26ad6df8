package io.simdann.spark;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.apache.spark.scheduler.SparkListenerJobEnd;
import org.apache.spark.scheduler.SparkListenerJobStart;

/**
 * Tells when a program waits for executors, which Spark does for ever and without a word but in its
 * log. After some seconds without any there is one line; at a limit all jobs are cancelled, for a
 * reason that {@link SparkFailures} makes the failure's message, and so are later ones until an
 * executor comes. Waiting begins when there are jobs and no executor, be it that none has come yet
 * or that the last one was lost. Of executors that are there and say nothing, {@link
 * SilentExecutors} tell.
 */
final class ExecutorWatch extends SparkListener implements AutoCloseable {

  /** How the reason begins for which jobs are cancelled. */
  static final String REASON = "no executor from ";

  /** What Spark asks for if nobody says otherwise. */
  private static final String DEFAULT_MEMORY = "1g";

  private final SparkContext context;
  private final SparkConf settings;
  private final Duration tellAfter;
  private final Duration limit;
  private final Consumer<String> told;
  private final ScheduledThreadPoolExecutor timer =
      new ScheduledThreadPoolExecutor(1, ExecutorWatch::daemon);
  private final LiveExecutors executors;
  private final SilentExecutors silent;
  private final Set<Integer> jobs = new HashSet<>();

  /** What is to happen if there are no executors for so long; none while nobody waits. */
  private List<Future<?>> pending;

  private String lastLoss;
  private String reason;

  /**
   * Watches over the executors of a context, until it is closed.
   *
   * @param context the context; threads of this JVM are never waited for
   * @param tellAfter how long to wait before saying so
   * @param limit how long to wait at all
   * @param told gets the lines
   */
  ExecutorWatch(SparkContext context, Duration tellAfter, Duration limit, Consumer<String> told) {
    this.context = context;
    this.settings = context.getConf();
    this.tellAfter = tellAfter;
    this.limit = limit;
    this.told = told;
    timer.setRemoveOnCancelPolicy(true);
    synchronized (this) {
      executors = new LiveExecutors(context, this::update);
      silent = new SilentExecutors(context, timer, told);
      if (!context.isLocal()) {
        context.addSparkListener(this);
      }
    }
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "simdann-executor-watch");
    thread.setDaemon(true);
    return thread;
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
    lastLoss =
        removed
            .reason()
            .lines()
            .map(String::strip)
            .filter(line -> !line.isEmpty())
            .collect(Collectors.joining(" "));
  }

  /** Starts the clock, or stops it. */
  private synchronized void update() {
    boolean some = !executors.locations().isEmpty();
    if (some) {
      reason = null;
    }
    // Idle executors may be given back, and asked for again with the next job.
    boolean waiting = !some && !jobs.isEmpty();
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
          String.format(
              Locale.ROOT,
              "%s; giving up after %d s without any (--executor-timeout)",
              without(tellAfter),
              limit.toSeconds()));
    }
  }

  private synchronized void giveUp() {
    if (pending != null) {
      reason = without(limit) + "; see the cluster's own pages, and --executor-timeout";
      jobs.forEach(job -> context.cancelJob(job, reason));
    }
  }

  private String without(Duration time) {
    String loss =
        lastLoss == null
            ? ""
            : String.format(Locale.ROOT, " (the last one was lost: %s)", lastLoss);
    return REASON
        + String.format(
            Locale.ROOT,
            "%s for %d s%s: asked for executors of %s and %s of memory",
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
  public synchronized void close() {
    timer.shutdownNow();
    executors.close();
    silent.close();
    context.removeSparkListener(this);
  }
}
