package io.simdann.data.picture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.simdann.data.ByteFeatures;
import io.simdann.data.DataException;
import io.simdann.data.Labels;
import io.simdann.data.TrainTest;
import io.simdann.data.mnist.EmbeddedMnist;
import io.simdann.predict.Classifier;
import io.simdann.train.Trainer;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How many test digits are classified wrongly that were drawn, scanned or photographed badly. */
class DrawnDigitsTest {

  private static final int DIGITS = 300;
  private static final double MOST_WRONG = 0.12;
  private static final double MOST_REFUSED = 0.15;

  private static final int SIZE = 28;

  /** Four times as large as a digit of MNIST. */
  private static final int SIDE = 112;

  private static byte[] mnist;
  private static Labels labels;
  private static Classifier classifier;

  @TempDir private Path directory;

  @BeforeAll
  static void train() throws DataException {
    TrainTest data = EmbeddedMnist.load();
    mnist = ((ByteFeatures) data.test().features()).values();
    labels = data.test().labels();
    classifier =
        Trainer.builder()
            .hidden(50)
            .learningRate(0.5)
            .batchSize(100)
            .epochs(2)
            .build()
            .fit(data.train());
  }

  /** The grey level of a pixel, of which ink covers a part, 0 to 1. */
  @FunctionalInterface
  private interface Sheet {
    double level(int row, int column, int side, double ink);
  }

  private record Way(String name, int side, Sheet sheet) {

    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Way> ways() {
    Random noise = new Random(5);
    Stream.Builder<Way> ways = Stream.builder();
    Sheet clean = (row, column, side, ink) -> 255 * (1 - ink);
    Sheet onBlack = (row, column, side, ink) -> 255 * ink;
    ways.add(new Way("clean paper", SIDE, clean));
    ways.add(new Way("light on black", SIDE, onBlack));
    ways.add(new Way("28 × 28 light on black", SIZE, onBlack));
    ways.add(new Way("28 × 28 on white paper", SIZE, clean));
    ways.add(new Way("28 × 28 on grey paper", SIZE, (row, column, side, ink) -> 180 - 140 * ink));
    ways.add(new Way("28 × 28 light on grey", SIZE, (row, column, side, ink) -> 60 + 160 * ink));
    ways.add(new Way("29 × 29 on grey paper", 29, (row, column, side, ink) -> 180 - 140 * ink));
    for (int side : new int[] {SIZE, SIDE}) {
      for (int width = 1; width <= 3; width++) {
        String frame = "frame of %d in %d pixels".formatted(width, side);
        ways.add(new Way(frame, side, framed(clean, width, 0)));
        ways.add(new Way(frame + " on black", side, framed(onBlack, width, 255)));
      }
    }
    ways.add(new Way("grey frame", SIDE, framed(clean, 2, 160)));
    ways.add(
        new Way(
            "line at two sides",
            SIDE,
            (row, column, side, ink) -> row < 1 || column > side - 3 ? 0 : 255 * (1 - ink)));
    for (int degrees = 0; degrees < 360; degrees += 45) {
      ways.add(new Way("light from " + degrees + "°", SIDE, lit(clean, degrees)));
    }
    ways.add(new Way("28 × 28 with light from 30°", SIZE, lit(clean, 30)));
    ways.add(new Way("light on dark paper", SIDE, lit((r, c, side, ink) -> 40 + 215 * ink, 45)));
    ways.add(
        new Way(
            "light and noise",
            SIDE,
            (row, column, side, ink) ->
                lit(clean, 200).level(row, column, side, ink) + 5 * noise.nextGaussian()));
    ways.add(
        new Way(
            "dark corners",
            SIDE,
            (row, column, side, ink) ->
                255
                    * (1 - ink)
                    * (1
                        - 0.3 * (square(2.0 * row / side - 1) + square(2.0 * column / side - 1)))));
    ways.add(new Way("a black pixel", SIDE, specked(clean, 0)));
    ways.add(new Way("a white pixel on black", SIDE, specked(onBlack, 255)));
    ways.add(new Way("28 × 28 with a black pixel", SIZE, specked(clean, 0)));
    ways.add(new Way("frame, light, speck", SIDE, framed(specked(lit(clean, 225), 0), 2, 0)));
    return ways.build();
  }

  private static Sheet framed(Sheet within, int width, int level) {
    return (row, column, side, ink) -> {
      int depth = Math.min(Math.min(row, column), side - 1 - Math.max(row, column));
      return depth < width ? level : within.level(row, column, side, ink);
    };
  }

  private static Sheet specked(Sheet sheet, int level) {
    return (row, column, side, ink) ->
        row == side / 14 && column == side / 14 ? level : sheet.level(row, column, side, ink);
  }

  /** Light that falls to a third across the picture. */
  private static Sheet lit(Sheet sheet, int degrees) {
    double y = Math.sin(Math.toRadians(degrees));
    double x = Math.cos(Math.toRadians(degrees));
    double reach = Math.abs(x) + Math.abs(y);
    return (row, column, side, ink) -> {
      double along = ((row + 0.5) / side - 0.5) * y + ((column + 0.5) / side - 0.5) * x;
      return sheet.level(row, column, side, ink) * (2 / 3.0 + 2 / 3.0 * along / reach);
    };
  }

