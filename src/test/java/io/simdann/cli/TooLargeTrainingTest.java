package io.simdann.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.simdann.kernel.FreshJvm;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a JVM can't hold, and the main job in heaps that are just too small and just large enough.
 */
class TooLargeTrainingTest {
  private static final Pattern REFUSAL =
      Pattern.compile(
          "simdann: training 784-50-10 on 60000 samples takes \\d\\d MB of heap beside the 45 MB of"
              + " the samples, but java may use \\d+ MB in all: give it -Xmx(\\d+)m, or use fewer"
              + " samples, smaller layers, smaller batches or fewer threads");

  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"G1", "Parallel", "Serial"})
  void aHeapThatIsTooSmallIsRefusedInOneLineThatNamesOneThatIsEnough(String collector)
      throws Exception {
    String option = "-XX:+Use" + collector + "GC";
    String enough;
    try (ChildTrainer trainer = trainer(option, "-Xmx100m")) {
      assertEquals(1, trainer.awaitEnd());
      assertEquals(1, told(trainer).size(), told(trainer)::toString);
      Matcher matcher = REFUSAL.matcher(told(trainer).get(0));
      assertTrue(matcher.matches(), told(trainer)::toString);
      enough = matcher.group(1);
    }
    try (ChildTrainer trainer = trainer(option, "-Xmx" + enough + "m")) {
      assertEquals(0, trainer.awaitEnd());
      assertEquals(List.of(), told(trainer));
    }
  }

  @Test
  void threeHundredAndTwentyMegabytesAreEnough() throws Exception {
    try (ChildTrainer trainer = trainer("-Xmx320m")) {
      assertEquals(0, trainer.awaitEnd());
      assertEquals(List.of(), told(trainer));
    }
  }

  private ChildTrainer trainer(String... options) throws Exception {
    return new ChildTrainer(
        directory,
        Stream.concat(Stream.of(FreshJvm.WITH_VECTORS), Stream.of(options)).toList(),
        "--iterations",
        3,
        "--threads",
        2,
        "--quiet",
        "--output",
        directory.resolve("run"));
  }

  /** What the program itself says, not the JVM. */
  private static List<String> told(ChildTrainer trainer) throws Exception {
    return trainer.errors().stream().filter(line -> !line.startsWith("[")).toList();
  }
}
