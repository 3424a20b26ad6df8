package io.simdann.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class UpdateKernelTest {
  /** Up to one more than three vectors of 512 bits. */
  private static final int MOST = 3 * 16 + 1;

  private static final float GUARD = -12345f;

  @ParameterizedTest
  @MethodSource("io.simdann.kernel.KernelSets#all")
  void sgdTakesOneRoundedStep(Kernels kernels) {
    UpdateKernel sgd = kernels.update("sgd");
    float[] step = {0.3f};
    ParameterRange range = new ParameterRange();
    for (int count = 0; count <= MOST; count++) {
      float[] parameters = RandomFloats.wild(count, 2 + count + 3);
      float[] gradient = RandomFloats.wild(count + 100, 1 + count + 3);
      float[] expected = guards(parameters.length);
      float[] expectedInPlace = parameters.clone();
      for (int i = 0; i < count; i++) {
        expected[2 + i] = Math.fma(-0.3f, gradient[1 + i], parameters[2 + i]);
        expectedInPlace[2 + i] = expected[2 + i];
      }
      float[] updated = guards(expected.length);
      range.begin(parameters, null, updated);
      range.set(2, 2 + count, false, gradient, 1);
      sgd.update(range, step);
      Bits.assertSame(expected, updated, count + " parameters");

      range.begin(parameters, null, parameters);
      sgd.update(range, step);
      Bits.assertSame(expectedInPlace, parameters, count + " parameters in place");
    }
  }

  private static float[] guards(int count) {
    float[] values = new float[count];
    Arrays.fill(values, GUARD);
    return values;
  }

  @ParameterizedTest
  @MethodSource("io.simdann.kernel.KernelSets#all")
  void updatesAreLookedUpByName(Kernels kernels) {
    UpdateKernel sgd = kernels.update("sgd");
    assertEquals("sgd", sgd.name());
    assertSame(sgd, kernels.update("sgd"));
    assertEquals(
        "there is no update \"none\", expected one of: sgd, momentum, nesterov, rmsprop, adam, clip,"
            + " penalty",
        assertThrows(IllegalArgumentException.class, () -> kernels.update("none")).getMessage());
  }
}
