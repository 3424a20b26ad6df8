package io.simdann.spark;

import java.nio.file.Path;
import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/** A Spark cluster on this machine, one at a time. */
final class Cluster implements AutoCloseable {

  private final SparkSession session;

  private Cluster(SparkSession session) {
    this.session = session;
  }

  /** Executors that are threads of this JVM. */
  static Cluster threads(int count) {
    return open(settings("local[" + count + "]"));
  }

  /** Executors that are JVMs of 1 core and 1 GB. */
  static Cluster jvms(int count) {
    return open(
        settings("local-cluster[" + count + ",1,1024]")
            // Begin when all are there.
            .set("spark.cores.max", Integer.toString(count))
            .set("spark.scheduler.minRegisteredResourcesRatio", "1.0"));
  }

  static SparkConf settings(String master) {
    return new SparkConf()
        .setMaster(master)
        .setAppName("test")
        .set("spark.ui.enabled", "false")
        .set("spark.driver.host", "127.0.0.1")
        .set("spark.driver.bindAddress", "127.0.0.1")
        .set("spark.executor.extraClassPath", System.getProperty("java.class.path"))
        .set("spark.local.dir", Path.of("target/spark-local").toAbsolutePath().toString())
        .set(
            "spark.sql.warehouse.dir",
            Path.of("target/spark-warehouse").toAbsolutePath().toString());
  }

  static Cluster open(SparkConf settings) {
    return new Cluster(SparkSession.builder().config(settings).getOrCreate());
  }

  SparkSession session() {
    return session;
  }

  JavaSparkContext context() {
    return JavaSparkContext.fromSparkContext(session.sparkContext());
  }

  /** The executors' processes, the only JVMs that this one starts. */
  static List<ProcessHandle> executors() {
    return ProcessHandle.current()
        .descendants()
        .filter(process -> process.info().command().orElse("").endsWith("/java"))
        .toList();
  }

  @Override
  public void close() {
    session.stop();
  }
}
