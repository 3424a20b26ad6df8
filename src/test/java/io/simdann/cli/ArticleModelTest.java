package io.simdann.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.simdann.train.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The model file of the main job, byte for byte. */
class ArticleModelTest {

  @Test
  void after50IterationsTheFileHasItsHash(@TempDir Path directory) throws IOException {
    CommandRun.succeeding(
        "--iterations", 50, "--output", directory, "--threads", 1, "--quiet", "--vector-bits", 256);

    assertEquals(
        "673f8e3f1a8e753b8475a60355ebcf0438bbcd45ac20c258433a3fdc45a68970",
        Sha256.of(Files.readAllBytes(directory.resolve("model.safetensors"))));
  }
}
