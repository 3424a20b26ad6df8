package io.simdann.data;

/**
 * Finds a lack of memory behind other failures, which may come of it.
 *
 * @hidden internal
 */
public final class MemoryFailure {

  /** What the JDK's JPEG decoder says if native memory is short. */
  private static final String NATIVE = "Insufficient memory";

  private MemoryFailure() {}

  /**
   * Throws the {@link OutOfMemoryError} that is among a failure and its causes, if one is.
   *
   * @param failure the failure
   */
  public static void rethrow(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof OutOfMemoryError error) {
        throw error;
      }
      if (cause.getMessage() != null && cause.getMessage().startsWith(NATIVE)) {
        throw (OutOfMemoryError) new OutOfMemoryError(cause.getMessage()).initCause(failure);
      }
    }
  }
}
