package io.simdann.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The kernels on plain arrays: bits, the masked tails, and that nothing else is touched. */
class ArrayKernelsTest {

  /** Up to one more than three vectors of 512 bits. */
  private static final int MOST = 3 * 16 + 1;

  /** Three vectors of 512 bits: functions work on whole ones. */
  private static final int WHOLE = 3 * 16;

  private static final float GUARD = -12345f;

  private static final Map<String, Function> FUNCTIONS =
      Map.of("exp", ArrayFunctions::exp, "sigmoid", ArrayFunctions::sigmoid);

  @ParameterizedTest
  @MethodSource("io.simdann.kernel.KernelSets#vectors")
  void functionsEqualTheScalarOnesAtEveryNumberOfVectors(Kernels kernels) {
    FUNCTIONS.forEach(
        (name, function) -> {
          for (int count = 0; count <= WHOLE; count += 16) {
            float[] x = RandomFloats.wild(count, count + 8);
            float[] expected = guards(count + 9);
            float[] actual = expected.clone();
            function.apply(KernelSets.scalar(), x, 3, expected, 5, count);
            function.apply(kernels, x, 3, actual, 5, count);
            Bits.assertSame(expected, actual, name + " of " + count);
          }
        });
  }

  @ParameterizedTest
  @MethodSource("io.simdann.kernel.KernelSets#all")
  void functionsLeaveTheirArgumentsAndWhatIsAroundAlone(Kernels kernels) {
    FUNCTIONS.forEach(
        (name, function) -> {
          for (int count = 0; count <= WHOLE; count += 16) {
            float[] x = RandomFloats.wild(count, count + 8);
            float[] before = x.clone();
            float[] result = guards(count + 9);
            function.apply(kernels, x, 3, result, 5, count);
            Bits.assertSame(before, x, "x of " + name);
            Arrays.fill(result, 5, 5 + count, GUARD);
            Bits.assertSame(guards(count + 9), result, "around the result of " + name);
          }
        });
  }

  @ParameterizedTest
  @MethodSource("io.simdann.kernel.KernelSets#all")
  void functionsWorkInPlace(Kernels kernels) {
    FUNCTIONS.forEach(
        (name, function) -> {
          float[] x = RandomFloats.wild(7, WHOLE);
          float[] expected = new float[WHOLE];
          function.apply(kernels, x, 0, expected, 0, WHOLE);
          function.apply(kernels, x, 0, x, 0, WHOLE);
          Bits.assertSame(expected, x, name);
        });
  }

  @ParameterizedTest
  @MethodSource("io.simdann.kernel.KernelSets#all")
  void functionsRefuseArraysThatAreTooShort(Kernels kernels) {
    float[] shorter = new float[WHOLE];
    float[] longer = new float[WHOLE + 9];
    FUNCTIONS.forEach(
        (name, function) -> {
          for (int offset : new int[] {1, 3, -1}) {
            assertThrows(
                IndexOutOfBoundsException.class,
                () -> function.apply(kernels, shorter, offset, longer, 0, WHOLE),
                name);
            assertThrows(
                IndexOutOfBoundsException.class,
                () -> function.apply(kernels, longer, 0, shorter, offset, WHOLE),
                name);
          }
        });
  }

  @ParameterizedTest
  @MethodSource("io.simdann.kernel.KernelSets#all")
  void addAddsElementByElement(Kernels kernels) {
    for (int count = 0; count <= MOST; count++) {
      float[] sum = RandomFloats.wild(count, count + 7);
      float[] term = RandomFloats.wild(count + 100, count + 5);
      float[] expected = sum.clone();
      for (int i = 0; i < count; i++) {
        expected[3 + i] = sum[3 + i] + term[1 + i];
      }
      kernels.add(sum, 3, term, 1, count);
      Bits.assertSame(expected, sum, count + " sums");
    }
  }

  @ParameterizedTest
  @MethodSource("io.simdann.kernel.KernelSets#all")
  void scaleRowsRoundsTwiceAndLeavesTheRestAlone(Kernels kernels) {
    for (float term : new float[] {-0f, 0f, 0.7f}) {
      for (int count = 0; count <= MOST; count++) {
        int rows = 3;
        int stride = count + 2;
        int targetStride = count + 1;
        float[] source = RandomFloats.wild(count, 1 + rows * stride);
        float[] expected = guards(2 + rows * targetStride);
        for (int row = 0; row < rows; row++) {
          for (int i = 0; i < count; i++) {
            float product = source[1 + row * stride + i] * -0.3f;
            expected[2 + row * targetStride + i] = product + term;
          }
        }
        float[] target = guards(expected.length);
        kernels.scaleRows(source, 1, stride, target, 2, targetStride, rows, count, -0.3f, term);
        Bits.assertSame(expected, target, count + " values, term " + term);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("io.simdann.kernel.KernelSets#all")
  void widenTakesBytesAsUnsigned(Kernels kernels) {
    byte[] bytes = new byte[3 + 256 + 2];
    Arrays.fill(bytes, (byte) 99);
    for (int i = 0; i < 256; i++) {
      bytes[3 + i] = (byte) i;
    }
    byte[] before = bytes.clone();
    float[] expected = guards(5 + 256 + 4);
    for (int count = 0; count <= 256; count++) {
      float[] actual = guards(expected.length);
      kernels.widen(bytes, 3, actual, 5, count);
      Bits.assertSame(expected, actual, count + " bytes");
      assertArrayEquals(before, bytes);
      expected[5 + count] = count;
    }
  }

  @ParameterizedTest
  @MethodSource("io.simdann.kernel.KernelSets#all")
  void widenStartsAnywhere(Kernels kernels) {
    byte[] bytes = new byte[70];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (200 + i);
    }
    for (int sourceOffset = 0; sourceOffset <= 33; sourceOffset++) {
      for (int targetOffset : new int[] {0, 1, 12, 16, 31}) {
        float[] expected = guards(targetOffset + 37 + 1);
        for (int i = 0; i < 37; i++) {
          expected[targetOffset + i] = (200 + sourceOffset + i) % 256;
        }
        float[] actual = guards(expected.length);
        kernels.widen(bytes, sourceOffset, actual, targetOffset, 37);
        Bits.assertSame(expected, actual, "from " + sourceOffset + " to " + targetOffset);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("io.simdann.kernel.KernelSets#all")
  void widenRefusesArraysThatAreTooShort(Kernels kernels) {
    for (int count : new int[] {1, 15, 16, 32, 33}) {
      byte[] bytes = new byte[count];
      float[] floats = new float[count];
      for (int offset : new int[] {1, -1}) {
        assertThrows(
            IndexOutOfBoundsException.class, () -> kernels.widen(bytes, offset, floats, 0, count));
        assertThrows(
            IndexOutOfBoundsException.class, () -> kernels.widen(bytes, 0, floats, offset, count));
      }
    }
  }

  private static float[] guards(int count) {
    float[] values = new float[count];
    Arrays.fill(values, GUARD);
    return values;
  }

  @FunctionalInterface
  private interface Function {
    void apply(
        Kernels kernels, float[] x, int xOffset, float[] result, int resultOffset, int count);
  }
}
