package io.simdann.spark;

import org.apache.spark.sql.SparkSession;

/** A connection to a cluster, whose executors are watched over. */
final class ClusterSession implements AutoCloseable {

  private final SparkSession session;
  private final ExecutorWatch watch;

  ClusterSession(SparkSession session, ExecutorWatch watch) {
    this.session = session;
    this.watch = watch;
  }

  SparkSession session() {
    return session;
  }

  @Override
  public void close() {
    try {
      watch.close();
    } finally {
      session.stop();
    }
  }
}
