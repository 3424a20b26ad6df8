package io.simdann.cli;

import io.simdann.data.NotFiniteException;
import io.simdann.kernel.ArrayTooLongException;
import io.simdann.step.EngineException;
import io.simdann.train.DivergedException;
import io.simdann.train.TrainingTooLargeException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * A failure as the user sees it: an exit code and one line.
 *
 * @param exitCode 1 for a command that failed, 2 for one that was called wrongly, 141 for one whose
 *     results nobody reads any more
 * @param line what goes to standard error; empty if there is nothing to tell
 */
record FailureLine(int exitCode, String line) {

  static final String PREFIX = "simdann: ";
  static final int FAILED = 1;
  static final int CALLED_WRONGLY = 2;

  /** That of a program which SIGPIPE has ended. */
  static final int READER_GONE = 128 + 13;

  /** Prints the stack traces of failures as well. */
  static final String DEBUG_PROPERTY = "simdann.debug";

  private static final int MEGABYTE = 1 << 20;

  /** Causes may go round in a circle. */
  private static final int DEEPEST_CAUSE = 100;

  private static final Pattern TRICKS = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]");

  /** Puts a failure into words. */
  static FailureLine of(Throwable failure) {
    if (failure instanceof ParameterException wrongCall) {
      return new FailureLine(CALLED_WRONGLY, PREFIX + oneLine(usageMessage(wrongCall)));
    }
    if (failure instanceof LostOutputException lost && lost.isReaderGone()) {
      // Who closes a pipe knows it, and other programs say nothing either.
      return new FailureLine(READER_GONE, "");
    }
    boolean readerGone =
        causes(failure, LostOutputException.class).anyMatch(LostOutputException::isReaderGone);
    return new FailureLine(readerGone ? READER_GONE : FAILED, PREFIX + oneLine(message(failure)));
  }

  /** A text that may have line breaks, as one line: {@link #plain}, of all its lines. */
  static String oneLine(String text) {
    return plain(text.strip().replaceAll("\\R", "; "));
  }

  /**
   * Replaces what arguments and files may hold to play tricks on a terminal or its reader: control
   * characters, which move the cursor, change colours or settings; characters without a shape of
   * their own, which hide things or turn the order of letters round; lone surrogates.
   */
  static String plain(String text) {
    return TRICKS.matcher(text).replaceAll("?");
  }

  /** Returns what the line says, without its prefix and not yet made one line. */
  static String message(Throwable failure) {
    if (failure instanceof CommandFailedException
        || failure instanceof DivergedException
        || failure instanceof NotFiniteException
        || failure instanceof EngineException
        || failure instanceof LostOutputException
        || failure instanceof TrainingTooLargeException
        || failure instanceof ArrayTooLongException) {
      return failure.getMessage();
    }
    // A library may have wrapped it into a failure that says less.
    Optional<OutOfMemoryError> noMemory = causes(failure, OutOfMemoryError.class).findFirst();
    if (noMemory.isPresent()) {
      return noMemory(String.valueOf(noMemory.get().getMessage()));
    }
    Throwable cause = failure instanceof UncheckedIOException ? failure.getCause() : failure;
    if (cause instanceof IOException io && io.getMessage() != null) {
      return fileMessage(io);
    }
    return String.format(
        Locale.ROOT,
        "internal error: %s (start java with -D%s=true to see where)",
        failure,
        DEBUG_PROPERTY);
  }

  private static String noMemory(String reason) {
    if (reason.contains("native thread")) {
      return "the operating system gives this process no more threads: ask for fewer with"
          + " --threads, or raise its limits (ulimit -u and the memory of the system)";
    }
    return String.format(
        Locale.ROOT,
        "out of memory (%s), java may use %d MB: give it more with -Xmx, or use a smaller network,"
            + " less data or fewer threads",
        reason,
        Runtime.getRuntime().maxMemory() / MEGABYTE);
  }

  /** The messages of these two are the file's name alone. */
  private static String fileMessage(IOException failure) {
    if (failure instanceof NoSuchFileException) {
      return failure.getMessage() + ": no such file";
    }
    if (failure instanceof AccessDeniedException) {
      return failure.getMessage() + ": permission denied";
    }
    return failure.getMessage();
  }

  /** A failure and what caused it, as far as they are of a type. */
  private static <T> Stream<T> causes(Throwable failure, Class<T> type) {
    return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
        .limit(DEEPEST_CAUSE)
        .filter(type::isInstance)
        .map(type::cast);
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
