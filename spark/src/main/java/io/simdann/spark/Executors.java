package io.simdann.spark;

import java.util.List;
import java.util.Locale;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkEnv;
import org.apache.spark.storage.BlockManagerId;
import scala.jdk.javaapi.CollectionConverters;

/** What an executor says of itself. */
final class Executors {

  private static final long MEGABYTE = 1L << 20;

  private Executors() {}

  /** For messages, for example {@code executor 1 on node7}. */
  static String here() {
    SparkEnv env = SparkEnv.get();
    return env == null ? "this JVM" : name(env.blockManager().blockManagerId());
  }

  /** The same of any executor. */
  static String name(BlockManagerId id) {
    return String.format(Locale.ROOT, "executor %s on %s", id.executorId(), id.host());
  }

  /** This executor as Spark's scheduler names it where data are preferably worked on. */
  static String location() {
    return location(SparkEnv.get().blockManager().blockManagerId());
  }

  static String location(BlockManagerId id) {
    return "executor_" + id.host() + "_" + id.executorId();
  }

  /** All executors' locations, as the driver knows them now. */
  static List<String> locations(SparkContext context) {
    return all(context).stream().map(Executors::location).toList();
  }

  /** All executors, as the driver knows them now. */
  static List<BlockManagerId> all(SparkContext context) {
    return CollectionConverters.asJava(
            context.env().blockManager().master().getMemoryStatus().keySet())
        .stream()
        .filter(id -> isExecutor(id, context))
        .toList();
  }

  /** Whether tasks run there; the driver has a name, too. */
  static boolean isExecutor(BlockManagerId id, SparkContext context) {
    return !id.isDriver() || context.isLocal();
  }

  /** For messages, for example {@code 1000 MB of heap, 200 MB of it free}. */
  static String memory() {
    return String.format(
        Locale.ROOT,
        "%d MB of heap, %d MB of it free",
        Runtime.getRuntime().maxMemory() / MEGABYTE,
        freeBytes() / MEGABYTE);
  }

  /** The heap of each executor, as the driver knows it. */
  static long heap(SparkContext context) {
    return context.isLocal()
        ? Runtime.getRuntime().maxMemory()
        : context.executorMemory() * MEGABYTE;
  }

  /** The heap that is neither used nor garbage not yet collected, going by the last collection. */
  static long freeBytes() {
    Runtime runtime = Runtime.getRuntime();
    return runtime.maxMemory() - (runtime.totalMemory() - runtime.freeMemory());
  }

  static long megabytes(long bytes) {
    return (bytes + MEGABYTE - 1) / MEGABYTE;
  }
}
