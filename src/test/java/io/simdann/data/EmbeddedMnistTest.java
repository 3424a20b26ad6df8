package io.simdann.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EmbeddedMnistTest {

  @Test
  void theEmbeddedFilesAreTheCanonicalOnes() throws IOException {
    TrainTest mnist = EmbeddedMnist.load();

    assertEquals("6bbc9ace898e44ae57da46a324031adb", imagesMd5(mnist.train()));
    assertEquals("a25bea736e30d166cdddb491f175f624", labelsMd5(mnist.train()));
    assertEquals("2646ac647ad5339dbf082846283269ea", imagesMd5(mnist.test()));
    assertEquals("27ae3e4e09519cfbb04c329615203637", labelsMd5(mnist.test()));
    assertArrayEquals(
        IntStream.range(0, 10).toArray(), mnist.train().labels().categories().labels());
    assertEquals(60_000, mnist.train().samples());
    assertEquals(10_000, mnist.test().samples());
  }

  /** Rebuilds the uncompressed file from what was parsed. */
  private static String imagesMd5(DataSet set) {
    byte[] pixels = assertInstanceOf(ByteFeatures.class, set.features()).values();
    return md5(IdxBytes.file(0x08, new int[] {set.samples(), 28, 28}, pixels));
  }

  private static String labelsMd5(DataSet set) {
    byte[] labels = new byte[set.samples()];
    for (int sample = 0; sample < labels.length; sample++) {
      labels[sample] = (byte) set.labels().label(sample);
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
