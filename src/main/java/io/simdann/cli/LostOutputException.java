package io.simdann.cli;

/**
 * Standard output can't be written. Unchecked, since a {@link java.io.PrintStream} keeps every
 * {@link java.io.IOException} to itself.
 */
final class LostOutputException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final boolean readerGone;

  private LostOutputException(String message, boolean readerGone, Throwable cause) {
    super(message, cause);
    this.readerGone = readerGone;
  }

  /** The reader of a pipe has closed it, as {@code head} does when it has seen enough. */
  static LostOutputException readerGone(Throwable cause) {
    return new LostOutputException("standard output was closed by its reader", true, cause);
  }

  /**
   * What was printed is incomplete, for example because a disk is full.
   *
   * @param reason what the system says
   * @param cause the failure, or null
   */
  static LostOutputException incomplete(String reason, Throwable cause) {
    return new LostOutputException("standard output cannot be written: " + reason, false, cause);
  }

  boolean isReaderGone() {
    return readerGone;
  }
}
