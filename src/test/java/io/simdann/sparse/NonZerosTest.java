package io.simdann.sparse;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.simdann.data.ByteFeatures;
import io.simdann.data.Features;
import io.simdann.data.FloatFeatures;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NonZerosTest {
  /** Around words of 8, steps of 64, and the longest list. */
  private static final int[] LENGTHS = {
    0, 1, 7, 8, 9, 15, 16, 63, 64, 65, 72, 127, 128, 129, 200, 255, 256
  };

  private static final int FROM = 3;
  private static final int NEXT = 2;

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.03, 0.5, 1})
  void bytesAreListedByPlaceAndValueAndNothingElseIsTouched(double density) {
    for (int length : LENGTHS) {
      byte[] values = bytes(length, density);
      char[] expected = new char[NEXT + length + 1];
      int end = NEXT;
      for (int place = 0; place < length; place++) {
        if (values[FROM + place] != 0) {
          expected[end++] = (char) (place << 8 | values[FROM + place] & 255);
        }
      }
      char[] entries = new char[expected.length];
      assertEquals(end, NonZeros.list(values, FROM, FROM + length, entries, NEXT));
      assertArrayEquals(expected, entries, length + " bytes");
      assertEquals(end - NEXT, NonZeros.count(values, FROM, FROM + length), length + " bytes");
    }
  }

  @Test
  void bothZerosAreZeroAndNothingElseIs() {
    Features bytes = new ByteFeatures(new byte[] {0, 1, -1, -128, 127}, 5, 1);
    assertEquals(0, NonZeros.count(bytes, 0, 1));
    assertEquals(4, NonZeros.count(bytes, 1, 5));
    float[] numbers = {0f, -0f, Float.MIN_VALUE, -Float.MIN_VALUE, Float.NaN, 1f / 0f};
    Features floats = new FloatFeatures(numbers, 6, 1);
    assertEquals(0, NonZeros.count(floats, 0, 2));
    assertEquals(4, NonZeros.count(floats, 2, 6));
  }

  /** Each byte that is 1, 127, −128 or −1 tries what a carry between bytes would break. */
  private static byte[] bytes(int length, double density) {
    byte[] kinds = {1, 127, -128, -1, 42};
    Random random = new Random(length);
    byte[] values = new byte[FROM + length + 9];
    Arrays.fill(values, (byte) 9);
    for (int i = FROM; i < FROM + length; i++) {
      values[i] = random.nextDouble() < density ? kinds[random.nextInt(kinds.length)] : 0;
    }
    return values;
  }
}
