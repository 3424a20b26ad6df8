package io.simdann.data.idx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.simdann.data.DataException;
import io.simdann.data.FloatFeatures;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdxFloatsTest {

  private static final int FEATURES = 3;

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void theFirstFloatOrDoubleThatIsNotFiniteIsNamed(float value) {
    // As 0x7fc00000, 0x7f800000 and 0xff800000 backwards, they are far too small for features.
    String expected = "digits.idx: sample 1: feature 2 is " + value + ", expected finite numbers";

    assertEquals(
        expected, refusal(floats(ByteOrder.BIG_ENDIAN, 1, 2, 3, 4, 5, value, 7, 8, value)));
    assertEquals(expected, refusal(doubles(ByteOrder.BIG_ENDIAN, 1, 2, 3, 4, 5, value)));
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e39, -1e39, 3.4028235677973366e38, Double.MAX_VALUE})
  void aDoubleBeyondTheRangeOfFloatsIsNamed(double value) {
    assertEquals(
        "digits.idx: sample 0: feature 1 is "
            + value
            + ", beyond the range of a float: expected numbers up to 3.4028235E38",
        refusal(doubles(ByteOrder.BIG_ENDIAN, 1, value, 3)));
  }

  @Test
  void theLargestAndTheSmallestFloatsAreTaken() throws IOException {
    float[] values = {Float.MAX_VALUE, -Float.MAX_VALUE, Float.MIN_VALUE, -0f, 0f, 1e-45f};
    double[] doubles = {3.4028235677973362e38, 1e-300, -1e-60, 1, 1e30, 1e31};

    assertArrayEquals(values, read(floats(ByteOrder.BIG_ENDIAN, values)));
    assertArrayEquals(
        new float[] {Float.MAX_VALUE, 0f, -0f, 1f, 1e30f, 1e31f},
        read(doubles(ByteOrder.BIG_ENDIAN, doubles)));
  }

  @Test
  void littleEndianNumbersThatAreNanAreToldAsSuch() {
    // 2.2558594 is 0x40106000, but with these last bits it is NaN when read backwards.
    float value = Float.intBitsToFloat(0x4010c07f);

    assertEquals(
        "digits.idx: sample 0: feature 1 is NaN, expected finite numbers (written little-endian?"
            + " with its bytes reversed it is "
            + value
            + "; expected big-endian)",
        refusal(floats(ByteOrder.LITTLE_ENDIAN, 1, value, 0)));
  }

  @Test
  void littleEndianNumbersThatAreFiniteBackwardsAreToldAsSuch() {
    for (byte[] file :
        List.of(
            floats(ByteOrder.LITTLE_ENDIAN, 0, 0.5f, 1, 0.25f, -2, 255),
            doubles(ByteOrder.LITTLE_ENDIAN, 0, 0.5, 1, 0.25, -2, 255))) {
      String message = refusal(file);
      assertTrue(message.matches("digits.idx: values such as [0-9.]*E-[0-9]* are .*"), message);
      assertTrue(
          message.endsWith(
              " with their bytes reversed they are like 0.5: the file was written little-endian,"
                  + " expected big-endian numbers"),
          message);
    }
  }

  @Test
  void littleEndianNumbersOfAnySizeBackwardsAreToldAsSuch() {
    // Those with an exponent of all ones backwards would be told as NaN.
    Random random = new Random(7);
    float[] values = new float[42];
    for (int i = 0; i < values.length; i++) {
      do {
        values[i] = random.nextFloat();
      } while ((Float.floatToRawIntBits(values[i]) & 0x7f) == 0x7f);
    }

    String message = refusal(floats(ByteOrder.LITTLE_ENDIAN, values));

    assertTrue(
        message.matches("[^:]*: values such as -?[0-9.]+E[0-9-]+ are .* like 0[.].*"), message);
  }

  @Test
  void largeAndSmallNumbersAreTakenWhereTheyAreNoneBackwards() throws IOException {
    float[] values = new float[42];
    for (int i = 0; i < values.length; i++) {
      values[i] = (i % 2 == 0 ? 1.7e9f : 3e-9f) * (i + 1);
    }

    assertArrayEquals(values, read(floats(ByteOrder.BIG_ENDIAN, values)));
  }

  private static byte[] floats(ByteOrder order, float... values) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(order);
    bytes.asFloatBuffer().put(values);
    return IdxBytes.file(0x0d, new int[] {values.length / FEATURES, FEATURES}, bytes.array());
  }

  private static byte[] doubles(ByteOrder order, double... values) {
    ByteBuffer bytes = ByteBuffer.allocate(8 * values.length).order(order);
    bytes.asDoubleBuffer().put(values);
    return IdxBytes.file(0x0e, new int[] {values.length / FEATURES, FEATURES}, bytes.array());
  }

  private static float[] read(byte[] file) throws IOException {
    return ((FloatFeatures) IdxBytes.read(file).toFeatures()).values();
  }

  private static String refusal(byte[] file) {
    return assertThrows(DataException.class, () -> read(file)).getMessage();
  }
}
