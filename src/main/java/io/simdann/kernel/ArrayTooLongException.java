package io.simdann.kernel;

/** Something has more elements than an array can have: a network or a batch is too large. */
public final class ArrayTooLongException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  /**
   * With its message.
   *
   * @param message how many elements there would be, and how many there can be
   */
  ArrayTooLongException(String message) {
    super(message);
  }
}
