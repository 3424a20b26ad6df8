package io.simdann.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The directory that a training writes into. It is proven to be writable before the training
 * starts, no other training can have it meanwhile, and if nothing was written it is left as it was
 * found. If somebody removes it, it is made again when there is something to write.
 *
 * <p>One change is made at a time. {@link #seal} lets a thread that ends the process wait for the
 * change being made, and keeps all others from making any more.
 */
final class RunDirectory implements AutoCloseable {

  /** What a disk must have room for before a training starts. */
  private static final int PROBE_BYTES = 1 << 16;

  private static final double MEGABYTE = 1 << 20;

  /** A change to the files. */
  @FunctionalInterface
  interface Change {

    /**
     * Makes the change.
     *
     * @param directory the directory
     * @throws IOException if it can't be made
     */
    void make(Path directory) throws IOException;
  }

  private final Path path;
  private final Deque<Path> created = new ArrayDeque<>();
  private final ReentrantLock changing = new ReentrantLock();
  private RunLock lock;
  private boolean used;

  /** What to do with the files of an earlier training. */
  @FunctionalInterface
  interface Beginning {

    /**
     * Makes them ready to be replaced.
     *
     * @param directory the directory
     * @throws IOException if that fails
     * @throws CommandFailedException if they can't be replaced
     */
    void make(Path directory) throws IOException, CommandFailedException;
  }

  private RunDirectory(Path path) {
    this.path = path;
  }

  /**
   * Creates the directory if it isn't there, and proves that files can be written.
   *
   * @param path the directory
   * @param beginning what is done there first
   * @return the directory, to be closed
   * @throws CommandFailedException if it isn't a directory, can't be created or written into,
   *     another training has it, or its files can't be replaced
   */
  static RunDirectory open(Path path, Beginning beginning) throws CommandFailedException {
    RunDirectory directory = new RunDirectory(path);
    boolean opened = false;
    try {
      directory.create();
      directory.lock = RunLock.take(path);
      beginning.make(path);
      directory.probe();
      opened = true;
      return directory;
    } catch (IOException e) {
      throw new CommandFailedException(
          path + ": cannot be written into: " + reason(e) + ", expected a directory with room", e);
    } finally {
      if (!opened) {
        directory.close();
      }
    }
  }

  Path path() {
    return path;
  }

  /**
   * Makes sure that the disk has room for what will be written.
   *
   * @param bytes about how many bytes that will be
   * @throws CommandFailedException if they are more than the disk has room for
   */
  void requireRoom(long bytes) throws CommandFailedException {
    long room;
    try {
      room = Files.getFileStore(path).getUsableSpace();
    } catch (IOException e) {
      return; // Some file systems don't tell.
    }
    // There was room for the probe, so 0 is no answer.
    if (room > 0 && room < bytes) {
      throw new CommandFailedException(
          String.format(
              Locale.ROOT,
              "%s: the disk has room for %.2f MB, expected %.2f MB for the model and what comes with it",
              path,
              room / MEGABYTE,
              bytes / MEGABYTE));
    }
  }

  /** Makes a change, when no other is being made. */
  void change(Change change) throws IOException {
    changing.lock();
    try {
      used = true;
      if (!lock.holds()) {
        makeAgain();
      }
      change.make(path);
    } finally {
      changing.unlock();
    }
  }

  private void makeAgain() throws IOException {
    // A channel, which the lock is, would be closed by an interrupt.
    boolean interrupted = Thread.interrupted();
    try {
      Files.createDirectories(path);
      lock.close();
      lock = RunLock.take(path);
    } catch (CommandFailedException e) {
      throw new IOException(e.getMessage(), e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /**
   * Waits for the change being made and keeps every other thread from making one, for good: they
   * wait until the process ends.
   */
  void seal() {
    changing.lock();
  }

  /** Lets others have the directory, or removes it if it was created in vain. */
  @Override
  public void close() {
    changing.lock();
    try {
      if (lock != null) {
        lock.close();
      }
      while (!used && !created.isEmpty()) {
        Files.deleteIfExists(created.pop());
      }
    } catch (IOException e) {
      // Somebody else has put something there: then it wasn't in vain.
    } finally {
      changing.unlock();
    }
  }

  private void create() throws IOException {
    Deque<Path> missing = new ArrayDeque<>();
    for (Path at = path.toAbsolutePath(); at != null && !Files.exists(at); at = at.getParent()) {
      missing.push(at);
    }
    while (!missing.isEmpty()) {
      Path next = missing.pop();
      Files.createDirectory(next);
      created.push(next);
    }
  }

  /** Writes something: a directory may take files and have no room for what is in them. */
  private void probe() throws IOException {
    Path probe = path.resolve(".simdann-probe.tmp");
    try {
      Files.write(probe, new byte[PROBE_BYTES]);
    } finally {
      Files.deleteIfExists(probe);
    }
  }

  /** Says in a few words why a file or directory could not be written. */
  static String reason(IOException failure) {
    if (failure instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (failure instanceof FileAlreadyExistsException) {
      return "not a directory";
    }
    if (failure instanceof FileSystemException system) {
      return system.getReason() == null ? "it cannot be created" : system.getReason();
    }
    return failure.getCause() instanceof IOException cause ? reason(cause) : failure.getMessage();
  }
}
