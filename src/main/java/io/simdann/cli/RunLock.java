package io.simdann.cli;

import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps a directory for one training, by a lock that the operating system holds on a file in it: it
 * ends with the process, however that ends, and a file left behind locks nobody out.
 *
 * <p>The file is there only while it is locked. Where a file system has no locks, trainings of
 * other processes are not noticed.
 */
final class RunLock implements AutoCloseable {

  private static final String NAME = ".simdann-lock";

  /** Of the number of a process. */
  private static final int MOST_DIGITS = 20;

  /** A process may open a file that it has locked only once: to close the second unlocks it. */
  private static final Set<Path> OF_THIS_PROCESS = ConcurrentHashMap.newKeySet();

  private final Path directory;
  private final Path file;
  private final FileChannel channel;
  private final Object key;

  private RunLock(Path directory, FileChannel channel, Object key) {
    this.directory = directory;
    this.file = directory.resolve(NAME);
    this.channel = channel;
    this.key = key;
  }

  /**
   * Locks a directory.
   *
   * @throws CommandFailedException if a training has it
   * @throws IOException if no file can be written there
   */
  static RunLock take(Path directory) throws IOException, CommandFailedException {
    Path real = directory.toRealPath();
    if (!OF_THIS_PROCESS.add(real)) {
      throw taken(directory, Long.toString(ProcessHandle.current().pid()));
    }
    RunLock lock = null;
    try {
      while (lock == null) {
        lock = tryOnce(directory, real);
      }
      return lock;
    } finally {
      if (lock == null) {
        OF_THIS_PROCESS.remove(real);
      }
    }
  }

  /** Returns nothing if the file was removed meanwhile, by the one who had locked it. */
  private static RunLock tryOnce(Path directory, Path real)
      throws IOException, CommandFailedException {
    Path file = real.resolve(NAME);
    FileChannel channel = null;
    boolean locked = false;
    try {
      if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
        Files.createFile(file);
      }
      Object key = key(file);
      channel = FileChannel.open(file, READ, WRITE, LinkOption.NOFOLLOW_LINKS);
      if (!isLocked(channel)) {
        throw taken(directory, signature(file));
      }
      // The same file before it was opened and after it was locked: so it is the one locked.
      if (!Objects.equals(key, key(file))) {
        return null;
      }
      locked = true;
      RunLock lock = new RunLock(real, channel, key);
      lock.sign();
      return lock;
    } catch (NoSuchFileException | FileAlreadyExistsException changed) {
      if (Files.isDirectory(real)) {
        return null;
      }
      throw changed;
    } finally {
      if (channel != null && !locked) {
        channel.close();
      }
    }
  }

  private static boolean isLocked(FileChannel channel) {
    try {
      return channel.tryLock() != null;
    } catch (IOException noLocks) {
      return true;
    }
  }

  /** Tells others which process it is. */
  private void sign() throws IOException {
    String process = ProcessHandle.current().pid() + "\n";
    try {
      channel.truncate(0).write(ByteBuffer.wrap(process.getBytes(StandardCharsets.US_ASCII)));
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  /** Returns the process that has the lock, or nothing if the file doesn't say. */
  private static String signature(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      String text = new String(in.readNBytes(MOST_DIGITS), StandardCharsets.US_ASCII).strip();
      return text.matches("\\d+") ? text : "";
    }
  }

  /** Whether the directory is still the one that was locked, and not removed since. */
  boolean holds() {
    try {
      return Objects.equals(key, key(file));
    } catch (IOException e) {
      return false;
    }
  }

  /** Gives the directory to others. */
  @Override
  public void close() {
    try {
      if (holds()) {
        Files.deleteIfExists(file);
      }
      channel.close();
    } catch (IOException e) {
      // The file stays, and locks nobody out.
    } finally {
      OF_THIS_PROCESS.remove(directory);
    }
  }

  private static Object key(Path file) throws IOException {
    return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
        .fileKey();
  }

  private static CommandFailedException taken(Path directory, String process) {
    return new CommandFailedException(
        String.format(
            Locale.ROOT,
            "%s: another training%s is writing into it, expected a directory of its own for each: choose another one with --output",
            directory,
            process.isEmpty() ? "" : " (process " + process + ")"));
  }
}
