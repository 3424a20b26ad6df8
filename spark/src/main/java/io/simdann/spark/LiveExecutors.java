package io.simdann.spark;

import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerBlockManagerAdded;
import org.apache.spark.scheduler.SparkListenerBlockManagerRemoved;
import org.apache.spark.storage.BlockManagerId;

/**
 * The executors that there are, as {@link Executors#location} names them. Spark is asked once, and
 * tells of changes by itself, some milliseconds after they happened; to ask it in every step would
 * take 0.4 ms, and often some more.
 */
final class LiveExecutors extends SparkListener implements AutoCloseable {

  private final SparkContext context;
  private final Runnable changed;
  private volatile Set<String> locations = Set.of();

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
      Set<String> found = new HashSet<>(locations);
      found.addAll(Executors.locations(context));
      locations = Set.copyOf(found);
    }
  }

  /** Those that there are now. */
  Set<String> locations() {
    return locations;
  }

  @Override
  public void onBlockManagerAdded(SparkListenerBlockManagerAdded added) {
    BlockManagerId id = added.blockManagerId();
    if (Executors.isExecutor(id, context)) {
      change(locations -> locations.add(Executors.location(id)));
    }
  }

  @Override
  public void onBlockManagerRemoved(SparkListenerBlockManagerRemoved removed) {
    change(locations -> locations.remove(Executors.location(removed.blockManagerId())));
  }

  private void change(Consumer<Set<String>> change) {
    synchronized (this) {
      Set<String> copy = new HashSet<>(locations);
      change.accept(copy);
      locations = Set.copyOf(copy);
    }
    changed.run();
  }

  /** Listens no more. */
  @Override
  public void close() {
    context.removeSparkListener(this);
  }
}
