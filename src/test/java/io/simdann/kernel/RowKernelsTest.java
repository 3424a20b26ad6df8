package io.simdann.kernel;

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The sigmoid on rows, forward and backward, and the 16-way sums over samples. */
class RowKernelsTest {
  private static final int[] ROWS = {0, 1, 2, 15, 16, 17, 33, 80};
  private static final int[] STRIDES = {16, 64, 80, 144};
  private static final int OFFSET = 7;
  private static final int BIAS_OFFSET = 3;

  /** Floats after the last row, which nobody may write. */
  private static final int BEHIND = 20;

  @ParameterizedTest
  @MethodSource("io.simdann.kernel.KernelSets#all")
  void theSigmoidsForwardIsThatOfTheSum(Kernels kernels) {
    for (boolean wild : new boolean[] {false, true}) {
      for (int stride : STRIDES) {
        float[] bias = floats(wild, 1, BIAS_OFFSET + stride);
        for (int rows : ROWS) {
          float[] z = floats(wild, 2, OFFSET + rows * stride + BEHIND);
          assertForward(kernels, z, rows, stride, bias);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("io.simdann.kernel.KernelSets#all")
  void theSigmoidOfModerateSumsIsThatOfAny(Kernels kernels) {
    int stride = 64;
    float[] sweep = FloatSweep.moderate();
    int rows = sweep.length / stride;
    float[] bias = new float[BIAS_OFFSET + stride];
    float[] z = new float[OFFSET + rows * stride + BEHIND];
    System.arraycopy(sweep, 0, z, OFFSET, rows * stride);
    assertForward(kernels, z.clone(), rows, stride, bias);
    for (float beyond : new float[] {Math.nextDown(-Exponential.MODERATE), -89f, Float.NaN}) {
      z[OFFSET + rows / 2 * stride + 21] = beyond;
      assertForward(kernels, z.clone(), rows, stride, bias);
    }
    Arrays.fill(z, 0f);
    bias[BIAS_OFFSET + stride - 1] = -100f;
    assertForward(kernels, z, rows, stride, bias);
  }

  /** In place, and from one place of the memory to another. */
  private static void assertForward(
      Kernels kernels, float[] z, int rows, int stride, float[] bias) {
    float[] biasBefore = bias.clone();
    float[] expected = z.clone();
    for (int row = 0; row < rows; row++) {
      for (int lane = 0; lane < stride; lane++) {
        int element = OFFSET + row * stride + lane;
        expected[element] = ElementaryFunctions.sigmoid(z[element] + bias[BIAS_OFFSET + lane]);
      }
    }
    ActivationKernel sigmoid = kernels.activation("sigmoid");
    float[] memory = new float[2 * z.length];
    System.arraycopy(z, 0, memory, 0, z.length);
    System.arraycopy(z, 0, memory, z.length, z.length);
    int a = z.length + OFFSET;
    sigmoid.forward(memory, OFFSET, a, rows, stride, bias, BIAS_OFFSET);
    float[] apart = Arrays.copyOfRange(memory, z.length, memory.length);
    Bits.assertSame(expected, apart, rows + " rows of " + stride + " apart");
    sigmoid.forward(z, OFFSET, OFFSET, rows, stride, bias, BIAS_OFFSET);
    Bits.assertSame(expected, z, rows + " rows of " + stride);
    Bits.assertSame(biasBefore, bias, "the bias");
  }

  @ParameterizedTest
  @MethodSource("io.simdann.kernel.KernelSets#all")
  void theSigmoidsBackwardIsTheDerivativeAndItsSumsRunSixteenWays(Kernels kernels) {
    for (boolean wild : new boolean[] {false, true}) {
      for (int stride : STRIDES) {
        for (int rows : ROWS) {
          int a = 2;
          int gradient = a + rows * stride + OFFSET;
          float[] memory = floats(wild, 1, gradient + rows * stride + BEHIND);
          float[] expected = memory.clone();
          float[] sums = RandomFloats.ordinary(3, Kernels.SUM_WAYS * stride + BEHIND);
          float[] expectedSums = sums.clone();
          for (int row = 0; row < rows; row++) {
            for (int lane = 0; lane < stride; lane++) {
              int element = row * stride + lane;
              float activation = memory[a + element];
              float dz = memory[gradient + element] * (activation * (1f - activation));
              expected[gradient + element] = dz;
              expectedSums[row % 16 * stride + lane] += dz;
            }
          }
          kernels.activation("sigmoid").backward(memory, a, a, gradient, rows, stride, sums);
          String what = rows + " rows of " + stride;
          Bits.assertSame(expected, memory, "dZ of " + what);
          Bits.assertSame(expectedSums, sums, "sums of " + what);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("io.simdann.kernel.KernelSets#all")
  void addRowSumsRunsSixteenWays(Kernels kernels) {
    for (boolean wild : new boolean[] {false, true}) {
      for (int stride : STRIDES) {
        for (int rows : ROWS) {
          float[] z = floats(wild, 1, OFFSET + rows * stride);
          float[] before = z.clone();
          float[] sums = RandomFloats.ordinary(2, Kernels.SUM_WAYS * stride + BEHIND);
          float[] expected = sums.clone();
          for (int row = 0; row < rows; row++) {
            for (int lane = 0; lane < stride; lane++) {
              expected[row % 16 * stride + lane] += z[OFFSET + row * stride + lane];
            }
          }
          kernels.addRowSums(z, OFFSET, rows, stride, sums);
          Bits.assertSame(expected, sums, "sums of " + rows + " rows of " + stride);
          Bits.assertSame(before, z, "the rows");
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("io.simdann.kernel.KernelSets#all")
  void arraysThatAreTooShortAreRefused(Kernels kernels) {
    int stride = 80;
    float[] rows = new float[18 * stride];
    float[] few = new float[17 * stride + stride - 1];
    float[] bias = new float[stride];
    float[] sums = new float[16 * stride];
    ActivationKernel sigmoid = kernels.activation("sigmoid");
    assertRefused(() -> sigmoid.forward(few, 0, 0, 18, stride, bias, 0));
    assertRefused(() -> sigmoid.forward(rows, 1, 1, 18, stride, bias, 0));
    assertRefused(() -> sigmoid.forward(rows, 0, 1, 18, stride, bias, 0));
    assertRefused(() -> sigmoid.forward(rows, 0, 0, 18, stride, bias, 1));
    assertRefused(() -> sigmoid.backward(few, 0, 0, 0, 18, stride, sums));
    assertRefused(() -> sigmoid.backward(rows, 1, 1, 0, 18, stride, sums));
    assertRefused(() -> sigmoid.backward(rows, 0, 0, 1, 18, stride, sums));
    assertRefused(() -> sigmoid.backward(rows, 0, 0, 0, 18, stride, bias));
    assertRefused(() -> kernels.addRowSums(few, 0, 18, stride, sums));
    assertRefused(() -> kernels.addRowSums(rows, 0, 18, stride, bias));
  }

  private static void assertRefused(Runnable call) {
    assertThrows(IndexOutOfBoundsException.class, call::run);
  }

  @Test
  void foldSumsAddsTheUpperHalfToTheLowerUntilOneIsLeft() {
    for (int stride : new int[] {1, 2, 16, 80}) {
      for (int offset : new int[] {0, 3}) {
        for (int seed = 0; seed < 20; seed++) {
          float[] sums = RandomFloats.ordinary(seed, offset + 15 * stride + 1);
          float[] before = sums.clone();
          float[] tree = new float[16];
          for (int i = 0; i < 16; i++) {
            tree[i] = sums[offset + i * stride];
          }
          for (int half = 8; half >= 1; half /= 2) {
            for (int i = 0; i < half; i++) {
              tree[i] += tree[i + half];
            }
          }
          Bits.assertSame(tree[0], Kernels.foldSums(sums, offset, stride), "the sum");
          Bits.assertSame(before, sums, "the partial sums");
        }
      }
    }
  }

  private static float[] floats(boolean wild, long seed, int count) {
    return wild ? RandomFloats.wild(seed, count) : RandomFloats.ordinary(seed, count);
  }
}
