package io.simdann.step;

/**
 * An engine could not compute, for a reason that is neither the caller's arguments nor the numbers:
 * machines were lost, memory ran out, data changed. The message is one line for the user.
 */
public final class EngineException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * With its message and the failure behind it.
   *
   * @param message what failed, where, and what would help
   * @param cause the failure that was met; may be null
   */
  public EngineException(String message, Throwable cause) {
    super(message, cause);
  }
}