  private static double square(double value) {
    return value * value;
  }

  @ParameterizedTest
  @MethodSource("ways")
  void mostAreReadAndFewWrongly(Way way) {
    assertFew(digit -> DigitImage.prepared(drawn(digit, way.side(), way.sheet()), SIZE, SIZE));
  }

  @Test
  void picturesThatTheirExifDataTurnAreReadLikeUprightOnes() throws IOException {
    assertFew(
        digit -> {
          int tag = 1 + digit % 8;
          BufferedImage upright = image(drawn(digit, SIDE, (r, c, side, ink) -> 255 * (1 - ink)));
          Path path = DrawnDigit.write(ExifBytes.stored(upright, tag), directory, "jpeg");
          Files.write(path, ExifBytes.inJpeg(Files.readAllBytes(path), tag));
          return DigitImage.read(path, SIZE, SIZE).values();
        });
  }

  @Test
  void inkInTheOpacityAloneIsRead() throws IOException {
    assertFew(
        digit -> {
          GreyImage opacity = drawn(digit, SIDE, (row, column, side, ink) -> 255 * ink);
          BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_ARGB);
          int colour = digit % 2 == 0 ? 0xffffff : 0;
          for (int i = 0; i < SIDE * SIDE; i++) {
            image.setRGB(i % SIDE, i / SIDE, opacity.levels()[i] << 24 | colour);
          }
          return DigitImage.read(DrawnDigit.write(image, directory, "png"), SIZE, SIZE).values();
        });
  }

  @Test
  void twelveBitsOfSixteenAreRead() throws IOException {
    assertFew(
        digit -> {
          GreyImage drawn = drawn(digit, SIDE, (row, column, side, ink) -> 255 * (1 - ink));
          BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_USHORT_GRAY);
          for (int i = 0; i < SIDE * SIDE; i++) {
            image
                .getRaster()
                .setSample(i % SIDE, i / SIDE, 0, (drawn.levels()[i] & 0xff) * 4095 / 255);
          }
          return DigitImage.read(DrawnDigit.write(image, directory, "png"), SIZE, SIZE).values();
        });
  }

  @Test
  void mnistItselfStaysByteForByte() throws IOException {
    for (int digit = 0; digit < DIGITS; digit++) {
      GreyImage exported = drawn(digit, SIZE, (row, column, side, ink) -> 255 * ink);
      Path path = DrawnDigit.write(image(exported), directory, "png");
      byte[] read = DigitImage.read(path, SIZE, SIZE).values();
      for (int pixel = 0; pixel < read.length; pixel++) {
        assertEquals(mnist[digit * SIZE * SIZE + pixel], read[pixel], "digit " + digit);
      }
    }
  }

  /** Reads a digit in the way that is tested. */
  @FunctionalInterface
  private interface Reading {
    byte[] read(int digit) throws IOException, ImplausibleInkException;
  }

  private static void assertFew(Reading reading) {
    int wrong = 0;
    int refused = 0;
    for (int digit = 0; digit < DIGITS; digit++) {
      try {
        byte[] sample = reading.read(digit);
        String[] label = classifier.predict(new ByteFeatures(sample, sample.length, 1));
        wrong += label[0].equals(labels.label(digit)) ? 0 : 1;
      } catch (IOException | ImplausibleInkException e) {
        refused++;
      }
    }
    String outcome = "wrong: %d, refused: %d of %d".formatted(wrong, refused, DIGITS);
    assertTrue(wrong <= MOST_WRONG * DIGITS, outcome);
    assertTrue(refused <= MOST_REFUSED * DIGITS, outcome);
  }

  /** Draws a test digit, scaled bilinearly. */
  private static GreyImage drawn(int digit, int side, Sheet sheet) {
    byte[] levels = new byte[side * side];
    for (int row = 0; row < side; row++) {
      for (int column = 0; column < side; column++) {
        double level =
            sheet.level(row, column, side, ink(digit, place(row, side), place(column, side)));
        levels[row * side + column] = (byte) Math.round(Math.max(0, Math.min(255, level)));
      }
    }
    return new GreyImage(side, side, levels);
  }

  /** Returns where the middle of a pixel is in MNIST's grid. */
  private static double place(int pixel, int side) {
    return (pixel + 0.5) * SIZE / side - 0.5;
  }

  private static double ink(int digit, double row, double column) {
    int top = (int) Math.floor(row);
    int left = (int) Math.floor(column);
    double y = row - top;
    double x = column - left;
    return (1 - y) * ((1 - x) * ink(digit, top, left) + x * ink(digit, top, left + 1))
        + y * ((1 - x) * ink(digit, top + 1, left) + x * ink(digit, top + 1, left + 1));
  }

  private static double ink(int digit, int row, int column) {
    boolean inside = row >= 0 && column >= 0 && row < SIZE && column < SIZE;
    return inside ? (mnist[(digit * SIZE + row) * SIZE + column] & 0xff) / 255.0 : 0;
  }

  private static BufferedImage image(GreyImage levels) {
    BufferedImage image =
        new BufferedImage(levels.width(), levels.height(), BufferedImage.TYPE_BYTE_GRAY);
    image.getRaster().setDataElements(0, 0, levels.width(), levels.height(), levels.levels());
    return image;
  }
}
