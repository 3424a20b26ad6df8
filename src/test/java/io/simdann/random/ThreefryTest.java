package io.simdann.random;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ThreefryTest {

  /** From Random123, {@code kat_vectors}: threefry2x32 with 20 rounds. */
  @ParameterizedTest
  @CsvSource({
    "00000000, 00000000, 00000000, 00000000, 6b200159, 99ba4efe",
    "ffffffff, ffffffff, ffffffff, ffffffff, 1cb996fc, bb002be7",
    "243f6a88, 85a308d3, 13198a2e, 03707344, c4923a9c, 483df7a0"
  })
  void theKnownAnswersAreGiven(
      String counter0, String counter1, String key0, String key1, String x0, String x1) {
    long bits = Threefry.bits(word(key0), word(key1), word(counter0), word(counter1));
    assertEquals(x1 + x0, String.format("%016x", bits));
  }

  private static int word(String hexadecimal) {
    return Integer.parseUnsignedInt(hexadecimal, 16);
  }
}
