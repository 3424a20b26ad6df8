package io.simdann.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Processes that are killed while they replace files. */
@DisabledOnOs(OS.WINDOWS)
class KilledRunTest {

  private static final int KILLS = 12;

  @TempDir private Path directory;

  @Test
  void filesAreOfOneRunWheneverTheProcessIsKilled() throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    int told = 0;
    for (int kill = 0; kill < KILLS; kill++) {
      Process process = startWriter();
      try (BufferedReader out = process.inputReader()) {
        String line = out.readLine();
        assertThrows(CommandFailedException.class, this::open, "it has the directory");
        int more = random.nextInt(50);
        for (int i = 0; i < more; i++) {
          line = out.readLine();
        }
        kill(process);
        for (; line != null; line = out.readLine()) {
          told = Integer.parseInt(line);
        }
      }

      // Its lock has ended with it.
      open().close();
      int generation = KilledWriter.generation(directory);

      assertTrue(
          generation == told || generation == told + 1,
          generation + " after " + told + ", seed " + seed);
      assertEquals(Set.copyOf(KilledWriter.NAMES), found());
    }
  }

  @Test
  void aDirectoryThatAnotherTrainingHasMadeAgainIsLeftToIt() throws Exception {
    RunDirectory ours = open();
    Files.delete(directory.resolve(".simdann-lock"));
    Process other = startWriter();
    try (BufferedReader out = other.inputReader()) {
      out.readLine();

      String refusal =
          assertThrows(
                  IOException.class,
                  () -> ours.change(at -> Files.createFile(at.resolve("result"))))
              .getMessage();

      assertTrue(refusal.contains("another training (process " + other.pid() + ")"), refusal);
      ours.close();
      assertThrows(CommandFailedException.class, this::open, "the other one still has it");
    } finally {
      kill(other);
    }
    open().close();
  }

  private Process startWriter() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            KilledWriter.class.getName(),
            directory.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /** As {@code kill -9} does; what it has printed can still be read. */
  private static void kill(Process process) throws InterruptedException {
    process.toHandle().destroyForcibly();
    assertEquals(128 + 9, process.waitFor());
  }

  private RunDirectory open() throws CommandFailedException {
    return RunDirectory.open(directory, KilledWriter::settle);
  }

  private Set<String> found() throws Exception {
    try (Stream<Path> list = Files.list(directory)) {
      return list.map(file -> file.getFileName().toString()).collect(Collectors.toSet());
    }
  }
}
