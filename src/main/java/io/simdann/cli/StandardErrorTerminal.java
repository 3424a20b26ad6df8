package io.simdann.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whether standard error is a terminal, and how wide it is.
 *
 * <p>{@link System#console} can't tell: it looks at standard input and output, and means different
 * things before and after JDK 22. So a shell is asked, whose standard error is this process's.
 * Where there is none, as on Windows, the answer is that there is no terminal.
 */
final class StandardErrorTerminal {

  private static final int USUAL_COLUMNS = 80;
  private static final Path LINUX_DESCRIPTOR = Path.of("/proc/self/fd/2");
  private static final Path NOWHERE = Path.of("/dev/null");

  private StandardErrorTerminal() {}

  /** Returns the width, or nothing if there is no terminal that can move its cursor. */
  static OptionalInt columns() {
    String terminal = System.getenv("TERM");
    if (terminal == null || terminal.equals("dumb") || isPlainlyNone()) {
      return OptionalInt.empty();
    }
    try {
      return askShell();
    } catch (IOException e) {
      return OptionalInt.empty();
    }
  }

  /** Spares most runs without a terminal the start of a process. */
  private static boolean isPlainlyNone() {
    try {
      Path target = Files.readSymbolicLink(LINUX_DESCRIPTOR);
      return !target.startsWith("/dev") || target.equals(NOWHERE);
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }

  private static OptionalInt askShell() throws IOException {
    Process shell =
        new ProcessBuilder("sh", "-c", "test -t 2 && { stty size <&2 2>/dev/null || echo 0 0; }")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try {
      shell.getOutputStream().close();
      if (!shell.waitFor(2, TimeUnit.SECONDS) || shell.exitValue() != 0) {
        return OptionalInt.empty();
      }
      String size = new String(shell.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      Matcher matcher = Pattern.compile("\\d+ (\\d{1,5})\\s*").matcher(size);
      int columns = matcher.matches() ? Integer.parseInt(matcher.group(1)) : 0;
      return OptionalInt.of(columns == 0 ? USUAL_COLUMNS : columns);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return OptionalInt.empty();
    } finally {
      shell.destroy();
    }
  }
}
