package io.simdann.spark;

import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerBlockManagerAdded;
import org.apache.spark.scheduler.SparkListenerBlockManagerRemoved;
import org.apache.spark.scheduler.SparkListenerExecutorMetricsUpdate;
import org.apache.spark.storage.BlockManagerId;

/**
 * Tells of executors that send no sign of life: one that is stopped, or cut off, has everybody wait
 * for its tasks, for minutes, until Spark gives it up. Executors send heartbeats; where three were
 * due and none came there is one line, and another one if it comes back.
 */
final class SilentExecutors extends SparkListener implements AutoCloseable {

  private static final int BEATS = 3;

  private final SparkContext context;
  private final Duration beat;
  private final Consumer<String> told;
  private final ScheduledThreadPoolExecutor timer;
  private final Map<String, Executor> executors = new HashMap<>();
  private long lastLook = System.nanoTime();

  /** An executor, when it was heard last, and whether it was told that this is long ago. */
  private static final class Executor {
    private final String name;
    private long heard = System.nanoTime();
    private boolean silent;

    Executor(BlockManagerId id) {
      this.name = Executors.name(id);
    }
  }

  /**
   * Watches over the executors of a context, until it is closed.
   *
   * @param context the context; threads of this JVM are none to hear of
   * @param timer calls every now and then
   * @param told gets the lines
   */
  SilentExecutors(SparkContext context, ScheduledThreadPoolExecutor timer, Consumer<String> told) {
    this.context = context;
    this.timer = timer;
    this.told = told;
    this.beat =
        Duration.ofMillis(context.getConf().getTimeAsMs("spark.executor.heartbeatInterval", "10s"));
    if (!context.isLocal()) {
      context.addSparkListener(this);
      Executors.all(context).forEach(this::found);
      timer.scheduleWithFixedDelay(
          this::look, beat.toMillis(), beat.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private synchronized void found(BlockManagerId id) {
    executors.putIfAbsent(id.executorId(), new Executor(id));
  }

  @Override
  public void onBlockManagerAdded(SparkListenerBlockManagerAdded added) {
    if (Executors.isExecutor(added.blockManagerId(), context)) {
      found(added.blockManagerId());
    }
  }

  @Override
  public synchronized void onBlockManagerRemoved(SparkListenerBlockManagerRemoved removed) {
    executors.remove(removed.blockManagerId().executorId());
  }

  @Override
  public synchronized void onExecutorMetricsUpdate(SparkListenerExecutorMetricsUpdate heartbeat) {
    Executor executor = executors.get(heartbeat.execId());
    if (executor == null) {
      return;
    }
    executor.heard = System.nanoTime();
    if (executor.silent) {
      executor.silent = false;
      told.accept(executor.name + " answers again");
    }
  }

  private synchronized void look() {
    long now = System.nanoTime();
    if (now - lastLook > BEATS * beat.toNanos()) {
      // This JVM was stopped itself, and has heard nobody.
      executors.values().forEach(executor -> executor.heard = now);
    }
    lastLook = now;
    for (Executor executor : executors.values()) {
      if (!executor.silent && now - executor.heard > BEATS * beat.toNanos()) {
        executor.silent = true;
        told.accept(
            String.format(
                Locale.ROOT,
                "%s has been silent for %d s: is it stopped, or cut off? Its tasks are waited for"
                    + " until Spark gives it up (spark.network.timeout, %s)",
                executor.name,
                TimeUnit.NANOSECONDS.toSeconds(now - executor.heard),
                context.getConf().get("spark.network.timeout", "120s")));
      }
    }
  }

  /** Listens no more. The timer is whose it was. */
  @Override
  public void close() {
    context.removeSparkListener(this);
  }
}
