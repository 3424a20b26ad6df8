package io.simdann.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.simdann.data.DataSet;
import io.simdann.kernel.FreshJvm;
import io.simdann.nn.NetworkSpec;
import io.simdann.step.SparseData;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrainingMemoryTest {
  /** Small objects, which nobody counts. */
  private static final long SMALL = 24 << 10;

  private static final int TRAININGS = 85;

  @ParameterizedTest
  @ValueSource(strings = {"scalar", "best"})
  void whatIsCountedIsWhatIsAllocatedBeforeTheFirstIteration(String kernels) {
    List<String> lines =
        FreshJvm.run(
            List.of(FreshJvm.WITH_VECTORS, "-XX:+UseSerialGC", "-Xmx512m"),
            TrainingMemoryProbe.class,
            kernels);
    assertEquals(TRAININGS, lines.size());
    for (String line : lines) {
      String[] fields = line.split(" ", 4);
      long counted = Long.parseLong(fields[0]);
      long allocated = Long.parseLong(fields[1]);
      assertTrue(Math.abs(counted - allocated) <= SMALL + allocated / 200, line);
      if (kernels.equals("scalar")) {
        assertTrue(Long.parseLong(fields[2]) <= SMALL, line);
      }
    }
  }

  @Test
  void aNetworkThatNoArrayHoldsIsRefused() {
    DataSet data = SparseData.of(NetworkSpec.of(1, 2), 10, false, 1, 1);
    Trainer unpredictable = Trainer.builder().hidden(130_000_000).build();
    String message =
        assertThrows(IllegalArgumentException.class, () -> unpredictable.fit(data)).getMessage();
    assertTrue(
        message.startsWith("a network of sizes 1-130000000-2 is too large to predict with"),
        message);
    assertEquals(
        "a network 1-33000-33000-2 is too large: its weights, packed, have 2180277180 floats,"
            + " padding included, and at most 2147483563 fit an array; use smaller layers",
        refusal(data, Trainer.builder().hidden(33_000, 33_000)));
    assertEquals(
        "a network 1-14000000-2 is too large: its activations for a tile of samples have"
            + " 4480007680 floats, padding included, and at most 2147483563 fit an array; use"
            + " smaller layers",
        refusal(data, Trainer.builder().hidden(14_000_000)));
  }

  @Test
  void aHeapThatIsTooSmallIsToldWithWhatItTakes() {
    DataSet data = SparseData.of(NetworkSpec.of(10, 2), 16_000, false, 1, 1);
    // Gradients of 36 million floats, packed weights and parameters: beyond the heap of any test.
    String message = refusal(data, Trainer.builder().hidden(6000, 6000).batchSize(15_000));
    assertTrue(
        message.matches(
            "training 10-6000-6000-2 on 16000 samples takes \\d{4,} MB of heap beside the 1 MB of"
                + " the samples, but java may use \\d+ MB in all: give it -Xmx\\d+m, or use fewer"
                + " samples, smaller layers, smaller batches or fewer threads"),
        message);
  }

  private static String refusal(DataSet data, TrainerBuilder settings) {
    Trainer trainer = settings.threads(1).build();
    return assertThrows(TrainingTooLargeException.class, () -> trainer.fit(data)).getMessage();
  }
}
