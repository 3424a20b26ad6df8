package io.simdann.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {

  private static final byte[] OLD = "old".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] NEW = "new content".getBytes(StandardCharsets.US_ASCII);

  @TempDir private Path directory;

  @Test
  void aNewFileIsCreatedAndAnOldOneReplaced() throws IOException {
    Path path = directory.resolve("file");

    AtomicFile.write(path, out -> out.write(OLD));
    assertEquals("old", Files.readString(path));
    AtomicFile.write(path, out -> out.write(NEW));
    assertEquals("new content", Files.readString(path));
    assertEquals(List.of(path), files());
  }

  @Test
  void theOldContentIsThereUntilTheNewIsComplete() throws IOException {
    Path path = Files.write(directory.resolve("file"), OLD);

    AtomicFile.write(
        path,
        out -> {
          out.write(NEW);
          assertEquals("old", Files.readString(path));
        });

    assertEquals("new content", Files.readString(path));
  }

  @Test
  void aFailureInTheMiddleLeavesTheOldFileAndNothingElse() throws IOException {
    Path path = Files.write(directory.resolve("file"), OLD);
    IOException full = new IOException("no space left");
    IllegalStateException bug = new IllegalStateException();
    OutOfMemoryError fatal = new OutOfMemoryError();

    IOException thrown =
        assertThrows(IOException.class, () -> AtomicFile.write(path, failing(full)));
    assertEquals(path + ": cannot be written: no space left", thrown.getMessage());
    assertSame(full, thrown.getCause());
    assertSame(
        bug, assertThrows(IllegalStateException.class, () -> AtomicFile.write(path, failing(bug))));
    assertSame(
        fatal, assertThrows(OutOfMemoryError.class, () -> AtomicFile.write(path, failing(fatal))));

    assertEquals("old", Files.readString(path));
    assertEquals(List.of(path), files());
  }

  @Test
  void aFailureLeavesNoNewFileEither() throws IOException {
    Path path = directory.resolve("file");

    assertThrows(IOException.class, () -> AtomicFile.write(path, failing(new IOException("x"))));

    assertEquals(List.of(), files());
  }

  @Test
  void anInterruptNeitherStopsTheWritingNorIsLost() throws IOException {
    Path path = directory.resolve("file");
    Thread.currentThread().interrupt();
    try {
      AtomicFile.write(path, out -> out.write(NEW));
    } finally {
      assertTrue(Thread.interrupted());
    }
    assertEquals("new content", Files.readString(path));
  }

  @Test
  void onlyRegularFilesAreReplaced() throws IOException {
    Path folder = Files.createDirectory(directory.resolve("folder"));

    assertEquals(
        folder + ": is not a regular file, expected one to replace",
        assertThrows(IOException.class, () -> AtomicFile.write(folder, out -> out.write(NEW)))
            .getMessage());
    assertTrue(Files.isDirectory(folder));
  }

  @Test
  void aMissingDirectoryIsTold() {
    Path path = directory.resolve("missing/file");

    assertEquals(
        path + ": its directory does not exist",
        assertThrows(IOException.class, () -> AtomicFile.write(path, out -> out.write(NEW)))
            .getMessage());
  }

  @Test
  void aSymbolicLinkStaysOne() throws IOException {
    Path file = Files.write(directory.resolve("file"), OLD);
    Path link = directory.resolve("link");
    try {
      Files.createSymbolicLink(link, Path.of("file"));
    } catch (IOException | UnsupportedOperationException e) {
      Assumptions.abort("no symbolic links here");
    }

    AtomicFile.write(link, out -> out.write(NEW));

    assertTrue(Files.isSymbolicLink(link));
    assertEquals("new content", Files.readString(file));
  }

  @Test
  void theFileIsAsReadableAsAnyOther() throws IOException {
    Assumptions.assumeTrue(
        Files.getFileStore(directory).supportsFileAttributeView("posix"), "no permissions here");
    Path plain = Files.write(directory.resolve("plain"), OLD);
    Path path = directory.resolve("file");

    AtomicFile.write(path, out -> out.write(NEW));

    assertEquals(Files.getPosixFilePermissions(plain), Files.getPosixFilePermissions(path));
    assertFalse(Files.getPosixFilePermissions(path).isEmpty());
  }

  /** Writes something, and then throws. */
  private static AtomicFile.Content failing(Throwable failure) {
    return out -> {
      out.write(NEW);
      if (failure instanceof IOException exception) {
        throw exception;
      }
      if (failure instanceof Error error) {
        throw error;
      }
      throw (RuntimeException) failure;
    };
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.toList();
    }
  }
}
