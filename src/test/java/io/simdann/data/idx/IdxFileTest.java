package io.simdann.data.idx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.simdann.data.ByteFeatures;
import io.simdann.data.DataException;
import io.simdann.data.Features;
import io.simdann.data.FloatFeatures;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdxFileTest {

  /** Two images of 2 × 3 pixels. */
  private static final byte[] IMAGES =
      HexFormat.of().parseHex("00000803000000020000000200000003" + "0001027f80ff" + "fefdfc050607");

  /** Three labels. */
  private static final byte[] LABELS = HexFormat.of().parseHex("0000080100000003" + "0700ff");

  @TempDir private Path directory;

  @Test
  void imagesAreReadByteForByte() throws IOException {
    IdxFile file = IdxFile.read(Files.write(directory.resolve("images"), IMAGES));

    assertEquals(IdxElementType.UNSIGNED_BYTE, file.elementType());
    assertArrayEquals(new int[] {2, 2, 3}, file.dimensions());
    assertEquals(2, file.samples());
    assertArrayEquals(new byte[] {0, 1, 2, 127, -128, -1, -2, -3, -4, 5, 6, 7}, file.elements());
  }

  @Test
  void imagesBecomeOneColumnPerSampleWithoutACopy() throws IOException {
    IdxFile file = IdxBytes.read(IMAGES);

    ByteFeatures features = assertInstanceOf(ByteFeatures.class, file.toFeatures());

    assertEquals(6, features.features());
    assertEquals(2, features.samples());
    assertSame(file.elements(), features.values());
    assertEquals(1f, features.value(5, 0));
    assertEquals(254 / 255f, features.value(0, 1));
  }

  @Test
  void labelsAreUnsigned() throws IOException {
    assertArrayEquals(new int[] {7, 0, 255}, IdxBytes.read(LABELS).toLabels());
  }

  @Test
  void compressionIsToldByContentAndNotByName() throws IOException {
    Path rawNamedGz = Files.write(directory.resolve("labels.gz"), LABELS);
    Path gzNamedRaw = Files.write(directory.resolve("labels"), IdxBytes.gzip(LABELS));

    assertArrayEquals(new int[] {7, 0, 255}, IdxFile.read(rawNamedGz).toLabels());
    assertArrayEquals(new int[] {7, 0, 255}, IdxFile.read(gzNamedRaw).toLabels());
  }

  @Test
  void filesLargerThanAnyBufferArriveWhole() throws IOException {
    byte[] raw = IdxBytes.unsignedBytes(1_001, 29, 31);
    byte[] expected = IdxBytes.read(raw).elements();

    assertEquals(1_001 * 29 * 31, expected.length);
    for (int i = 0; i < expected.length; i++) {
      assertEquals((byte) (37 * i), expected[i], "element " + i);
    }
    assertArrayEquals(expected, IdxBytes.read(IdxBytes.gzip(raw)).elements());
    assertArrayEquals(
        expected, IdxFile.read(Files.write(directory.resolve("large"), raw)).elements());
  }

  @Test
  void contentThatCompressesAThousandfoldArrivesWhole() throws IOException {
    byte[] raw = IdxBytes.file(0x08, new int[] {2_000, 1_000}, new byte[2_000_000]);
    byte[] gzip = IdxBytes.gzip(raw);

    assertTrue(gzip.length < 3_000, () -> "compressed to " + gzip.length);
    assertArrayEquals(new byte[2_000_000], IdxBytes.read(gzip).elements());
  }

  @Test
  void bigEndianFloatsKeepTheirBits() throws IOException {
    byte[] elements =
        ByteBuffer.allocate(24)
            .putFloat(1.5f)
            .putFloat(-0f)
            .putFloat(Float.MIN_VALUE)
            .putInt(0x3fc0beef)
            .putFloat(-Float.MAX_VALUE)
            .putFloat(3e38f)
            .array();

    Features features = IdxBytes.read(IdxBytes.file(0x0d, new int[] {3, 2}, elements)).toFeatures();

    float[] values = assertInstanceOf(FloatFeatures.class, features).values();
    assertEquals(2, features.features());
    for (int i = 0; i < 6; i++) {
      assertEquals(
          ByteBuffer.wrap(elements).getInt(4 * i),
          Float.floatToRawIntBits(values[i]),
          "value " + i);
    }
  }

  @Test
  void doublesAreRoundedToTheNearestFloat() throws IOException {
    byte[] elements = ByteBuffer.allocate(16).putDouble(0.1).putDouble(-2.5).array();

    Features features = IdxBytes.read(IdxBytes.file(0x0e, new int[] {1, 2}, elements)).toFeatures();

    assertArrayEquals(
        new float[] {0.1f, -2.5f}, assertInstanceOf(FloatFeatures.class, features).values());
  }

  @Test
  void everyIntegerTypeCanBeALabel() throws IOException {
    byte[] shorts = ByteBuffer.allocate(4).putShort((short) -2).putShort((short) 300).array();
    byte[] ints = ByteBuffer.allocate(8).putInt(Integer.MIN_VALUE).putInt(70_000).array();
    int[] two = {2};

    assertArrayEquals(
        new int[] {-1, 5}, IdxBytes.read(IdxBytes.file(0x09, two, (byte) -1, (byte) 5)).toLabels());
    assertArrayEquals(
        new int[] {-2, 300}, IdxBytes.read(IdxBytes.file(0x0b, two, shorts)).toLabels());
    assertArrayEquals(
        new int[] {Integer.MIN_VALUE, 70_000},
        IdxBytes.read(IdxBytes.file(0x0c, two, ints)).toLabels());
  }

  @Test
  void aColumnOfLabelsIsAsGoodAsAList() throws IOException {
    byte[] labels = {7, 2, 9};

    for (int[] dimensions : new int[][] {{3}, {3, 1}, {3, 1, 1}}) {
      assertArrayEquals(
          new int[] {7, 2, 9}, IdxBytes.read(IdxBytes.file(0x08, dimensions, labels)).toLabels());
    }
  }

  @Test
  void severalColumnsAreNoLabels() throws IOException {
    IdxFile oneHot = IdxBytes.read(IdxBytes.unsignedBytes(3, 8));

    assertEquals(
        "digits.idx: byte 3: dimensions 3 × 8 are 8 columns for each sample, expected 1, its label"
            + " (are these one-hot labels, or features?)",
        assertThrows(DataException.class, oneHot::toLabels).getMessage());
  }

  @Test
  void typesThatCannotServeAreNamed() throws IOException {
    IdxFile floats = IdxBytes.read(IdxBytes.file(0x0d, new int[] {1}, new byte[4]));
    IdxFile shorts = IdxBytes.read(IdxBytes.file(0x0b, new int[] {1, 2}, new byte[4]));

    assertEquals(
        "digits.idx: byte 2: elements are of type float, expected an integer type for labels",
        assertThrows(DataException.class, floats::toLabels).getMessage());
    assertEquals(
        "digits.idx: byte 2: elements are of type short, expected unsigned byte, float or double",
        assertThrows(DataException.class, shorts::toFeatures).getMessage());
  }

  @Test
  void imagesAndLabelsAreNotMistakenForEachOther() throws IOException {
    IdxFile images = IdxBytes.read(IMAGES);
    IdxFile labels = IdxBytes.read(LABELS);

    assertEquals(
        "digits.idx: byte 3: dimensions 2 × 2 × 3 are 6 values for each sample, expected 1, its"
            + " label (are these images?)",
        assertThrows(DataException.class, images::toLabels).getMessage());
    assertEquals(
        "digits.idx: byte 3: 1 dimension, expected 2 or more for features (are these labels?)",
        assertThrows(DataException.class, labels::toFeatures).getMessage());
  }

  @Test
  void dimensionsCannotBeChangedFromOutside() throws IOException {
    IdxFile file = IdxBytes.read(IMAGES);
    file.dimensions()[0] = 99;

    assertEquals(2, file.samples());
    assertEquals("IdxFile[digits.idx: 2 × 2 × 3 of unsigned byte]", file.toString());
  }
}
