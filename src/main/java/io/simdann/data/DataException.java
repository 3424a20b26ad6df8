package io.simdann.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * A data file that cannot be read, or whose content breaks the rules of its format.
 *
 * <p>The message is always one line, fit to be shown to a user as it is. It names the file, the
 * byte offset where there is one, what was found and what was expected.
 */
public final class DataException extends IOException {

  private static final long serialVersionUID = 1L;

  /**
   * Creates an exception with a message for the user.
   *
   * @param message the file, the place, what was found and what was expected; control characters
   *     and line separators, which a file's name or content may smuggle in, are replaced by {@code
   *     ?}
   */
  public DataException(String message) {
    super(oneLine(message));
  }

  /**
   * Creates an exception with a message for the user and the failure behind it.
   *
   * @param message the file, the place, what was found and what was expected; control characters
   *     and line separators are replaced by {@code ?}
   * @param cause the failure that was met while reading
   */
  public DataException(String message, Throwable cause) {
    super(oneLine(message), cause);
  }

  /**
   * Opens a regular file.
   *
   * @param path the file
   * @param expected what the message says that it should have been
   * @return its bytes
   * @throws IOException if it isn't there, is no regular file, or can't be opened
   * @hidden internal
   */
  public static InputStream open(Path path, String expected) throws IOException {
    if (Files.isRegularFile(path)) {
      return Files.newInputStream(path);
    }
    String found =
        Files.isDirectory(path)
            ? "is a directory"
            : Files.exists(path) ? "is not a regular file" : "no such file";
    throw new DataException(
        String.format(Locale.ROOT, "%s: %s, expected %s", path, found, expected));
  }

  /**
   * Returns a failure to read a file as an exception whose message names the file.
   *
   * @param path the file, or what messages call it
   * @param failure what was met while reading
   * @return the failure itself if its message does so already
   * @hidden internal
   */
  public static DataException whileReading(Object path, IOException failure) {
    if (failure instanceof DataException told) {
      return told;
    }
    String reason =
        failure instanceof AccessDeniedException ? "permission denied" : failure.getMessage();
    return new DataException(path + ": cannot be read: " + reason, failure);
  }

  private static String oneLine(String message) {
    return message.replaceAll("[\\p{Cc}\\u2028\\u2029]", "?");
  }
}
