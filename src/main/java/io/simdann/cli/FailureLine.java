package io.simdann.cli;

import io.simdann.train.DivergedException;
import io.simdann.train.EngineException;
import java.io.IOException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * A failure as the user sees it: an exit code and one line.
 *
 * @param exitCode 1 for a command that failed, 2 for one that was called wrongly
 * @param line what goes to standard error
 */
record FailureLine(int exitCode, String line) {

  static final String PREFIX = "simdann: ";
  static final int FAILED = 1;
  static final int CALLED_WRONGLY = 2;

  /** Prints the stack traces of failures as well. */
  static final String DEBUG_PROPERTY = "simdann.debug";

  private static final int MEGABYTE = 1 << 20;

  /** Puts a failure into words. */
  static FailureLine of(Throwable failure) {
    if (failure instanceof ParameterException wrongCall) {
      return new FailureLine(CALLED_WRONGLY, PREFIX + oneLine(usageMessage(wrongCall)));
    }
    return new FailureLine(FAILED, PREFIX + oneLine(message(failure)));
  }

  /** Replaces line breaks and other control characters, which arguments and files may hold. */
  static String oneLine(String text) {
    return text.strip().replaceAll("\\R", "; ").replaceAll("[\\p{Cc}\\u2028\\u2029]", "?");
  }

  private static String message(Throwable failure) {
    if (failure instanceof CommandFailedException
        || failure instanceof DivergedException
        || failure instanceof EngineException
        || failure instanceof IOException && failure.getMessage() != null) {
      return failure.getMessage();
    }
    OutOfMemoryError lack = lackOfMemory(failure);
    if (lack != null) {
      return "out of memory (%s), java may use %d MB: give it more with -Xmx, or use a smaller network, less data or fewer threads"
          .formatted(lack.getMessage(), Runtime.getRuntime().maxMemory() / MEGABYTE);
    }
    return "internal error: %s (start java with -D%s=true to see where)"
        .formatted(failure, DEBUG_PROPERTY);
  }

  /** Returns the lack of memory that a failure is, or comes of; null if there is none. */
  private static OutOfMemoryError lackOfMemory(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof OutOfMemoryError lack) {
        return lack;
      }
    }
    return null;
  }

  private static String usageMessage(ParameterException failure) {
    String command = failure.getCommandLine().getCommandName();
    StringBuilder message = new StringBuilder(failure.getMessage());
    if (failure instanceof UnmatchedArgumentException unmatched) {
      unmatched.getSuggestions().stream()
          .findFirst()
          .ifPresent(
              suggestion -> message.append("; did you mean ").append(suggestion).append('?'));
    }
    String help = command.equals(RootCommand.NAME) ? "--help" : command + " --help";
    return message.append(" (see ").append(help).append(")").toString();
  }
}
