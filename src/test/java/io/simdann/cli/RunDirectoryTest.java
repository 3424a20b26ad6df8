package io.simdann.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.simdann.model.DurableFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunDirectoryTest {

  @TempDir private Path parent;
  private Path path;

  @BeforeEach
  void choosePath() {
    path = parent.resolve("deep/run");
  }

  private RunDirectory open() throws CommandFailedException {
    return RunDirectory.open(path, directory -> {});
  }

  private List<String> found() throws IOException {
    try (Stream<Path> list = Files.list(path)) {
      return list.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void nothingIsLeftOfADirectoryThatWasCreatedInVain() throws Exception {
    open().close();

    assertFalse(Files.exists(parent.resolve("deep")));
  }

  @Test
  void onlyWhatWasWrittenIsLeft() throws Exception {
    try (RunDirectory directory = open()) {
      directory.change(at -> Files.writeString(at.resolve("file"), "x"));
    }

    assertEquals(List.of("file"), found());
  }

  @Test
  void twoTrainingsCannotHaveOneDirectory() throws Exception {
    try (RunDirectory directory = open()) {
      directory.change(at -> {});
      String refusal = assertThrows(CommandFailedException.class, this::open).getMessage();
      assertTrue(
          refusal.endsWith(
              "deep/run: another training (process "
                  + ProcessHandle.current().pid()
                  + ") is writing into it, expected a directory of its own for each: choose another"
                  + " one with --output"),
          refusal);
      // By another name.
      path = parent.resolve("deep/../deep/run");
      assertThrows(CommandFailedException.class, this::open);
    }
    open().close();
  }

  @Test
  void aFileThatAProcessLeftBehindLocksNobodyOut() throws Exception {
    Files.createDirectories(path);
    Files.writeString(path.resolve(".simdann-lock"), "1234\n");

    open().close();

    assertEquals(List.of(), found());
  }

  @Test
  void noFileElsewhereIsTakenForTheLock() throws Exception {
    Files.createDirectories(path);
    Path precious = Files.writeString(parent.resolve("precious"), "x");
    for (Path target : List.of(precious, parent.resolve("none"))) {
      try {
        Files.createSymbolicLink(path.resolve(".simdann-lock"), target);
      } catch (IOException | UnsupportedOperationException e) {
        Assumptions.abort("no symbolic links here");
      }

      assertThrows(CommandFailedException.class, this::open);

      assertEquals("x", Files.readString(precious));
      Files.delete(path.resolve(".simdann-lock"));
    }
  }

  @Test
  void aFailureAtTheBeginningLetsOthersHaveTheDirectory() throws Exception {
    IOException failure = new IOException("no luck");
    assertEquals(
        path + ": cannot be written into: no luck, expected a directory with room",
        assertThrows(
                CommandFailedException.class,
                () ->
                    RunDirectory.open(
                        path,
                        directory -> {
                          throw failure;
                        }))
            .getMessage());
    assertFalse(Files.exists(parent.resolve("deep")));
    open().close();
  }

  @Test
  void aDirectoryThatWasRemovedIsMadeAgain() throws Exception {
    try (RunDirectory directory = open()) {
      Files.delete(path.resolve(".simdann-lock"));
      Files.delete(path);
      Files.delete(path.getParent());

      directory.change(at -> Files.writeString(at.resolve("file"), "x"));

      assertThrows(CommandFailedException.class, this::open);
    }
    assertEquals(List.of("file"), found());
  }

  @Test
  void anInterruptNeitherStopsAChangeNorIsLost() throws Exception {
    try (RunDirectory directory = open()) {
      Files.delete(path.resolve(".simdann-lock"));
      Files.delete(path);
      Thread.currentThread().interrupt();
      try {
        directory.change(
            at ->
                new StagedFiles(at, List.of("file"))
                    .replace(
                        staging -> {
                          Path file = staging.resolve("file");
                          DurableFiles.write(file, out -> out.write('x'));
                          assertEquals(1, FileDigest.of(file).bytes());
                        }));
      } finally {
        assertTrue(Thread.interrupted());
      }
      assertThrows(CommandFailedException.class, this::open);
    }
    assertEquals(List.of("file"), found());
  }

  @Test
  void aDiskWithoutRoomIsToldBeforeTheTraining() throws Exception {
    try (RunDirectory directory = open()) {
      directory.requireRoom(1);
      String refusal =
          assertThrows(
                  CommandFailedException.class, () -> directory.requireRoom(Long.MAX_VALUE / 2))
              .getMessage();
      assertTrue(
          refusal.matches(
              ".*run: the disk has room for \\d+\\.\\d\\d MB, expected 4398046511104\\.00 MB .*"),
          refusal);
    }
  }
}
