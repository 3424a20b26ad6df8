package io.simdann.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The mask of the values that are not zero. */
class NonZeroMaskTest {
  private static final int OFFSET = 5;
  private static final float[] KINDS = {
    0f, -0f, 1f, -1f, Float.MIN_VALUE, -Float.MIN_VALUE, Float.NaN, Float.NEGATIVE_INFINITY
  };

  @ParameterizedTest
  @MethodSource("io.simdann.kernel.KernelSets#all")
  void hasABitForEachValueThatIsNotZero(Kernels kernels) {
    Random random = new Random(1);
    for (int count = 0; count <= 64; count++) {
      // What lies beside the values is not zero.
      float[] values = new float[OFFSET + 64 + 1];
      Arrays.fill(values, 1f);
      long expected = 0;
      for (int i = 0; i < count; i++) {
        int kind = random.nextInt(KINDS.length);
        values[OFFSET + i] = KINDS[kind];
        expected |= (kind < 2 ? 0L : 1L) << i;
      }
      assertEquals(expected, kernels.nonZeros(values, OFFSET, count), count + " values");
    }
  }
}
