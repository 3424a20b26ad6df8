package io.simdann.spark;

import io.simdann.cli.CommandFailedException;
import io.simdann.cli.Console;
import java.security.CodeSource;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options that lead to a cluster. */
final class SessionOptions {

  private static final Duration TELL_AFTER = Duration.ofSeconds(10);

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
      description = {
        "A setting of Spark's, such as spark.executor.memory=4g; may be repeated. The driver logs"
            + " nothing unless spark.log.level is set."
      })
  private Map<String, String> settings = Map.of();

  @Option(
      names = "--executor-timeout",
      paramLabel = "SECONDS",
      converter = Seconds.class,
      description = {
        "How long a job waits for the cluster's first executor, or for another when all were lost,"
            + " 1 or more; after 10 there is a line that says what was asked for. Connecting to the"
            + " cluster comes before, and takes what Spark's own settings allow. Default: 600."
      })
  private Duration executorTimeout = Duration.ofSeconds(600);

  static final class Seconds implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String text) {
      if (!text.matches("[1-9]\\d{0,8}")) {
        throw new TypeConversionException(
            String.format(Locale.ROOT, "'%s' is not a number of seconds, 1 or more", text));
      }
      return Duration.ofSeconds(Long.parseLong(text));
    }
  }

  /**
   * Connects to the cluster.
   *
   * @param console where to tell that it gives no executors
   * @return a session
   * @throws CommandFailedException if there is no such cluster
   */
  ClusterSession open(Console console) throws CommandFailedException {
    SparkConf conf =
        new SparkConf()
            .setIfMissing("spark.app.name", "simdann")
            // Partitions are made for the cores that are there at the beginning.
            .setIfMissing("spark.scheduler.minRegisteredResourcesRatio", "1.0");
    ownJar().ifPresent(jar -> conf.setIfMissing("spark.jars", jar));
    settings.forEach(conf::set);
    if (master != null) {
      conf.setMaster(master);
    }
    conf.setIfMissing("spark.master", "local[*]");
    if (!conf.contains("spark.log.level")) {
      DriverLog.silence();
    }
    SparkSession session = null;
    try {
      session = SparkSession.builder().config(conf).getOrCreate();
      return new ClusterSession(
          session,
          new ExecutorWatch(session.sparkContext(), TELL_AFTER, executorTimeout, console::warn));
    } catch (Exception e) {
      // Some are checked ones that Java isn't told of.
      if (session != null) {
        session.stop();
      }
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
        String.format(Locale.ROOT, "no Spark session on %s: %s", conf.get("spark.master"), reason),
        failure);
  }
}
