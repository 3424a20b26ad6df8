package io.simdann.kernel;

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Two lists of picked rows added up, on 64 lanes and on 16. */
class SumPairKernelTest {
  private static final int ROWS = 128;
  private static final int VALUES = 200;

  /** An entry outside the lists would refer to a row and a value that aren't there. */
  private static final char OUTSIDE = 255 << 8 | 255;

  private record Call(
      int from1,
      int to1,
      int from2,
      int to2,
      int tableOffset,
      int rowsOffset,
      int rowStride,
      int sumOffset,
      int lanes) {

    void run(Kernels kernels, char[] entries, float[] table, float[] rows, float[] sum) {
      kernels.sumPair(
          entries,
          from1,
          to1,
          from2,
          to2,
          table,
          tableOffset,
          rows,
          rowsOffset,
          rowStride,
          sum,
          sumOffset,
          lanes);
    }
  }

  static Stream<Arguments> kernelsAndLanes() {
    return KernelSets.all()
        .flatMap(kernels -> Stream.of(Arguments.of(kernels, 64), Arguments.of(kernels, 16)));
  }

  @ParameterizedTest
  @MethodSource("kernelsAndLanes")
  void eachListIsAChainOfItsOwn(Kernels kernels, int lanes) {
    int[] lengths = {0, 1, 2, 3, 17, 63, 64};
    for (int first : lengths) {
      for (int second : lengths) {
        verify(kernels, new Call(0, first, 64, 64 + second, 0, 0, 64, 0, lanes), false);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("kernelsAndLanes")
  void operandsMayLieAnywhere(Kernels kernels, int lanes) {
    for (int stride : new int[] {64, 80, 144}) {
      verify(kernels, new Call(70, 101, 3, 40, 7, 3, stride, 5, lanes), false);
      verify(kernels, new Call(1, 2, 1, 2, 1, 16, stride, 12, lanes), false);
    }
  }

  @ParameterizedTest
  @MethodSource("kernelsAndLanes")
  void specialValuesFollowIeee754(Kernels kernels, int lanes) {
    for (int length : new int[] {1, 2, 17, 60}) {
      verify(kernels, new Call(0, length, 64, 64 + length, 3, 2, 80, 1, lanes), true);
    }
  }

  @ParameterizedTest
  @MethodSource("kernelsAndLanes")
  void arraysThatAreTooShortAreRefused(Kernels kernels, int lanes) {
    char[] entries = {1 << 8, 2 << 8 | 3};
    float[] table = new float[4];
    float[] rows = new float[2 * 64 + lanes];
    float[] sum = new float[lanes];
    new Call(0, 1, 1, 2, 0, 0, 64, 0, lanes).run(kernels, entries, table, rows, sum);
    for (Call call :
        new Call[] {
          new Call(0, 1, 1, 3, 0, 0, 64, 0, lanes),
          new Call(0, 3, 1, 1, 0, 0, 64, 0, lanes),
          new Call(-1, 1, 1, 2, 0, 0, 64, 0, lanes),
          new Call(0, 1, -1, 2, 0, 0, 64, 0, lanes),
          new Call(0, 1, 1, 2, 1, 0, 64, 0, lanes),
          new Call(0, 1, 1, 2, -1, 0, 64, 0, lanes),
          new Call(0, 1, 1, 2, 0, 1, 64, 0, lanes),
          new Call(0, 1, 1, 2, 0, -65, 64, 0, lanes),
          new Call(0, 1, 1, 2, 0, 0, 65, 0, lanes),
          new Call(0, 1, 1, 2, 0, 0, 64, 1, lanes),
          new Call(0, 1, 1, 2, 0, 0, 64, -1, lanes)
        }) {
      assertThrows(
          IndexOutOfBoundsException.class,
          () -> call.run(kernels, entries, table, rows, sum),
          call::toString);
    }
  }

  /** The whole array of the sum is compared, and what was there before must not matter. */
  private static void verify(Kernels kernels, Call call, boolean wild) {
    char[] entries = entries(call);
    float[] table = floats(1, call.tableOffset + VALUES, wild);
    float[] rows = floats(2, call.rowsOffset + ROWS * call.rowStride + call.lanes, wild);
    float[] sum = new float[call.sumOffset + call.lanes + 3];
    Arrays.fill(sum, Float.NaN);
    float[] expected = sum.clone();
    for (int lane = 0; lane < call.lanes; lane++) {
      float first = 0f;
      for (int e = call.from1; e < call.to1; e++) {
        first = step(call, entries[e], table, rows, lane, first);
      }
      float second = 0f;
      for (int e = call.from2; e < call.to2; e++) {
        second = step(call, entries[e], table, rows, lane, second);
      }
      expected[call.sumOffset + lane] = first + second;
    }
    call.run(kernels, entries, table, rows, sum);
    Bits.assertSame(expected, sum, call.toString());
  }

  private static float step(
      Call call, char entry, float[] table, float[] rows, int lane, float chain) {
    float value = table[call.tableOffset + entry % 256];
    return Math.fma(rows[call.rowsOffset + entry / 256 * call.rowStride + lane], value, chain);
  }

  private static char[] entries(Call call) {
    Random random = new Random(call.hashCode());
    char[] entries = new char[Math.max(call.to1, call.to2) + 2];
    Arrays.fill(entries, OUTSIDE);
    for (int e = call.from1; e < call.to1; e++) {
      entries[e] = (char) (random.nextInt(ROWS) << 8 | random.nextInt(VALUES));
    }
    for (int e = call.from2; e < call.to2; e++) {
      entries[e] = (char) (random.nextInt(ROWS) << 8 | random.nextInt(VALUES));
    }
    return entries;
  }

  private static float[] floats(long seed, int count, boolean wild) {
    return wild ? RandomFloats.wild(seed, count) : RandomFloats.ordinary(seed, count);
  }
}
