package io.simdann.predict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.simdann.kernel.CpuFacts;
import io.simdann.nn.NetworkSpec;
import org.junit.jupiter.api.Test;

class ForwardPassTest {

  @Test
  void networksWhoseValuesFitArraysAreTaken() {
    for (int[] sizes :
        new int[][] {{1, 1}, {784, 50, 10}, {130_000_000, 1}, {1, 130_000_000}, {9000, 200_000}}) {
      ForwardPass.requireFits(NetworkSpec.of(sizes));
    }
  }

  @Test
  void networksTooLargeToPredictWithAreRefused() {
    // 16 rows of the inputs; 16 rows of the outputs; weights padded from 1 unit to 16.
    for (int[] sizes :
        new int[][] {{140_000_000, 1}, {1, 140_000_000}, {50_000_000, 2, 90_000_000, 1}}) {
      NetworkSpec spec = NetworkSpec.of(sizes);
      String message =
          assertThrows(IllegalArgumentException.class, () -> ForwardPass.requireFits(spec))
              .getMessage();
      assertTrue(
          message.startsWith("a network of sizes " + spec + " is too large to predict"), message);
      assertTrue(message.endsWith(" values, at most 2147482611 fit an array"), message);
    }
  }

  @Test
  void tilesOfVeryWideNetworksHaveFewSamples() {
    CpuFacts cpu = CpuFacts.here();
    assertEquals(16, ForwardPass.tileSamples(NetworkSpec.of(1, 1_000_000), cpu));
    assertEquals(48, ForwardPass.tileSamples(NetworkSpec.of(300_000, 10), cpu));
    assertTrue(ForwardPass.tileSamples(NetworkSpec.of(784, 50, 10), cpu) >= 80);
  }
}
