package io.simdann.gemm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.simdann.parallel.WorkerTeam;
import org.junit.jupiter.api.Test;

class FeatureOrderTest {

  @Test
  void theMostFrequentFeatureComesFirstAndEqualOnesKeepTheirOrder() {
    // Feature 0 is never non-zero, 1 and 3 once in two samples, 2 always.
    int samples = 200;
    byte[] bytes = new byte[4 * samples];
    for (int sample = 0; sample < samples; sample++) {
      bytes[sample * 4 + 1] = (byte) (sample % 2);
      bytes[sample * 4 + 2] = -1;
      bytes[sample * 4 + 3] = (byte) (sample % 2 == 0 ? 255 : 0);
    }
    SampleValues values = new SampleValues(bytes, null, 4, samples);
    for (int threads : new int[] {1, 2, 3, 7}) {
      try (WorkerTeam team = WorkerTeam.ofThreads(threads)) {
        assertArrayEquals(new int[] {2, 1, 3, 0}, FeatureOrder.byFrequency(values, team));
      }
    }
  }
}
