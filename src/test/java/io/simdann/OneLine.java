package io.simdann;

/** A message that stays on its line, whatever the input was. */
public final class OneLine {
  /** Fails if a message is missing, doesn't begin as it must, or may leave its line. */
  public static void require(String beginning, String message) {
    if (message == null
        || !message.startsWith(beginning)
        || message.length() == beginning.length()
        || message.chars().anyMatch(OneLine::breaksLines)) {
      throw new AssertionError("not one line that begins with '" + beginning + "': " + message);
    }
  }

  private static boolean breaksLines(int character) {
    return Character.isISOControl(character) || character == '\u2028' || character == '\u2029';
  }

  private OneLine() {}
}
