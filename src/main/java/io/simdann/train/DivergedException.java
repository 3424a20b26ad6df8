package io.simdann.train;

/** Training ran off to infinity or NaN; the message says when and what to try. */
public final class DivergedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * With its message.
   *
   * @param message one line
   */
  public DivergedException(String message) {
    super(message);
  }
}
