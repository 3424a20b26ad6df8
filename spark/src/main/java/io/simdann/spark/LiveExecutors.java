package io.simdann.spark;

import java.util.HashSet;
import java.util.Set;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerBlockManagerAdded;
import org.apache.spark.scheduler.SparkListenerBlockManagerRemoved;
import org.apache.spark.storage.BlockManagerId;

/**
 * The executors that there are, as {@link Executors#location} names them. Spark is asked once, and
 * tells of changes by itself, some milliseconds after they happened: to ask it takes as long as
 * some thousand multiply-adds.
 */
final class LiveExecutors extends SparkListener implements AutoCloseable {

  private final SparkContext context;
  private final Runnable changed;
  private final HashSet<String> locations = new HashSet<>();

  /**
   * Those of a context.
   *
   * @param context the context
   * @param changed called after each change, on the thread of Spark's events
   */
  LiveExecutors(SparkContext context, Runnable changed) {
    this.context = context;
    this.changed = changed;
    context.addSparkListener(this);
    synchronized (this) {
      // What changes meanwhile is told afterwards.
      locations.addAll(Executors.locations(context));
    }
  }

  /** A copy of those that there are now. */
  synchronized Set<String> locations() {
    return Set.copyOf(locations);
  }

  @Override
  public void onBlockManagerAdded(SparkListenerBlockManagerAdded added) {
    BlockManagerId id = added.blockManagerId();
    if (Executors.isExecutor(id, context)) {
      synchronized (this) {
        locations.add(Executors.location(id));
      }
      changed.run();
    }
  }

  @Override
  public void onBlockManagerRemoved(SparkListenerBlockManagerRemoved removed) {
    synchronized (this) {
      locations.remove(Executors.location(removed.blockManagerId()));
    }
    changed.run();
  }

  /** Listens no more. */
  @Override
  public void close() {
    context.removeSparkListener(this);
  }
}
