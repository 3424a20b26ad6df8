package io.simdann.data.mnist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.simdann.data.ByteFeatures;
import io.simdann.data.DataException;
import io.simdann.data.DataSet;
import io.simdann.data.TrainTest;
import io.simdann.data.idx.BlockedGzip;
import io.simdann.data.idx.IdxBytes;
import io.simdann.data.idx.IdxReader;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EmbeddedMnistTest {

  @Test
  void theEmbeddedFilesAreTheCanonicalOnes() throws IOException {
    TrainTest mnist = EmbeddedMnist.load();

    assertEquals("6bbc9ace898e44ae57da46a324031adb", imagesMd5(mnist.train()));
    assertEquals("a25bea736e30d166cdddb491f175f624", labelsMd5(mnist.train()));
    assertEquals("2646ac647ad5339dbf082846283269ea", imagesMd5(mnist.test()));
    assertEquals("27ae3e4e09519cfbb04c329615203637", labelsMd5(mnist.test()));
    assertEquals(
        List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9"), mnist.train().labels().names());
    assertEquals(60_000, mnist.train().samples());
    assertEquals(10_000, mnist.test().samples());
  }

  @ParameterizedTest
  @EnumSource(MnistFiles.Part.class)
  void theFilesAreOrdinaryGzipAsWell(MnistFiles.Part part) throws IOException {
    String resource = EmbeddedMnist.FOLDER + part.fileName('-') + ".gz";
    try (InputStream file = ClassLoader.getSystemResourceAsStream(resource);
        InputStream unzipped = new GZIPInputStream(file)) {
      assertEquals(
          switch (part) {
            case TRAIN_IMAGES -> "6bbc9ace898e44ae57da46a324031adb";
            case TRAIN_LABELS -> "a25bea736e30d166cdddb491f175f624";
            case TEST_IMAGES -> "2646ac647ad5339dbf082846283269ea";
            case TEST_LABELS -> "27ae3e4e09519cfbb04c329615203637";
          },
          md5(unzipped.readAllBytes()));
    }
  }

  @Test
  void whereTheArtifactIsMissingItsCoordinatesAreTold() {
    ClassLoader without = ClassLoader.getPlatformClassLoader();
    assertEquals(
        "io/simdann/mnist/x.gz: not found on the class path or the module path: add the artifact"
            + " io.simdann:trainer with the classifier mnist (a module requires io.simdann.mnist)",
        assertThrows(
                DataException.class,
                () -> EmbeddedMnist.find(EmbeddedMnist.FOLDER + "x.gz", without))
            .getMessage());
  }

  @Test
  void aDamagedFileIsToldInOneLine() {
    byte[] file = BlockedGzip.compress(IdxBytes.unsignedBytes(500, 28, 28), 10_000);
    byte[] bitFlipped = file.clone();
    bitFlipped[file.length / 2] ^= 1;

    assertTrue(refusal(bitFlipped).startsWith("digits: byte "), refusal(bitFlipped));
    assertTrue(refusal(Arrays.copyOf(file, file.length - 1)).contains("inside a gzip member"));
    assertEquals(
        "digits: byte 16 of the uncompressed data: dimensions 500 × 28 × 28 of unsigned byte need"
            + " 392000 bytes of data, found 0",
        refusal(BlockedGzip.compress(IdxBytes.file(0x08, new int[] {500, 28, 28}), 16)));
    assertEquals(
        "digits: byte 16 of the uncompressed data: dimensions 2 × 2 × 2 of unsigned byte need 8"
            + " bytes of data, found at least 9",
        refusal(BlockedGzip.compress(IdxBytes.file(0x08, new int[] {2, 2, 2}, new byte[10]), 7)));
  }

  private static String refusal(byte[] file) {
    return assertThrows(DataException.class, () -> IdxReader.readTrusted(file, "digits"))
        .getMessage();
  }

  /** Rebuilds the uncompressed file from what was parsed. */
  private static String imagesMd5(DataSet set) {
    byte[] pixels = assertInstanceOf(ByteFeatures.class, set.features()).values();
    return md5(IdxBytes.file(0x08, new int[] {set.samples(), 28, 28}, pixels));
  }

  private static String labelsMd5(DataSet set) {
    byte[] labels = new byte[set.samples()];
    for (int sample = 0; sample < labels.length; sample++) {
      labels[sample] = Byte.parseByte(set.labels().label(sample));
    }
    return md5(IdxBytes.file(0x08, new int[] {labels.length}, labels));
  }

  private static String md5(byte[] file) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(file));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
