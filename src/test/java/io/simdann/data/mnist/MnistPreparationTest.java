package io.simdann.data.mnist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.simdann.data.ByteFeatures;
import io.simdann.data.Features;
import io.simdann.data.FloatFeatures;
import io.simdann.data.TrainTest;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MnistPreparationTest {

  private static final int SIDE = 28;
  private static final int SIZE = SIDE * SIDE;

  @Test
  void mnistIsPreparedSo() throws Exception {
    TrainTest mnist = EmbeddedMnist.load();

    assertEquals(new MnistPreparation(938, 920), MnistPreparation.of(mnist.train().features(), 0));
    assertTrue(MnistPreparation.of(mnist.test().features(), 0).isLikely());
  }

  @Test
  void digitsBesideTheMiddleAreNot() throws Exception {
    byte[] digits = digits();
    byte[] moved = new byte[500 * SIZE];
    System.arraycopy(digits, 0, moved, 3 * SIDE, moved.length - 3 * SIDE);

    assertFalse(MnistPreparation.of(pictures(moved), 0).isLikely());
  }

  @Test
  void picturesThatFillTheirFrameAreNot() {
    byte[] noise = new byte[300 * SIZE];
    new Random(1).nextBytes(noise);

    assertFalse(MnistPreparation.of(pictures(noise), 0).isLikely());
    assertFalse(MnistPreparation.of(pictures(new byte[SIZE]), 0).isLikely());
  }

  @Test
  void ofOtherSamplesNothingCanBeTold() {
    FloatFeatures floats = new FloatFeatures(new float[] {1, 2, 3, 4}, 2, 2);
    ByteFeatures columns = new ByteFeatures(new byte[] {1, 2, 3, 4}, 2, 2);

    assertEquals(MnistPreparation.NONE, MnistPreparation.of(floats, 0));
    assertEquals(MnistPreparation.NONE, MnistPreparation.of(columns, 0));
    assertTrue(MnistPreparation.NONE.isLikely());
  }

  @Test
  void partsOfADataSetComeToTheSameAsAllOfIt() throws Exception {
    byte[] mixed = Arrays.copyOf(digits(), 400 * SIZE);
    Arrays.fill(mixed, 100 * SIZE, 300 * SIZE, (byte) 1);
    MnistPreparation sum = MnistPreparation.NONE;
    for (int[] part : new int[][] {{0, 63}, {63, 65}, {65, 193}, {193, 400}}) {
      byte[] pixels = Arrays.copyOfRange(mixed, part[0] * SIZE, part[1] * SIZE);
      sum = sum.plus(MnistPreparation.of(pictures(pixels), part[0]));
    }

    assertEquals(MnistPreparation.of(pictures(mixed), 0), sum);
    assertEquals(new MnistPreparation(7, 4), sum);
  }

  private static byte[] digits() throws Exception {
    return ((ByteFeatures) EmbeddedMnist.load().test().features()).values();
  }

  private static Features pictures(byte[] pixels) {
    return new ByteFeatures(pixels, SIZE, pixels.length / SIZE).asPictures(SIDE);
  }
}
