package io.simdann.spark;

import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/** What is sent to every executor, and is to be freed there. */
final class Broadcasts {

  private Broadcasts() {}

  /** Frees memory; if Spark can't, it has been stopped, and has nothing any more. */
  static void destroy(JavaSparkContext context, Broadcast<?> broadcast) {
    try {
      broadcast.destroy();
    } catch (Exception e) {
      // Some are checked ones that Java isn't told of.
      if (!context.sc().isStopped()) {
        throw SparkFailures.translate(e);
      }
    }
  }
}
