package io.simdann.data.picture;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.simdann.data.ByteFeatures;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DigitImageTest {

  private static final int SIZE = 28;

  @TempDir private Path directory;

  @Test
  void aPictureOfTheRightSizeIsTakenAsItIs() throws IOException {
    BufferedImage image = new BufferedImage(SIZE, SIZE, BufferedImage.TYPE_BYTE_GRAY);
    byte[] expected = new byte[SIZE * SIZE];
    for (int level = 0; level < 256; level++) {
      int row = 4 + level / 16;
      int column = 4 + level % 16;
      image.getRaster().setSample(column, row, 0, level);
      expected[row * SIZE + column] = (byte) level;
    }

    ByteFeatures digit = read(image, "png");

    assertArrayEquals(expected, digit.values());
    assertEquals(784, digit.features());
    assertEquals(1, digit.samples());
  }

  @Test
  void colourDepthDoesNotMatterToGreyLevels() throws IOException {
    BufferedImage grey = new BufferedImage(SIZE, SIZE, BufferedImage.TYPE_BYTE_GRAY);
    BufferedImage deep = new BufferedImage(SIZE, SIZE, BufferedImage.TYPE_USHORT_GRAY);
    BufferedImage rgb = new BufferedImage(SIZE, SIZE, BufferedImage.TYPE_INT_RGB);
    for (int level = 0; level < 256; level++) {
      int row = 4 + level / 16;
      int column = 4 + level % 16;
      grey.getRaster().setSample(column, row, 0, level);
      deep.getRaster().setSample(column, row, 0, level * 257);
      rgb.setRGB(column, row, level * 0x010101);
    }
    byte[] expected = read(grey, "png").values();

    assertArrayEquals(expected, read(deep, "png").values());
    assertArrayEquals(expected, read(rgb, "png").values());
  }

  @Test
  void aPictureOfTheRightSizeOnPaperIsPreparedLikeAnyOther() throws IOException {
    BufferedImage image = new BufferedImage(SIZE, SIZE, BufferedImage.TYPE_BYTE_GRAY);
    byte[] expected = new byte[SIZE * SIZE];
    for (int row = 0; row < SIZE; row++) {
      for (int column = 0; column < SIZE; column++) {
        boolean ink = row > 0 && row < 21 && column > 5 && column < 10;
        image.getRaster().setSample(column, row, 0, ink ? 10 : 180);
        expected[row * SIZE + column] =
            (byte) (row > 3 && row < 24 && column > 11 && column < 16 ? 255 : 0);
      }
    }

    assertArrayEquals(expected, read(image, "png").values());
  }

  @Test
  void whatIsTransparentIsWhitePaper() throws IOException {
    byte[] onWhite = read(DrawnDigit.nine(100, 100, 50, 50, 0.4, false), "png").values();
    byte[] onBlack = read(DrawnDigit.nine(100, 100, 50, 50, 0.4, true), "png").values();

    assertArrayEquals(onWhite, read(transparent(0x000000), "png").values());
    assertArrayEquals(onBlack, read(transparent(0xffffff), "png").values());
  }

  /** A digit of one colour whose ink stands in the opacity alone. */
  private static BufferedImage transparent(int colour) {
    BufferedImage opacity = DrawnDigit.nine(100, 100, 50, 50, 0.4, true);
    BufferedImage image = new BufferedImage(100, 100, BufferedImage.TYPE_INT_ARGB);
    for (int row = 0; row < 100; row++) {
      for (int column = 0; column < 100; column++) {
        image.setRGB(column, row, opacity.getRaster().getSample(column, row, 0) << 24 | colour);
      }
    }
    return image;
  }

  @ParameterizedTest
  @ValueSource(ints = {8, 10, 12, 14, 16})
  void valuesOfFewerBitsThanTheyAreStoredInAreRead(int bits) throws IOException {
    BufferedImage grey = DrawnDigit.nine(100, 100, 50, 50, 0.4, false);
    byte[] expected = read(grey, "png").values();
    BufferedImage deep = new BufferedImage(100, 100, BufferedImage.TYPE_USHORT_GRAY);
    for (int row = 0; row < 100; row++) {
      for (int column = 0; column < 100; column++) {
        int level = grey.getRaster().getSample(column, row, 0);
        deep.getRaster().setSample(column, row, 0, level * ((1 << bits) - 1) / 255);
      }
    }

    assertClose(expected, read(deep, "png").values());
  }

  @Test
  void twoEqualBarsComeOutCentredAndSharp() throws IOException {
    // Ink of 40 × 40 pixels in the corner: scaled by one half to 20 × 20, then centred.
    BufferedImage image = new BufferedImage(100, 90, BufferedImage.TYPE_BYTE_GRAY);
    for (int row = 2; row < 42; row++) {
      for (int column = 1; column < 41; column++) {
        if (column < 9 || column >= 33) {
          image.getRaster().setSample(column, row, 0, 255);
        }
      }
    }
    byte[] expected = new byte[SIZE * SIZE];
    for (int row = 4; row < 24; row++) {
      Arrays.fill(expected, row * SIZE + 4, row * SIZE + 8, (byte) 255);
      Arrays.fill(expected, row * SIZE + 20, row * SIZE + 24, (byte) 255);
    }

    assertArrayEquals(expected, read(image, "png").values());
  }

  @ParameterizedTest
  @CsvSource({"60, 200", "200, 60", "20, 20", "11, 7", "500, 480"})
  void anyInkFitsTheMiddleWithItsAspectRatio(int width, int height) throws IOException {
    BufferedImage image = DrawnDigit.paper(700, 640);
    Graphics2D graphics = image.createGraphics();
    graphics.setColor(Color.BLACK);
    graphics.fillRect(31, 17, width, height);
    graphics.dispose();

    Frame frame = new Frame(read(image, "png").values());

    int longest = Math.max(width, height);
    assertEquals(Math.round(20.0 * width / longest), frame.right - frame.left + 1, 0.1);
    assertEquals(Math.round(20.0 * height / longest), frame.bottom - frame.top + 1, 0.1);
    frame.assertCentred();
    assertEquals(255, frame.strongest);
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "jpeg"})
  void aDrawnDigitLooksTheSameWhereverAndHoweverLargeItIsDrawn(String format) throws IOException {
    byte[] reference = read(DrawnDigit.nine(400, 400, 200, 200, 1, false), format).values();
    byte[] moved = read(DrawnDigit.nine(600, 500, 120, 330, 1, false), format).values();
    byte[] larger = read(DrawnDigit.nine(900, 900, 400, 500, 2, false), format).values();
    byte[] onBlack = read(DrawnDigit.nine(400, 400, 200, 200, 1, true), format).values();

    new Frame(reference).assertCentred();
    assertClose(reference, moved);
    assertClose(reference, larger);
    assertClose(reference, onBlack);
  }

  @Test
  void theCentreOfMassAndNotOfTheBoxIsCentred() throws IOException {
    BufferedImage image = DrawnDigit.paper(300, 300); // an L: heavy below and on the left
    Graphics2D graphics = image.createGraphics();
    graphics.setColor(Color.BLACK);
    graphics.fillRect(100, 50, 20, 200);
    graphics.fillRect(100, 230, 120, 20);
    graphics.dispose();

    Frame frame = new Frame(read(image, "png").values());

    frame.assertCentred();
    assertTrue(frame.top < 4, () -> "top " + frame.top);
    assertTrue(frame.left > 8, () -> "left " + frame.left);
  }

  @Test
  void inkNeverLeavesTheFrame() throws IOException {
    BufferedImage image = DrawnDigit.paper(300, 300); // a heavy block with a long thin tail
    Graphics2D graphics = image.createGraphics();
    graphics.setColor(Color.BLACK);
    graphics.fillRect(10, 10, 100, 60);
    graphics.fillRect(10, 10, 280, 10);
    graphics.fillRect(10, 10, 10, 280);
    graphics.dispose();

    Frame frame = new Frame(read(image, "png").values());

    assertEquals(19, frame.right - frame.left);
    assertEquals(19, frame.bottom - frame.top);
  }

  @Test
  void greyAndNoisyPaperIsNotTakenForInk() throws IOException {
    BufferedImage clean = DrawnDigit.nine(400, 400, 200, 200, 1, false);
    BufferedImage noisy = new BufferedImage(400, 400, BufferedImage.TYPE_BYTE_GRAY);
    Random random = new Random(7);
    for (int row = 0; row < 400; row++) {
      for (int column = 0; column < 400; column++) {
        int level = clean.getRaster().getSample(column, row, 0);
        noisy.getRaster().setSample(column, row, 0, 60 + level / 2 + random.nextInt(13) - 6);
      }
    }

    assertClose(read(clean, "png").values(), read(noisy, "png").values());
  }

  @Test
  void aSpeckDarkerThanTheInkDoesNotMakeTheInkPale() throws IOException {
    BufferedImage image = DrawnDigit.paper(200, 200);
    Graphics2D graphics = image.createGraphics();
    graphics.setColor(new Color(0x909090));
    graphics.fillRect(90, 40, 20, 120);
    graphics.dispose();
    image.getRaster().setSample(100, 100, 0, 0);

    byte[] digit = read(image, "png").values();

    for (int row = 5; row < 23; row++) {
      assertEquals((byte) 255, digit[row * SIZE + 14], "row " + row);
    }
  }

  @Test
  void hairlinesOfAHugePictureStayVisible() throws IOException {
    BufferedImage image = DrawnDigit.paper(3_000, 3_000);
    Graphics2D graphics = image.createGraphics();
    graphics.setColor(Color.BLACK);
    graphics.drawOval(500, 100, 1_500, 2_800);
    graphics.dispose();

    Frame frame = new Frame(read(image, "png").values());

    assertEquals(255, frame.strongest);
    assertEquals(19, frame.bottom - frame.top);
  }

  @Test
  void otherFramesWorkLikewise() throws IOException {
    Path path = DrawnDigit.write(DrawnDigit.nine(400, 400, 200, 200, 1, false), directory, "png");

    assertEquals(40 * 12, DigitImage.read(path, 40, 12).features());
    assertEquals(1, DigitImage.read(path, 1, 1).features());
    assertThrows(IllegalArgumentException.class, () -> DigitImage.read(path, 0, 28));
  }

  private static void assertClose(byte[] expected, byte[] actual) {
    double difference = 0;
    for (int i = 0; i < expected.length; i++) {
      difference += Math.abs((expected[i] & 0xff) - (actual[i] & 0xff));
    }
    double mean = difference / expected.length;
    assertTrue(mean < 2, () -> "mean difference of levels: " + mean);
  }

  private ByteFeatures read(BufferedImage image, String format) throws IOException {
    return DigitImage.read(DrawnDigit.write(image, directory, format), SIZE, SIZE);
  }

  /** What is to be seen in a frame of 28 × 28. */
  private static final class Frame {

    private int top = SIZE;
    private int left = SIZE;
    private int bottom = -1;
    private int right = -1;
    private int strongest;
    private double centreRow;
    private double centreColumn;

    Frame(byte[] levels) {
      double mass = 0;
      for (int row = 0; row < SIZE; row++) {
        for (int column = 0; column < SIZE; column++) {
          int level = levels[row * SIZE + column] & 0xff;
          if (level > 0) {
            top = Math.min(top, row);
            left = Math.min(left, column);
            bottom = Math.max(bottom, row);
            right = Math.max(right, column);
          }
          strongest = Math.max(strongest, level);
          mass += level;
          centreRow += level * (row + 0.5);
          centreColumn += level * (column + 0.5);
        }
      }
      centreRow /= mass;
      centreColumn /= mass;
    }

    void assertCentred() {
      assertEquals(SIZE / 2 + 0.5, centreRow, 0.501);
      assertEquals(SIZE / 2 + 0.5, centreColumn, 0.501);
    }
  }
}
