package io.simdann.train;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.simdann.kernel.KernelSets;
import io.simdann.kernel.Kernels;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FiniteCheckTest {

  static Stream<Named<Kernels>> kernels() {
    return KernelSets.all();
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void oneNumberThatIsNotFiniteIsFoundWhereverItIs(Kernels kernels) {
    FiniteCheck check = new FiniteCheck(kernels);
    for (int size : new int[] {1, 15, 16, 17, 1023, 1024, 1025, 2048, 2500}) {
      float[] values = new float[size];
      for (int i = 0; i < size; i++) {
        values[i] = (float) Math.sin(i);
      }
      assertTrue(check.allFinite(values));
      for (int i = 0; i < size; i += size < 100 || i < 20 || i > size - 20 ? 1 : 13) {
        float finite = values[i];
        for (float bad :
            new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
          values[i] = bad;
          assertFalse(check.allFinite(values), bad + " at " + i + " of " + size);
        }
        values[i] = finite;
      }
      assertTrue(check.allFinite(values));
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void infinitiesOfBothSignsDoNotCancel(Kernels kernels) {
    float[] values = new float[4096];
    values[5] = Float.POSITIVE_INFINITY;
    values[5 + 1024] = Float.NEGATIVE_INFINITY;

    assertFalse(new FiniteCheck(kernels).allFinite(values));
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void finiteNumbersWhoseSumIsNotAreFinite(Kernels kernels) {
    float[] values = new float[5000];
    Arrays.fill(values, Float.MAX_VALUE);

    assertTrue(new FiniteCheck(kernels).allFinite(values));
  }
}
