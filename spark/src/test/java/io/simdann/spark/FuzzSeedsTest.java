package io.simdann.spark;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What fuzzers start with, and what they once found, on every build. See src/test/fuzz/run. */
class FuzzSeedsTest {

  @Test
  void everyCsvSeedIsReadOrRefused() throws IOException {
    forEachSeed("CsvFuzz", CsvFuzz::fuzzerTestOneInput);
  }

  @Test
  void everyLibsvmSeedIsReadOrRefused() throws IOException {
    forEachSeed("LibsvmFuzz", LibsvmFuzz::fuzzerTestOneInput);
  }

  private static void forEachSeed(String target, Consumer<byte[]> fuzzed) throws IOException {
    List<Path> seeds;
    try (Stream<Path> files = Files.list(Path.of("src/test/resources/fuzz", target))) {
      seeds = files.sorted().toList();
    }
    assertTrue(seeds.size() >= 5, seeds::toString);
    for (Path seed : seeds) {
      try {
        fuzzed.accept(Files.readAllBytes(seed));
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError(seed.toString(), e);
      }
    }
  }
}
