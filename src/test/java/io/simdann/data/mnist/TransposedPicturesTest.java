package io.simdann.data.mnist;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.simdann.data.ByteFeatures;
import io.simdann.data.Features;
import io.simdann.data.FloatFeatures;
import org.junit.jupiter.api.Test;

class TransposedPicturesTest {

  @Test
  void rowsBecomeColumns() {
    byte[] bytes = {11, 12, 13, 21, 22, 23, 31, 32, 33, 41, 42, 43}; // two pictures of 2 × 3
    float[] floats = new float[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      floats[i] = bytes[i];
    }

    Features ofBytes = TransposedPictures.of(new ByteFeatures(bytes, 6, 2).asPictures(2));
    Features ofFloats = TransposedPictures.of(new FloatFeatures(floats, 6, 2).asPictures(2));

    byte[] expected = {11, 21, 12, 22, 13, 23, 31, 41, 32, 42, 33, 43};
    assertArrayEquals(expected, ((ByteFeatures) ofBytes).values());
    assertEquals(3, ofBytes.pictureRows().getAsInt());
    assertEquals(3, ofFloats.pictureRows().getAsInt());
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i], ofFloats.value(i % 6, i / 6));
    }
  }

  @Test
  void samplesThatAreNoPicturesAreRefused() {
    Features columns = new ByteFeatures(new byte[12], 6, 2);

    assertThrows(IllegalArgumentException.class, () -> TransposedPictures.of(columns));
    assertThrows(
        IllegalArgumentException.class, () -> new ByteFeatures(new byte[12], 6, 2).asPictures(4));
  }
}
