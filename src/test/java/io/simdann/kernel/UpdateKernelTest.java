package io.simdann.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
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

  @ParameterizedTest
  @MethodSource("io.simdann.kernel.KernelSets#vectors")
  void vectorsGiveTheScalarBits(Kernels kernels) {
    for (String name : List.of("momentum", "nesterov", "rmsprop", "adam", "clip", "penalty")) {
      for (int count = 0; count <= MOST; count++) {
        for (boolean biases : new boolean[] {false, true}) {
          String where = name + " of " + count;
          float[][] expected = updated(KernelSets.scalar().update(name), count, biases);
          float[][] actual = updated(kernels.update(name), count, biases);
          for (int array = 0; array < expected.length; array++) {
            Bits.assertSame(expected[array], actual[array], where);
          }
        }
      }
    }
  }

  /** Gradient, slots and new parameters, after two steps. */
  private static float[][] updated(UpdateKernel kernel, int count, boolean biases) {
    float[] scalars = {0.3f, 0.01f, 0.9f, 0.1f, 0.99f, 0.01f, 3f, 1e-8f, 0.002f};
    float[] parameters = RandomFloats.wild(count, count + 5);
    float[] gradient = RandomFloats.wild(count + 1, count + 4);
    float[][] slots = {new float[count + 5], new float[count + 5]};
    float[] result = guards(count + 5);
    ParameterRange range = new ParameterRange();
    for (int step = 0; step < 2; step++) {
      range.begin(step == 0 ? parameters : result, slots, result);
      range.set(2, 2 + count, biases, gradient, 1);
      kernel.update(range, scalars);
    }
    return new float[][] {gradient, slots[0], slots[1], result};
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
