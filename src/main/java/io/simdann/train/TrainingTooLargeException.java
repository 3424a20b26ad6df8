package io.simdann.train;

/**
 * A training that this JVM can't hold: its heap is too small, or an array would be too long. It is
 * told before the first iteration, and the message says what would fit.
 */
public final class TrainingTooLargeException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  /**
   * With its message.
   *
   * @param message what is too large, how much there is, and what would fit
   */
  TrainingTooLargeException(String message) {
    super(message);
  }
}
