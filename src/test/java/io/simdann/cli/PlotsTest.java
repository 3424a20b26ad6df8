package io.simdann.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlotsTest {

  @TempDir private Path directory;

  @Test
  void plotsNeedNoDirectoryForTemporaryFiles() throws Exception {
    Path data = SyntheticDigits.write(directory.resolve("data"), 30, 4, 3);
    Path output = directory.resolve("run");
    Object[] args = {"--data", data, "--output", output, "--iterations=2", "--backend=scalar"};
    List<String> missing = List.of("-Djava.io.tmpdir=" + directory.resolve("none"));
    try (ChildTrainer trainer = new ChildTrainer(directory, missing, args)) {
      assertEquals(0, trainer.awaitEnd());

      assertEquals(List.of(), trainer.errors());
      assertTrue(Files.size(output.resolve("cost.png")) > 1000);
      assertTrue(Files.size(output.resolve("cost.svg")) > 1000);
    }
  }
}
