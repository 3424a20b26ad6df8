package io.simdann.cli;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.BooleanSupplier;

/**
 * Standard output, where a loss is thrown. {@link System#out} would go on as if all were well: with
 * a full disk a command would end successfully, and with a reader that is gone it would print to
 * nobody. Once something is lost, all that follows is refused.
 */
final class StandardOutput extends OutputStream {

  private static final Path LINUX_DESCRIPTOR = Path.of("/proc/self/fd/1");
  private static final Path LINUX_DESCRIPTOR_INFO = Path.of("/proc/self/fdinfo/1");
  private static final long LINUX_NON_BLOCKING = 04000;

  private final OutputStream out;
  private final BooleanSupplier isBlockingPipe;
  private IOException failure;

  /**
   * Before anything is written.
   *
   * @param out where it goes
   * @param isBlockingPipe whether that is a pipe, whose writer waits for room; asked after a
   *     failure
   */
  StandardOutput(OutputStream out, BooleanSupplier isBlockingPipe) {
    this.out = out;
    this.isBlockingPipe = isBlockingPipe;
  }

  /** Returns this process's, which passes on every line as it comes. */
  static PrintStream stream() {
    OutputStream process =
        new StandardOutput(
            new FileOutputStream(FileDescriptor.out), StandardOutput::isBlockingPipe);
    return new PrintStream(new BufferedOutputStream(process), true, charset());
  }

  /**
   * Returns that of {@link System#out}: from JDK 19 on, and before it where there is a terminal.
   */
  private static Charset charset() {
    String name = System.getProperty("stdout.encoding", System.getProperty("sun.stdout.encoding"));
    try {
      return name == null ? Charset.defaultCharset() : Charset.forName(name);
    } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
      return Charset.defaultCharset();
    }
  }

  @Override
  public void write(int value) {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public synchronized void write(byte[] bytes, int from, int count) {
    if (failure == null) {
      try {
        out.write(bytes, from, count);
      } catch (IOException e) {
        failure = e;
      }
    }
    flush();
  }

  @Override
  public synchronized void flush() {
    if (failure != null) {
      throw isReaderGone()
          ? LostOutputException.readerGone(failure)
          : LostOutputException.incomplete(failure.getMessage(), failure);
    }
  }

  /**
   * The message is the system's, in the user's language, so it need not be "Broken pipe". But what
   * else than a reader that is gone can keep Linux from writing into a pipe that waits for room?
   */
  private boolean isReaderGone() {
    return String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT).contains("pipe")
        || isBlockingPipe.getAsBoolean();
  }

  private static boolean isBlockingPipe() {
    try {
      String target = Files.readSymbolicLink(LINUX_DESCRIPTOR).toString();
      return (target.startsWith("pipe:") || target.startsWith("socket:"))
          && Files.readAllLines(LINUX_DESCRIPTOR_INFO).stream()
              .filter(line -> line.startsWith("flags:"))
              .map(line -> Long.parseLong(line.substring("flags:".length()).strip(), 8))
              .allMatch(flags -> (flags & LINUX_NON_BLOCKING) == 0);
    } catch (IOException | UnsupportedOperationException | NumberFormatException e) {
      return false;
    }
  }
}
