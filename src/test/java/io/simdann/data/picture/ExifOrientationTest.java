package io.simdann.data.picture;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExifOrientationTest {

  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void everyOrientationIsApplied(int orientation) throws IOException {
    BufferedImage seen = DrawnDigit.nine(90, 100, 40, 50, 0.45, false);
    byte[] expected = PictureFile.read(DrawnDigit.write(seen, directory, "png")).levels();
    Path path = DrawnDigit.write(ExifBytes.stored(seen, orientation), directory, "png");

    Files.write(path, ExifBytes.inPng(Files.readAllBytes(path), orientation));
    GreyImage read = PictureFile.read(path);

    assertEquals(90, read.width());
    assertArrayEquals(expected, read.levels());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void bothByteOrdersAreRead(int orientation) {
    for (ByteOrder order : new ByteOrder[] {ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN}) {
      ByteBuffer tiff = ByteBuffer.wrap(ExifBytes.tiff(orientation, order));

      assertEquals(orientation, ExifOrientation.of(tiff).tag());
    }
  }

  @Test
  void dataThatDoNotTellLeaveThePictureAsItIs() {
    Random random = new Random(3);
    byte[] good = ExifBytes.tiff(6, ByteOrder.BIG_ENDIAN);
    for (int length = 0; length < good.length; length++) {
      int tag = ExifOrientation.of(ByteBuffer.wrap(Arrays.copyOf(good, length).clone())).tag();
      assertEquals(length < 8 + 2 + 12 + 10 ? 1 : 6, tag, "length " + length);
    }
    for (int i = 0; i < 1000; i++) {
      byte[] bad = good.clone();
      random.nextBytes(bad);
      bad[0] = 'I';
      bad[1] = 'I';
      int tag = ExifOrientation.of(ByteBuffer.wrap(bad)).tag();
      assertEquals(tag, Math.max(1, Math.min(8, tag)));
    }
    for (int wrong : new int[] {0, 9, -1}) {
      byte[] bad = ExifBytes.tiff(wrong, ByteOrder.BIG_ENDIAN);
      assertEquals(1, ExifOrientation.of(ByteBuffer.wrap(bad)).tag());
    }
  }
}
