package io.simdann.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whether standard error is a terminal in which a line can be drawn again and again, and how wide
 * it is. It is none if standard output is a pipe: a reader such as {@code tee} may print what it
 * reads on the same terminal at any time, in the middle of that line.
 *
 * <p>{@link System#console} can't tell: it looks at standard input and output, and means different
 * things before and after JDK 22. So a shell is asked, whose streams are this process's. Where
 * there is none, as on Windows, the answer is that there is no terminal.
 */
final class StandardErrorTerminal {

  private static final int USUAL_COLUMNS = 80;
  private static final int PATIENCE_SECONDS = 2;
  private static final Path LINUX_DESCRIPTORS = Path.of("/proc/self/fd");
  private static final Path NOWHERE = Path.of("/dev/null");

  private StandardErrorTerminal() {}

  /** Returns the width, or nothing if there is no terminal that can move its cursor. */
  static OptionalInt columns() {
    String terminal = System.getenv("TERM");
    if (terminal == null || terminal.equals("dumb") || isPlainlyNone()) {
      return OptionalInt.empty();
    }
    try {
      return isOutputPiped() ? OptionalInt.empty() : askWidth();
    } catch (IOException e) {
      return OptionalInt.empty();
    }
  }

  /** Spares most runs without a terminal the start of a process. */
  private static boolean isPlainlyNone() {
    try {
      Path target = Files.readSymbolicLink(LINUX_DESCRIPTORS.resolve("2"));
      return !target.startsWith("/dev") || target.equals(NOWHERE);
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }

  private static boolean isOutputPiped() throws IOException {
    try {
      String target = Files.readSymbolicLink(LINUX_DESCRIPTORS.resolve("1")).toString();
      return target.startsWith("pipe:") || target.startsWith("socket:");
    } catch (IOException | UnsupportedOperationException e) {
      String question = "test -p /dev/fd/1 || test -S /dev/fd/1";
      ProcessBuilder shell = new ProcessBuilder("sh", "-c", question);
      return answer(shell.redirectOutput(ProcessBuilder.Redirect.INHERIT)).isPresent();
    }
  }

  private static OptionalInt askWidth() throws IOException {
    String question = "test -t 2 && { stty size <&2 2>/dev/null || echo 0 0; }";
    ProcessBuilder shell = new ProcessBuilder("sh", "-c", question);
    Optional<String> size = answer(shell.redirectError(ProcessBuilder.Redirect.INHERIT));
    if (size.isEmpty()) {
      return OptionalInt.empty();
    }
    Matcher matcher = Pattern.compile("\\d+ (\\d{1,5})\\s*").matcher(size.get());
    int columns = matcher.matches() ? Integer.parseInt(matcher.group(1)) : 0;
    return OptionalInt.of(columns == 0 ? USUAL_COLUMNS : columns);
  }

  /** Returns what a shell prints, or nothing if it doesn't end soon and well. */
  private static Optional<String> answer(ProcessBuilder question) throws IOException {
    Process shell = question.start();
    try {
      shell.getOutputStream().close();
      if (!shell.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || shell.exitValue() != 0) {
        return Optional.empty();
      }
      byte[] printed = shell.getInputStream().readAllBytes();
      return Optional.of(new String(printed, StandardCharsets.US_ASCII));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } finally {
      shell.destroy();
    }
  }
}
