package io.simdann.model;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;

/**
 * Writes a file so that, whatever happens, its path holds either the old content or all of the new:
 * never a part, not even after a power failure.
 *
 * <p>The content goes to a temporary file in the same directory, is forced to the disk, and takes
 * the path's place by an atomic rename, which is forced to the disk as well.
 */
public final class AtomicFile {

  /** Produces a file's content. */
  @FunctionalInterface
  public interface Content {

    /**
     * Writes the content.
     *
     * @param out where it goes; not buffered, and not to be closed
     * @throws IOException if the content cannot be written: the old file then stays as it is
     */
    void writeTo(OutputStream out) throws IOException;
  }

  private AtomicFile() {}

  /**
   * Writes a file, replacing the old one if there is one, whose permissions it gets. A symbolic
   * link is followed. An interrupt of the thread neither stops the writing nor is lost, so that an
   * interrupted program can still save its work.
   *
   * @param path the file, on the default file system; its directory must exist
   * @param content what to write
   * @throws IOException if {@code content} throws one, the directory is missing or not writable,
   *     the disk is full, or {@code path} is something other than a regular file, such as a
   *     directory or a device: a message of one line that names the path. The old file is then
   *     untouched and the temporary file removed, as they are when {@code content} throws anything
   *     else
   */
  public static void write(Path path, Content content) throws IOException {
    if (Files.exists(path) && !Files.isRegularFile(path)) {
      throw new IOException(path + ": is not a regular file, expected one to replace");
    }
    Path target = Files.exists(path) ? path.toRealPath() : path.toAbsolutePath();
    Path directory = target.getParent();
    if (directory == null || !Files.isDirectory(directory)) {
      throw new IOException(path + ": its directory does not exist");
    }
    try {
      replace(target, directory, content);
    } catch (AccessDeniedException e) {
      throw new IOException(path + ": cannot be written: permission denied", e);
    } catch (IOException e) {
      throw new IOException(path + ": cannot be written: " + e.getMessage(), e);
    }
    DurableFiles.force(directory);
  }

  private static void replace(Path target, Path directory, Content content) throws IOException {
    Path temporary = directory.resolve(".simdann-" + UUID.randomUUID() + ".tmp");
    // Not Files.createTempFile, which would make the file readable by its owner only.
    Files.createFile(temporary);
    try {
      DurableFiles.takePermissions(temporary, target);
      DurableFiles.write(temporary, content);
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (Throwable failure) {
      deleteAfter(failure, temporary);
      throw failure;
    }
  }

  private static void deleteAfter(Throwable failure, Path temporary) {
    try {
      Files.deleteIfExists(temporary);
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }
}
