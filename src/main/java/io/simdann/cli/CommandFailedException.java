package io.simdann.cli;

/** A command cannot do what it was asked to; the message is what the user gets to see. */
public final class CommandFailedException extends Exception {

  private static final long serialVersionUID = 1L;

  /**
   * With its message.
   *
   * @param message what was wrong, where, and what would be right
   */
  public CommandFailedException(String message) {
    super(message);
  }

  /**
   * With its message and the failure behind it.
   *
   * @param message what was wrong, where, and what would be right
   * @param cause the failure that was met
   */
  public CommandFailedException(String message, Throwable cause) {
    super(message, cause);
  }
}
