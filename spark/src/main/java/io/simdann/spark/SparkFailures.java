package io.simdann.spark;

import io.simdann.step.EngineException;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Turns Spark's failures, pages of stack traces of two JVMs, into one line each. */
final class SparkFailures {

  private static final Pattern LOST =
      Pattern.compile("ExecutorLostFailure \\(executor (\\S+) exited[^)]*\\) Reason: ([^\\n]*)");
  private static final Pattern MOST_RECENT = Pattern.compile("most recent failure: ([^\\n]*)");
  private static final Pattern GIVEN_UP =
      Pattern.compile(
          String.format(
              Locale.ROOT,
              "Job \\d+ cancelled (%s[^\\n]*?)(?: SQLSTATE: \\w+)?(?:\\n|$)",
              Pattern.quote(ExecutorWatch.REASON)));
  private static final Pattern TIMES = Pattern.compile("failed (\\d+) times");

  private SparkFailures() {}

  /**
   * Calls something of Spark's, with arguments that are known to be right; whatever fails comes as
   * an {@link EngineException}. If the thread was interrupted, it still is afterwards.
   */
  static <R> R translated(Callable<R> job) {
    try {
      return job.call();
    } catch (Exception e) {
      // Some are checked ones that Java isn't told of.
      throw translate(e);
    }
  }

  /**
   * The same for what opens data, where an {@link IllegalArgumentException} tells that they were
   * named wrongly, and is thrown as it is.
   */
  static <R> R opened(Callable<R> opening) {
    try {
      return opening.call();
    } catch (IllegalArgumentException e) {
      throw e;
    } catch (Exception e) {
      throw translate(e);
    }
  }

  /** The same for a failure that was caught. */
  static EngineException translate(Exception failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof EngineException told) {
        return new EngineException(told.getMessage(), failure);
      }
      if (cause instanceof InterruptedException) {
        Thread.currentThread().interrupt();
        return new EngineException("interrupted while Spark was working", failure);
      }
    }
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      Matcher givenUp = GIVEN_UP.matcher(String.valueOf(cause.getMessage()));
      if (givenUp.find()) {
        return new EngineException(givenUp.group(1), failure);
      }
    }
    String text = String.valueOf(failure.getMessage());
    Matcher lost = LOST.matcher(text);
    if (lost.find()) {
      return new EngineException(
          String.format(
              Locale.ROOT,
              "Spark gave up: a task was lost with its executor%s, last with executor %s (%s); see the logs of the executors, and spark.task.maxFailures",
              times(text),
              lost.group(1),
              lost.group(2).strip()),
          failure);
    }
    Matcher recent = MOST_RECENT.matcher(text);
    String reason = recent.find() ? recent.group(1) : text.lines().findFirst().orElse("");
    return new EngineException(
        String.format(Locale.ROOT, "Spark failed%s: %s", times(text), reason.strip()), failure);
  }

  private static String times(String text) {
    Matcher times = TIMES.matcher(text);
    return times.find() ? " " + times.group(1) + " times" : "";
  }
}
