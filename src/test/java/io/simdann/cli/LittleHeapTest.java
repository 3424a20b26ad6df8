package io.simdann.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The main job in a JVM that has too little memory for it. */
class LittleHeapTest {

  @TempDir private Path directory;

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"-Xmx100m", "-Xmx110m", "-XX:MaxRAM=200m"})
  void endsInOneLineThatNamesTheCause(String limit) throws Exception {
    Path output = directory.resolve("run");
    try (ChildTrainer trainer =
        new ChildTrainer(
            directory,
            List.of(limit, "--add-modules=jdk.incubator.vector"),
            "--threads",
            2,
            "--iterations",
            2,
            "--output",
            output)) {
      assertEquals(1, trainer.awaitEnd());

      assertEquals(1, trainer.errors().size(), trainer.errors()::toString);
      String told = trainer.errors().get(0);
      assertTrue(told.startsWith("simdann: ") && told.contains("java may use "), told);
    }
  }
}
