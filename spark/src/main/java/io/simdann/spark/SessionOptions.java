package io.simdann.spark;

import io.simdann.cli.CommandFailedException;
import java.security.CodeSource;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Option;

/** The options that lead to a cluster. */
final class SessionOptions {

  @Option(
      names = "--master",
      paramLabel = "URL",
      description = {
        "The cluster: spark://host:7077, yarn, k8s://..., or local[4] for threads of this JVM."
            + " Default: what spark-submit or the Spark configuration says, else local[*]."
      })
  private String master;

  @Option(
      names = "--conf",
      paramLabel = "KEY=VALUE",
      description = "A setting of Spark's, such as spark.executor.memory=4g; may be repeated.")
  private Map<String, String> settings = Map.of();

  /**
   * Connects to the cluster.
   *
   * @return a session, to be stopped
   * @throws CommandFailedException if there is no such cluster
   */
  SparkSession open() throws CommandFailedException {
    SparkConf conf =
        new SparkConf()
            .setIfMissing("spark.app.name", "simdann")
            .setIfMissing("spark.log.level", "ERROR")
            // Partitions are made for the cores that are there at the beginning.
            .setIfMissing("spark.scheduler.minRegisteredResourcesRatio", "1.0");
    ownJar().ifPresent(jar -> conf.setIfMissing("spark.jars", jar));
    settings.forEach(conf::set);
    if (master != null) {
      conf.setMaster(master);
    }
    conf.setIfMissing("spark.master", "local[*]");
    try {
      return SparkSession.builder().config(conf).getOrCreate();
    } catch (Exception e) {
      // Some are checked ones that Java isn't told of.
      throw failed(conf, e);
    }
  }

  /** The jar that this class came from, which executors need if spark-submit didn't send it. */
  private static Optional<String> ownJar() {
    CodeSource source = SessionOptions.class.getProtectionDomain().getCodeSource();
    String place = source == null ? "" : source.getLocation().toString();
    return place.endsWith(".jar") ? Optional.of(place) : Optional.empty();
  }

  private static CommandFailedException failed(SparkConf conf, Exception failure) {
    String reason = String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
    return new CommandFailedException(
        "no Spark session on %s: %s".formatted(conf.get("spark.master"), reason), failure);
  }
}
