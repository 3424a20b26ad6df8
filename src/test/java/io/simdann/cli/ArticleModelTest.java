package io.simdann.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.simdann.model.ModelFile;
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

    Path model = directory.resolve("model.safetensors");
    assertEquals(
        "faa4c53c5724f4016adcef2b89e82444ea08bce581d80085d5a1d5c9986fd38a",
        Sha256.of(Files.readAllBytes(model)));
    assertEquals(
        "6c5cd707b41468c0e7f9f915ff4ff2c11b4d0b8a391bf458783b1afad87dcbcc",
        Sha256.of(ModelFile.load(model).parameters()));
  }
}
