package io.simdann.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StagedFilesTest {

  private static final List<String> NAMES = List.of("a", "b", "c");
  private static final Map<String, String> OLD = Map.of("a", "old a", "b", "old b", "other", "x");
  private static final Map<String, String> NEW = Map.of("a", "new a", "c", "new c", "other", "x");

  @TempDir private Path directory;
  private StagedFiles files;

  @BeforeEach
  void writeOld() throws IOException {
    for (Map.Entry<String, String> file : OLD.entrySet()) {
      Files.writeString(directory.resolve(file.getKey()), file.getValue());
    }
    files = new StagedFiles(directory, NAMES);
  }

  /** The new files, which don't have b. */
  private static void writeNew(Path staging) throws IOException {
    Files.writeString(staging.resolve("c"), "new c");
    Files.writeString(staging.resolve("a"), "new a");
    StagedFiles.remove(staging, "b");
  }

  /** What there is, hidden files included. */
  private Map<String, String> found() throws IOException {
    Map<String, String> found = new TreeMap<>();
    try (Stream<Path> list = Files.list(directory)) {
      for (Path file : (Iterable<Path>) list::iterator) {
        String content = Files.isDirectory(file) ? "a directory" : Files.readString(file);
        found.put(file.getFileName().toString(), content);
      }
    }
    return found;
  }

  @Test
  void theNewFilesTakeTheOldOnesPlaces() throws IOException {
    files.replace(StagedFilesTest::writeNew);

    assertEquals(new TreeMap<>(NEW), found());
  }

  @Test
  void filesThatAreNotWrittenStay() throws IOException {
    files.replace(staging -> Files.writeString(staging.resolve("a"), "newer a"));

    assertEquals(Map.of("a", "newer a", "b", "old b", "other", "x"), found());
  }

  @Test
  void aFailureOfAnyKindLeavesAllOldFilesAndNothingElse() throws IOException {
    for (Throwable failure :
        List.of(new IOException("no space"), new OutOfMemoryError(), new IllegalStateException())) {
      assertSame(
          failure,
          assertThrows(
              Throwable.class,
              () ->
                  files.replace(
                      staging -> {
                        writeNew(staging);
                        StagedFilesTest.<RuntimeException>sneak(failure);
                      })));
      assertEquals(new TreeMap<>(OLD), found());
    }
  }

  @SuppressWarnings("unchecked")
  private static <T extends Throwable> void sneak(Throwable failure) throws T {
    throw (T) failure;
  }

  @Test
  void whatWasBeingWrittenWhenTheProcessWasKilledIsThrownAway() throws IOException {
    Path staging = Files.createDirectory(directory.resolve(".simdann-new"));
    writeNew(staging);
    Files.writeString(staging.resolve(".simdann-1234.tmp"), "half a model");
    Files.writeString(directory.resolve(".simdann-5678.tmp"), "half a model");

    files.settle();

    assertEquals(new TreeMap<>(OLD), found());
  }

  @Test
  void whatTookTheirPlacesWhenTheProcessWasKilledIsBroughtToItsEnd() throws IOException {
    // After none of the three moves, after one, two and all of them.
    for (int moved = 0; moved <= NAMES.size(); moved++) {
      writeOld();
      Files.deleteIfExists(directory.resolve("c"));
      Path complete = Files.createDirectory(directory.resolve(".simdann-complete"));
      writeNew(complete);
      for (String name : NAMES.subList(0, moved)) {
        if (name.equals("b")) {
          Files.delete(directory.resolve(name));
          Files.delete(complete.resolve(name));
        } else {
          Files.deleteIfExists(directory.resolve(name));
          Files.move(complete.resolve(name), directory.resolve(name));
        }
      }

      files.settle();

      assertEquals(new TreeMap<>(NEW), found(), moved + " moved");
    }
  }

  @Test
  void afterAMoveThatFailedTheNextReplacementBringsItToItsEnd() throws IOException {
    // A directory in a file's place, which nothing can replace.
    Path blocking = Files.createDirectory(directory.resolve("c"));
    Files.createFile(blocking.resolve("file"));
    assertThrows(IOException.class, () -> files.replace(StagedFilesTest::writeNew));
    assertEquals("new a", found().get("a"));
    assertEquals("a directory", found().get(".simdann-complete"));

    Files.delete(blocking.resolve("file"));
    Files.delete(blocking);
    files.replace(staging -> Files.writeString(staging.resolve("b"), "newer b"));

    assertEquals(Map.of("a", "new a", "b", "newer b", "c", "new c", "other", "x"), found());
  }

  @Test
  void permissionsAreKept() throws IOException {
    assumeTrue(Files.getFileStore(directory).supportsFileAttributeView("posix"));
    Files.setPosixFilePermissions(
        directory.resolve("a"), PosixFilePermissions.fromString("rw-------"));
    Files.writeString(directory.resolve("plain"), "x");

    files.replace(
        staging -> {
          assertEquals("rwx------", permissions(staging));
          writeNew(staging);
        });

    assertEquals("rw-------", permissions(directory.resolve("a")));
    assertEquals(permissions(directory.resolve("plain")), permissions(directory.resolve("c")));
  }

  private static String permissions(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  @Test
  void aSymbolicLinkStaysOne() throws IOException {
    Path file = Files.writeString(directory.resolve("other"), "old");
    Files.delete(directory.resolve("a"));
    try {
      Files.createSymbolicLink(directory.resolve("a"), Path.of("other"));
    } catch (IOException | UnsupportedOperationException e) {
      assumeTrue(false, "no symbolic links here");
    }

    files.replace(
        staging -> {
          writeNew(staging);
          Thread.currentThread().interrupt();
        });

    assertTrue(Thread.interrupted());
    assertTrue(Files.isSymbolicLink(directory.resolve("a")));
    assertEquals("new a", Files.readString(file));
  }
}
