package io.simdann;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.simdann.cli.CommandLineFuzz;
import io.simdann.data.idx.GzipFuzz;
import io.simdann.data.idx.IdxFuzz;
import io.simdann.data.picture.PictureFuzz;
import io.simdann.model.SafetensorsFuzz;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What fuzzers start with, and what they once found, on every build. See src/test/fuzz/run. */
class FuzzSeedsTest {
  private static final Path SEEDS = Path.of("src/test/resources/fuzz");

  private static final Map<String, Target> TARGETS =
      Map.of(
          "CommandLineFuzz", CommandLineFuzz::fuzzerTestOneInput,
          "GzipFuzz", GzipFuzz::fuzzerTestOneInput,
          "IdxFuzz", IdxFuzz::fuzzerTestOneInput,
          "PictureFuzz", PictureFuzz::fuzzerTestOneInput,
          "SafetensorsFuzz", SafetensorsFuzz::fuzzerTestOneInput);

  /** What a fuzzer calls. */
  @FunctionalInterface
  private interface Target {
    void accept(byte[] input) throws IOException;
  }

  static List<Arguments> seeds() throws IOException {
    try (Stream<Path> files = Files.walk(SEEDS)) {
      return files
          .filter(Files::isRegularFile)
          .sorted()
          .map(file -> Arguments.of(file.getParent().getFileName().toString(), file))
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void everySeedIsReadOrRefused(String target, Path seed) throws IOException {
    TARGETS.get(target).accept(Files.readAllBytes(seed));
  }

  @Test
  void everyTargetHasSeeds() throws IOException {
    try (Stream<Path> folders = Files.list(SEEDS)) {
      List<String> names = folders.map(path -> path.getFileName().toString()).sorted().toList();
      assertEquals(List.copyOf(new TreeSet<>(TARGETS.keySet())), names);
    }
    assertTrue(seeds().size() >= 5 * TARGETS.size());
  }
}
