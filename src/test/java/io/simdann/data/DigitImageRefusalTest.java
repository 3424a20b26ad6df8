package io.simdann.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DigitImageRefusalTest {

  private static final int SIZE = 28;

  @TempDir private Path directory;

  @Test
  void blankPicturesAreRefused() throws IOException {
    for (int size : new int[] {SIZE, 100}) {
      Path path = DrawnDigit.write(DrawnDigit.paper(size, size), directory, "png");

      assertEquals(
          path
              + ": the picture is blank: ink of level 255 on paper of level 255, expected 32 apart"
              + " or more",
          refusal(path));
    }
  }

  @Test
  void otherFilesAreRefused() throws IOException {
    Path text = Files.writeString(directory.resolve("text.png"), "not a picture at all");
    Path empty = Files.write(directory.resolve("empty.png"), new byte[0]);
    Path gif = DrawnDigit.write(DrawnDigit.paper(30, 30), directory, "gif");
    Path missing = directory.resolve("missing.png");

    for (Path path : new Path[] {text, empty, gif}) {
      assertEquals(
          path + ": byte 0: unknown type of file, expected a PNG or JPEG picture", refusal(path));
    }
    assertEquals(missing + ": no such file, expected a PNG or JPEG picture", refusal(missing));
    assertEquals(
        directory + ": is a directory, expected a PNG or JPEG picture", refusal(directory));
  }

  @Test
  void aHugePictureIsRefusedBeforeItIsDecoded() throws IOException {
    byte[] file = Files.readAllBytes(DrawnDigit.write(DrawnDigit.paper(30, 30), directory, "png"));
    int header = 12; // behind the signature and the length of the IHDR chunk
    ByteBuffer.wrap(file).putInt(header + 4, 50_000).putInt(header + 8, 40_000);
    CRC32 crc = new CRC32();
    crc.update(file, header, 17);
    ByteBuffer.wrap(file).putInt(header + 17, (int) crc.getValue());
    Path path = Files.write(directory.resolve("huge.png"), file);

    assertEquals(
        path
            + ": the picture has 50000 × 40000 pixels of 8 bits, expected at most 200 million bytes in all",
        refusal(path));
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "jpeg"})
  void damagedPicturesAreReadOrRefusedAndNothingElse(String format) throws IOException {
    byte[] good =
        Files.readAllBytes(
            DrawnDigit.write(DrawnDigit.nine(80, 80, 40, 40, 0.25, false), directory, format));
    Path path = directory.resolve("damaged");
    Random random = new Random(11);
    for (int i = 0; i < 400; i++) {
      byte[] bad = i < good.length / 4 ? Arrays.copyOf(good, 4 * i) : good.clone();
      if (bad.length == good.length) {
        // Behind the dimensions, which would be allowed to ask for a hundred million pixels.
        bad[200 + random.nextInt(good.length - 200)] ^= (byte) (1 << random.nextInt(8));
      }
      Files.write(path, bad);
      try {
        DigitImage.read(path, SIZE, SIZE);
      } catch (DataException e) {
        assertTrue(e.getMessage().startsWith(path + ": "), e.getMessage());
        assertFalse(e.getMessage().contains("\n"), e.getMessage());
      }
    }
  }

  private static String refusal(Path path) {
    return assertThrows(DataException.class, () -> DigitImage.read(path, SIZE, SIZE)).getMessage();
  }
}
