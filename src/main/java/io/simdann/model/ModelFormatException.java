package io.simdann.model;

import java.io.IOException;

/**
 * A model file that cannot be read, or whose content breaks the rules of its format.
 *
 * <p>The message is always one line, fit to be shown to a user as it is. It names the file, the
 * byte offset or the field, what was found and what was expected.
 */
public final class ModelFormatException extends IOException {

  private static final long serialVersionUID = 1L;

  /**
   * Creates an exception with a message for the user.
   *
   * @param message the file, the place, what was found and what was expected; control characters
   *     and line separators, which a file's name or content may smuggle in, are replaced by {@code
   *     ?}
   */
  public ModelFormatException(String message) {
    super(oneLine(message));
  }

  /**
   * Creates an exception with a message for the user and the failure behind it.
   *
   * @param message the file, the place, what was found and what was expected; control characters
   *     and line separators are replaced by {@code ?}
   * @param cause the failure that was met while reading
   */
  public ModelFormatException(String message, Throwable cause) {
    super(oneLine(message), cause);
  }

  private static String oneLine(String message) {
    return message.replaceAll("[\\p{Cc}\\u2028\\u2029]", "?");
  }
}
