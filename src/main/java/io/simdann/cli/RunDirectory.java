package io.simdann.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The directory that a training writes into. It is proven to be writable before the training
 * starts, and if nothing was written it is left as it was found.
 *
 * <p>One change is made at a time. {@link #seal} lets a thread that ends the process wait for the
 * change being made, and keeps all others from making any more.
 */
final class RunDirectory implements AutoCloseable {

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
  private final Deque<Path> created;
  private final ReentrantLock lock = new ReentrantLock();
  private boolean used;

  private RunDirectory(Path path, Deque<Path> created) {
    this.path = path;
    this.created = created;
  }

  /**
   * Creates the directory if it isn't there, and proves that files can be written.
   *
   * @param path the directory
   * @param files the names of the files that will be written or replaced
   * @return the directory, to be closed
   * @throws CommandFailedException if it isn't a directory, can't be created or written into, or
   *     something other than a regular file has one of the names
   */
  static RunDirectory open(Path path, String... files) throws CommandFailedException {
    RunDirectory directory = new RunDirectory(path, new ArrayDeque<>());
    try {
      directory.create();
      // Files.createTempFile would wait for cryptographic random numbers.
      String unused = ".simdann-" + Long.toHexString(System.nanoTime()) + ".tmp";
      Files.delete(Files.createFile(path.resolve(unused)));
      for (String file : files) {
        Path replaced = path.resolve(file);
        if (Files.exists(replaced) && !Files.isRegularFile(replaced)) {
          throw new CommandFailedException(
              replaced + ": is not a regular file, expected one to replace or nothing");
        }
      }
      return directory;
    } catch (IOException e) {
      directory.close();
      throw new CommandFailedException(
          path + ": cannot be written into: " + reason(e) + ", expected a directory", e);
    } catch (CommandFailedException e) {
      directory.close();
      throw e;
    }
  }

  Path path() {
    return path;
  }

  /** Makes a change, when no other is being made. */
  void change(Change change) throws IOException {
    lock.lock();
    try {
      used = true;
      change.make(path);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits for the change being made and keeps every other thread from making one, for good: they
   * wait until the process ends.
   */
  void seal() {
    lock.lock();
  }

  /** Removes the directory if it was created in vain. */
  @Override
  public void close() {
    lock.lock();
    try {
      while (!used && !created.isEmpty()) {
        Files.deleteIfExists(created.pop());
      }
    } catch (IOException e) {
      // Somebody else has put something there: then it wasn't in vain.
    } finally {
      lock.unlock();
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

  private static String reason(IOException failure) {
    if (failure instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (failure instanceof FileAlreadyExistsException) {
      return "not a directory";
    }
    if (failure instanceof FileSystemException system && system.getReason() != null) {
      return system.getReason();
    }
    return "it cannot be created";
  }
}
