package io.simdann.data.picture;

/** Ink that can't be a digit; the message says why. */
final class ImplausibleInkException extends Exception {

  private static final long serialVersionUID = 1L;

  ImplausibleInkException(String message) {
    super(message);
  }
}
