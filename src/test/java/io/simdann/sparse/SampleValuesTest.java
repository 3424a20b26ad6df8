package io.simdann.sparse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class SampleValuesTest {

  @Test
  void samplesMustBeOfOneKindAndFit() {
    assertRefused(new byte[6], new float[6], 2, 3);
    assertRefused(null, null, 2, 3);
    assertRefused(new byte[5], null, 2, 3);
    assertRefused(null, new float[7], 2, 3);
    assertRefused(new byte[0], null, 0, 3);
    assertRefused(new byte[0], null, 1 << 16, 1 << 16);
    assertRefused(new byte[6], null, -2, -3);
  }

  private static void assertRefused(byte[] bytes, float[] floats, int features, int samples) {
    assertThrows(
        IllegalArgumentException.class, () -> new SampleValues(bytes, floats, features, samples));
  }

  @Test
  void aByteIsAPartOf255() {
    assertEquals(1f / 255f, new SampleValues(new byte[6], null, 2, 3).scale());
    assertEquals(1f, new SampleValues(null, new float[6], 2, 3).scale());
  }

  @Test
  void bothZerosAreZeroAndNothingElseIs() {
    SampleValues bytes = new SampleValues(new byte[] {0, 1, -1, -128, 127}, null, 5, 1);
    SampleValues floats =
        new SampleValues(
            null,
            new float[] {0f, -0f, Float.MIN_VALUE, -Float.MIN_VALUE, Float.NaN, 1f / 0f},
            6,
            1);
    assertTrue(bytes.isZero(0));
    assertTrue(floats.isZero(0));
    assertTrue(floats.isZero(1));
    for (int i = 1; i < 5; i++) {
      assertFalse(bytes.isZero(i));
    }
    for (int i = 2; i < 6; i++) {
      assertFalse(floats.isZero(i));
    }
  }
}
