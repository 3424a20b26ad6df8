package io.simdann.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MicroKernelTest {
  private static final int[] DEPTHS = {0, 1, 2, 3, 17, 255, 256, 257};

  @ParameterizedTest
  @MethodSource("io.simdann.kernel.KernelSets#all")
  void aPanelIsAWholeNumberOfSumWays(Kernels kernels) {
    assertEquals(0, kernels.panelRows() % Kernels.SUM_WAYS);
    assertTrue(kernels.panelRows() >= Kernels.SUM_WAYS);
    assertTrue(kernels.panelColumns() >= 1);
  }

  @Test
  void everyWidthHasItsTile() {
    assertEquals(List.of("scalar", "vector-128", "vector-256", "vector-512"), names());
    assertEquals("16x5 16x5 16x5 32x10", tiles());
  }

  @ParameterizedTest
  @MethodSource("io.simdann.kernel.KernelSets#all")
  void everyElementIsOneChainOfFma(Kernels kernels) {
    int nr = kernels.panelColumns();
    for (int depth : DEPTHS) {
      verify(kernels, depth, 0, 0, 0, 0, k -> k * nr, false);
    }
  }

  @ParameterizedTest
  @MethodSource("io.simdann.kernel.KernelSets#all")
  void offsetsAndLeadingDimensionAreKept(Kernels kernels) {
    int nr = kernels.panelColumns();
    for (int depth : new int[] {0, 1, 17}) {
      verify(kernels, depth, 3, 5, 7, 0, k -> k * nr, false);
      verify(kernels, depth, 1, 2, 3, 1, k -> k * nr, false);
      verify(kernels, depth, 64, 64, 64, 13, k -> k * nr, false);
    }
  }

  @ParameterizedTest
  @MethodSource("io.simdann.kernel.KernelSets#all")
  void theIndexPicksTheRowsOfTheGroup(Kernels kernels) {
    int nr = kernels.panelColumns();
    int depth = 17;
    verify(kernels, depth, 1, 2, 3, 4, k -> k * 3 * nr, false);
    verify(kernels, depth, 1, 2, 3, 4, k -> (k + k / 3) * nr, false);
    verify(kernels, depth, 1, 2, 3, 4, k -> (depth - 1 - k) * nr, false);
    verify(kernels, depth, 1, 2, 3, 4, k -> 5, false);
    List<Integer> shuffled = IntStream.range(0, depth).boxed().collect(Collectors.toList());
    Collections.shuffle(shuffled, new Random(1));
    verify(kernels, depth, 1, 2, 3, 4, k -> shuffled.get(k) * nr, false);
  }

  @ParameterizedTest
  @MethodSource("io.simdann.kernel.KernelSets#all")
  void specialValuesFollowIeee754(Kernels kernels) {
    int nr = kernels.panelColumns();
    for (int depth : new int[] {0, 1, 2, 17}) {
      verify(kernels, depth, 1, 2, 3, 4, k -> k * nr, true);
    }
  }

  @ParameterizedTest
  @MethodSource("io.simdann.kernel.KernelSets#all")
  void aChainOverTwoCallsGoesOn(Kernels kernels) {
    int mr = kernels.panelRows();
    int nr = kernels.panelColumns();
    float[] a = RandomFloats.ordinary(1, 9 * mr);
    float[] b = RandomFloats.ordinary(2, 9 * nr);
    int[] index = IntStream.range(0, 9).map(k -> k * nr).toArray();
    float[] once = new float[mr * nr];
    kernels.multiply(9, a, 0, index, b, 0, once, 0, mr);
    float[] twice = new float[mr * nr];
    kernels.multiply(4, a, 0, index, b, 0, twice, 0, mr);
    kernels.multiply(5, a, 4 * mr, index, b, 4 * nr, twice, 0, mr);
    Bits.assertSame(once, twice, "two calls");
  }

  @ParameterizedTest
  @MethodSource("io.simdann.kernel.KernelSets#all")
  void arraysThatAreTooShortAreRefused(Kernels kernels) {
    int mr = kernels.panelRows();
    int nr = kernels.panelColumns();
    float[] a = new float[3 * mr];
    float[] b = new float[3 * nr];
    float[] c = new float[mr * nr];
    int[] index = {0, nr, 2 * nr};
    assertThrows(
        IndexOutOfBoundsException.class,
        () -> kernels.multiply(3, a, 1, index, b, 0, c.clone(), 0, mr));
    assertThrows(
        IndexOutOfBoundsException.class,
        () -> kernels.multiply(3, a, 0, index, b, 1, c.clone(), 0, mr));
    assertThrows(
        IndexOutOfBoundsException.class,
        () -> kernels.multiply(3, a, 0, index, b, 0, c.clone(), 1, mr));
    assertThrows(
        IndexOutOfBoundsException.class,
        () -> kernels.multiply(3, a, 0, new int[2], b, 0, c.clone(), 0, mr));
  }

  /** Compares the whole array of C: nothing outside the tile may be written. */
  private static void verify(
      Kernels kernels,
      int depth,
      int aOffset,
      int bOffset,
      int cOffset,
      int moreThanMr,
      IntUnaryOperator indexOf,
      boolean wild) {
    int mr = kernels.panelRows();
    int nr = kernels.panelColumns();
    int leadingDimension = mr + moreThanMr;
    int[] index = IntStream.range(0, depth).map(indexOf).toArray();
    int groupLength = Arrays.stream(index).max().orElse(0) + nr;
    float[] a = floats(1, aOffset + depth * mr + 2, wild);
    float[] b = floats(2, bOffset + groupLength + 2, wild);
    float[] c = floats(3, cOffset + nr * leadingDimension + 2, wild);
    float[] expected = c.clone();
    for (int j = 0; j < nr; j++) {
      for (int i = 0; i < mr; i++) {
        int element = cOffset + j * leadingDimension + i;
        float chain = c[element];
        for (int k = 0; k < depth; k++) {
          chain = Math.fma(a[aOffset + k * mr + i], b[bOffset + index[k] + j], chain);
        }
        expected[element] = chain;
      }
    }
    float[] aBefore = a.clone();
    float[] bBefore = b.clone();
    kernels.multiply(depth, a, aOffset, index, b, bOffset, c, cOffset, leadingDimension);
    Bits.assertSame(expected, c, "C at depth " + depth + ", offset " + cOffset);
    Bits.assertSame(aBefore, a, "A");
    Bits.assertSame(bBefore, b, "B");
  }

  private static float[] floats(long seed, int count, boolean wild) {
    return wild ? RandomFloats.wild(seed, count) : RandomFloats.ordinary(seed, count);
  }

  private static List<String> names() {
    return KernelSets.all().map(set -> set.getPayload().name()).collect(Collectors.toList());
  }

  private static String tiles() {
    return KernelSets.all()
        .map(set -> set.getPayload().panelRows() + "x" + set.getPayload().panelColumns())
        .collect(Collectors.joining(" "));
  }
}
