package io.simdann.random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import io.simdann.nn.GoldenCase;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class NumpyRandomTest {
  private static final JsonNode SEEDS =
      GoldenCase.json("/reference/numpy-legacy-random.json").get("seeds");

  static Stream<String> seeds() {
    return SEEDS.properties().stream().map(java.util.Map.Entry::getKey);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void givesNumpysUniformNumbersBitForBit(String seed) {
    NumpyRandom random = new NumpyRandom(Long.parseLong(seed));
    for (JsonNode expected : SEEDS.get(seed).get("random_sample")) {
      assertEquals(expected.asDouble(), random.nextDouble());
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void givesNumpysNormalNumbers(String seed) {
    NumpyRandom random = new NumpyRandom(Long.parseLong(seed));
    for (JsonNode expected : SEEDS.get(seed).get("randn")) {
      // NumPy takes the C library's logarithm, which may differ in the last bit.
      assertEquals(expected.asDouble(), random.nextGaussian(), 4 * Math.ulp(expected.asDouble()));
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void staysWithNumpyOverAWholeWeightMatrix(String seed) {
    NumpyRandom random = new NumpyRandom(Long.parseLong(seed));
    double sum = 0;
    double last = 0;
    for (int i = 0; i < 50 * 784; i++) {
      last = random.nextGaussian();
      sum += last;
    }
    assertEquals(SEEDS.get(seed).get("randn_50x784_last").asDouble(), last, 1e-15);
    // NumPy adds pairwise; 39200 additions here, each rounded at a partial sum below 1000.
    assertEquals(SEEDS.get(seed).get("randn_50x784_sum").asDouble(), sum, 39200 * 1000 * 0x1p-53);
  }

  @Test
  void refusesASeedOutsideNumpysRange() {
    String message =
        assertThrows(IllegalArgumentException.class, () -> new NumpyRandom(-1)).getMessage();
    assertEquals("seed must be from 0 to 4294967295, but was -1", message);
    assertThrows(IllegalArgumentException.class, () -> new NumpyRandom(1L << 32));
  }
}
