package io.simdann.data.picture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.simdann.data.DataException;
import io.simdann.data.MemoryFailure;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
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

  @Test
  void aFileTooShortForItsPixelsIsRefusedBeforeTheyAreDecoded() throws IOException {
    Path path = Files.write(directory.resolve("bomb.png"), png(12_000, 12_000, new byte[8]));

    assertEquals(
        path
            + ": the picture is damaged, not complete or of an unsupported kind (65 bytes cannot"
            + " hold 12000 × 12000 pixels), expected a PNG or JPEG picture",
        refusal(path));
  }

  @Test
  void aJpegFileCutOffAnywhereIsRefused() throws IOException {
    byte[] whole =
        Files.readAllBytes(
            DrawnDigit.write(DrawnDigit.nine(280, 280, 140, 140, 1, false), directory, "jpeg"));
    Path path = directory.resolve("cut.jpeg");
    for (int percent = 5; percent < 100; percent += 5) {
      Files.write(path, Arrays.copyOf(whole, whole.length * percent / 100));
      assertTrue(refusal(path).startsWith(path + ": the picture is damaged"), refusal(path));
    }
    Files.write(path, Arrays.copyOf(whole, whole.length - 2)); // the end marker alone
    assertTrue(refusal(path).startsWith(path + ": the picture is damaged"), refusal(path));
  }

  @Test
  void aPngFileCutOffAnywhereIsRefused() throws IOException {
    byte[] whole =
        Files.readAllBytes(
            DrawnDigit.write(DrawnDigit.nine(80, 80, 40, 40, 0.25, false), directory, "png"));
    Path path = directory.resolve("cut.png");
    for (int length = 8; length < whole.length; length++) {
      Files.write(path, Arrays.copyOf(whole, length));
      assertTrue(refusal(path).contains(": the picture is not complete: "), refusal(path));
    }
  }

  @Test
  void everyFlippedBitOfAPngFileIsRefused() throws IOException {
    byte[] whole =
        Files.readAllBytes(
            DrawnDigit.write(DrawnDigit.nine(80, 80, 40, 40, 0.25, false), directory, "png"));
    Path path = directory.resolve("flipped.png");
    for (int place = 0; place < whole.length; place++) {
      byte[] bad = whole.clone();
      bad[place] ^= (byte) (1 << place % 8);
      Files.write(path, bad);
      assertTrue(refusal(path).startsWith(path + ": "), refusal(path));
    }
  }

  @Test
  void compressedPixelsThatEndTooSoonAreRefused() throws IOException {
    int side = 60;
    byte[] rows = new byte[side * (side + 1)];
    new Random(3).nextBytes(rows);
    for (int row = 0; row < side; row++) {
      rows[row * (side + 1)] = 0; // no filter
    }
    for (int present : new int[] {0, side + 1, 30 * (side + 1), rows.length - 1}) {
      byte[] compressed = deflated(Arrays.copyOf(rows, present));
      Path path = Files.write(directory.resolve("short.png"), png(side, side, compressed));

      assertTrue(refusal(path).startsWith(path + ": the picture is damaged"), refusal(path));
    }
    byte[] whole = deflated(rows);
    byte[] cut = Arrays.copyOf(whole, whole.length / 2);
    Path path = Files.write(directory.resolve("short.png"), png(side, side, cut));

    assertTrue(refusal(path).startsWith(path + ": the picture is damaged"), refusal(path));
  }

  private static byte[] deflated(byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DeflaterOutputStream out = new DeflaterOutputStream(bytes)) {
      out.write(content);
    }
    return bytes.toByteArray();
  }

  /** A PNG file of 8-bit grey levels whose check sums are right. */
  private static byte[] png(int width, int height, byte[] data) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeLong(0x89504e470d0a1a0aL);
    byte[] header = ByteBuffer.allocate(13).putInt(width).putInt(height).put((byte) 8).array();
    ExifBytes.writeChunk(out, "IHDR", header);
    ExifBytes.writeChunk(out, "IDAT", data);
    ExifBytes.writeChunk(out, "IEND", new byte[0]);
    return bytes.toByteArray();
  }

  @Test
  void whatCannotBeADigitIsRefused() throws IOException {
    BufferedImage noise = new BufferedImage(100, 100, BufferedImage.TYPE_BYTE_GRAY);
    Random random = new Random(3);
    for (int i = 0; i < 10_000; i++) {
      noise.getRaster().setSample(i % 100, i / 100, 0, random.nextInt(4) == 0 ? 0 : 255);
    }
    assertTrue(refusal(DrawnDigit.write(noise, directory, "png")).contains("no digit in the"));

    BufferedImage dot = DrawnDigit.paper(100, 100);
    dot.getRaster().setSample(50, 50, 0, 0);
    assertTrue(
        refusal(DrawnDigit.write(dot, directory, "png"))
            .endsWith("ink of 1 × 1 pixels, expected 5 or more from end to end"));

    BufferedImage line = DrawnDigit.paper(100, 100);
    for (int row = 0; row < 100; row++) {
      line.getRaster().setSample(1, row, 0, 0);
    }
    assertTrue(
        refusal(DrawnDigit.write(line, directory, "png"))
            .endsWith("there is ink at its edges only"));

    BufferedImage light = DrawnDigit.paper(100, 100);
    for (int i = 0; i < 10_000; i++) {
      light.getRaster().setSample(i % 100, i / 100, 0, 60 + i % 100 + i / 200);
    }
    assertTrue(refusal(DrawnDigit.write(light, directory, "png")).contains("the picture is blank"));
  }

  @Test
  void aSheetOfPaperInThePlaceOfInkIsRefused() throws IOException {
    BufferedImage desk = new BufferedImage(400, 400, BufferedImage.TYPE_BYTE_GRAY);
    BufferedImage sheet = DrawnDigit.nine(280, 260, 140, 130, 1, false);
    Graphics2D graphics = desk.createGraphics();
    graphics.drawImage(sheet, 60, 70, null);
    graphics.dispose();

    String refusal = refusal(DrawnDigit.write(desk, directory, "png"));

    assertTrue(
        refusal.matches(
            ".*: no digit in the picture: \\d\\d % of 280 × 260 pixels are ink, like a sheet of paper"
                + " on a dark ground, expected strokes: crop the picture to the paper"),
        refusal);
  }

  @Test
  void aLackOfMemoryIsNotTakenForDamage() {
    OutOfMemoryError lack = new OutOfMemoryError("Java heap space");

    assertSame(
        lack,
        assertThrows(
            OutOfMemoryError.class,
            () -> MemoryFailure.rethrow(new IOException("x", new RuntimeException(lack)))));
    assertThrows(
        OutOfMemoryError.class,
        () -> MemoryFailure.rethrow(new IOException("Insufficient memory (case 4)")));
    MemoryFailure.rethrow(new IOException("x", new RuntimeException()));
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
