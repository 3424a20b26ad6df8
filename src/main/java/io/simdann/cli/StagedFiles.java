package io.simdann.cli;

import io.simdann.model.AtomicFile;
import io.simdann.model.DurableFiles;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/**
 * Replaces several files of a directory together, so that a process killed at any moment, or a
 * power failure, leaves all of the old ones or all of the new, once {@link #settle} was called.
 *
 * <pre>
 *   1. The new files are written into the subdirectory .simdann-new.
 *   2. It is renamed to .simdann-complete. From now on the new files are the ones that count.
 *   3. Each file moves to its place in the directory.
 *   4. The empty subdirectory is removed.
 * </pre>
 *
 * <p>An interrupt of the thread neither stops this nor is lost.
 *
 * <p>What was stopped before step 2 is thrown away, what was stopped later is brought to its end.
 * An empty file among the new ones stands for one to be removed. Only one process may do this in a
 * directory at a time, see {@link RunLock}.
 */
final class StagedFiles {

  private static final String NEW = ".simdann-new";
  private static final String COMPLETE = ".simdann-complete";

  /** Files that were being written when a process was killed. */
  private static final String STALE = ".simdann-*.tmp";

  private final Path directory;
  private final List<String> names;

  /**
   * For some files of a directory.
   *
   * @param directory the directory
   * @param names the names of the files, in the order in which they take their places
   */
  StagedFiles(Path directory, List<String> names) {
    this.directory = directory;
    this.names = names;
  }

  /** What the new files are. */
  @FunctionalInterface
  interface Content {

    /**
     * Writes them, by the names they shall have.
     *
     * @param staging where they go
     * @throws IOException if one can't be written: all old ones then stay
     */
    void writeTo(Path staging) throws IOException;
  }

  /**
   * Replaces those files that {@code content} writes, and leaves the others alone.
   *
   * @throws IOException if it can't be done: either nothing has changed, or {@link #settle} will
   *     try once more
   */
  void replace(Content content) throws IOException {
    settle();
    Path staging = Files.createDirectory(directory.resolve(NEW));
    try {
      keepFromOthers(staging);
      content.writeTo(staging);
      for (String name : names) {
        if (Files.exists(staging.resolve(name))) {
          DurableFiles.takePermissions(staging.resolve(name), directory.resolve(name));
        }
      }
      DurableFiles.force(staging);
      Files.move(staging, directory.resolve(COMPLETE), StandardCopyOption.ATOMIC_MOVE);
    } catch (Throwable failure) {
      try {
        discard(staging);
      } catch (IOException e) {
        failure.addSuppressed(e);
      }
      throw failure;
    }
    DurableFiles.force(directory);
    moveToPlaces();
  }

  /** The new files have the old ones' permissions only when they are complete. */
  private static void keepFromOthers(Path staging) throws IOException {
    PosixFileAttributeView view = Files.getFileAttributeView(staging, PosixFileAttributeView.class);
    if (view != null) {
      view.setPermissions(PosixFilePermissions.fromString("rwx------"));
    }
  }

  /** Has {@link #replace} remove a file, if it is there. */
  static void remove(Path staging, String name) throws IOException {
    Files.createFile(staging.resolve(name));
  }

  /** Brings to an end, or throws away, what a process that was killed has left. */
  void settle() throws IOException {
    discard(directory.resolve(NEW));
    try (DirectoryStream<Path> stale = Files.newDirectoryStream(directory, STALE)) {
      for (Path file : stale) {
        if (Files.isRegularFile(file)) {
          Files.deleteIfExists(file);
        }
      }
    }
    if (Files.isDirectory(directory.resolve(COMPLETE))) {
      moveToPlaces();
    }
  }

  private void moveToPlaces() throws IOException {
    Path complete = directory.resolve(COMPLETE);
    for (String name : names) {
      Path file = complete.resolve(name);
      if (Files.exists(file)) {
        moveTo(directory.resolve(name), file);
      }
    }
    DurableFiles.force(directory);
    discard(complete);
  }

  private static void moveTo(Path place, Path file) throws IOException {
    if (Files.size(file) == 0) {
      Files.deleteIfExists(place);
      Files.delete(file);
    } else if (Files.isSymbolicLink(place) && Files.exists(place)) {
      // What the link leads to may be on another file system.
      try (InputStream in = new FileInputStream(file.toFile())) {
        AtomicFile.write(place, in::transferTo);
      }
      Files.delete(file);
    } else {
      Files.move(file, place, StandardCopyOption.ATOMIC_MOVE);
    }
  }

  private static void discard(Path staging) throws IOException {
    if (Files.isDirectory(staging, LinkOption.NOFOLLOW_LINKS)) {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(staging)) {
        for (Path file : files) {
          Files.delete(file);
        }
      }
      Files.delete(staging);
    }
  }
}
