package io.simdann.spark;

import io.simdann.train.EngineException;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Turns Spark's failures, pages of stack traces of two JVMs, into one line each. */
final class SparkFailures {

  private static final Pattern LOST =
      Pattern.compile("ExecutorLostFailure \\(executor (\\S+) exited[^)]*\\) Reason: ([^\\n]*)");
  private static final Pattern MOST_RECENT = Pattern.compile("most recent failure: ([^\\n]*)");
  private static final Pattern TIMES = Pattern.compile("failed (\\d+) times");

  private SparkFailures() {}

  /**
   * Calls something that runs a job; its failure comes as an {@link EngineException}, unless it was
   * called wrongly.
   */
  static <R> R translated(Callable<R> job) {
    try {
      return job.call();
    } catch (Exception e) {
      throw translate(e);
    }
  }

  private static RuntimeException translate(Throwable failure) {
    if (failure instanceof IllegalArgumentException wrongCall) {
      return wrongCall;
    }
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof EngineException told) {
        return new EngineException(told.getMessage(), failure);
      }
    }
    String text = String.valueOf(failure.getMessage());
    Matcher lost = LOST.matcher(text);
    if (lost.find()) {
      return new EngineException(
          "Spark gave up: a task was lost with its executor%s, last with executor %s (%s); see the logs of the executors, and spark.task.maxFailures"
              .formatted(times(text), lost.group(1), lost.group(2).strip()),
          failure);
    }
    Matcher recent = MOST_RECENT.matcher(text);
    String reason = recent.find() ? recent.group(1) : text.lines().findFirst().orElse("");
    return new EngineException(
        "Spark failed%s: %s".formatted(times(text), reason.strip()), failure);
  }

  private static String times(String text) {
    Matcher times = TIMES.matcher(text);
    return times.find() ? " " + times.group(1) + " times" : "";
  }
}
