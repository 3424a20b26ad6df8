package io.simdann.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The reverse of the sparse kernel, on 64 lanes and on 16. */
class ScatterKernelTest {
  private static final int[] STRIDES = {64, 80, 144};

  /** A list names no row twice, so it has at most 256 entries. */
  private static final int MOST = 256;

  /** An entry outside the list would refer to a value that isn't there. */
  private static final int VALUES = 200;

  private static final char OUTSIDE = 255;

  private record Call(
      int from, int to, int tableOffset, int xOffset, int rowsOffset, int rowStride, int lanes) {

    void run(Kernels kernels, char[] entries, float[] table, float[] x, float[] rows) {
      kernels.scatter(
          entries, from, to, table, tableOffset, x, xOffset, rows, rowsOffset, rowStride, lanes);
    }
  }

  static Stream<Arguments> kernelsAndLanes() {
    return KernelSets.all()
        .flatMap(kernels -> Stream.of(Arguments.of(kernels, 64), Arguments.of(kernels, 16)));
  }

  @ParameterizedTest
  @MethodSource("kernelsAndLanes")
  void everyPickedRowGetsItsMultipleAndNoOtherRowAnything(Kernels kernels, int lanes) {
    for (int length = 0; length <= MOST; length += length < 20 ? 1 : 59) {
      verify(kernels, new Call(0, length, 0, 0, 0, 64, lanes), length, false);
    }
    verify(kernels, new Call(0, MOST, 0, 0, 0, 64, lanes), MOST, false);
  }

  @ParameterizedTest
  @MethodSource("kernelsAndLanes")
  void rowsTablesAndWhatIsAddedMayStartAnywhere(Kernels kernels, int lanes) {
    for (int stride : STRIDES) {
      for (int[] offsets : new int[][] {{0, 0, 12}, {7, 3, 1}, {1, 16, 5}}) {
        for (int length : new int[] {0, 1, 2, 17, 100}) {
          Call call = new Call(0, length, offsets[0], offsets[1], offsets[2], stride, lanes);
          verify(kernels, call, length, false);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("kernelsAndLanes")
  void onlyTheEntriesOfTheListAreLookedAt(Kernels kernels, int lanes) {
    for (int from : new int[] {0, 1, 17, 40}) {
      for (int to : new int[] {from, from + 1, from + 16, 100}) {
        verify(kernels, new Call(from, to, 0, 0, 5, 80, lanes), 120, false);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("kernelsAndLanes")
  void specialValuesFollowIeee754(Kernels kernels, int lanes) {
    for (int length : new int[] {1, 2, 17, 100}) {
      verify(kernels, new Call(0, length, 3, 2, 12, 80, lanes), length, true);
    }
  }

  @ParameterizedTest
  @MethodSource("kernelsAndLanes")
  void arraysThatAreTooShortAreRefused(Kernels kernels, int lanes) {
    char[] entries = {1 << 8, 2 << 8 | 3};
    float[] table = new float[4];
    float[] x = new float[lanes];
    float[] rows = new float[2 * 64 + lanes];
    new Call(0, 2, 0, 0, 0, 64, lanes).run(kernels, entries, table, x, rows);
    for (Call call :
        new Call[] {
          new Call(0, 3, 0, 0, 0, 64, lanes),
          new Call(-1, 2, 0, 0, 0, 64, lanes),
          new Call(0, 2, 1, 0, 0, 64, lanes),
          new Call(0, 2, -1, 0, 0, 64, lanes),
          new Call(0, 2, 0, 1, 0, 64, lanes),
          new Call(0, 2, 0, -1, 0, 64, lanes),
          new Call(0, 2, 0, 0, 1, 64, lanes),
          new Call(0, 2, 0, 0, -65, 64, lanes),
          new Call(0, 2, 0, 0, 0, 65, lanes)
        }) {
      assertThrows(
          IndexOutOfBoundsException.class,
          () -> call.run(kernels, entries, table, x, rows),
          call::toString);
    }
  }

  /** All rows are compared, and what lies between them, before and behind. */
  private static void verify(Kernels kernels, Call call, int length, boolean wild) {
    char[] entries = entries(length, call);
    float[] table = floats(1, call.tableOffset + VALUES, wild);
    float[] x = floats(2, call.xOffset + call.lanes, wild);
    float[] rows = floats(3, call.rowsOffset + 255 * call.rowStride + call.lanes, wild);
    float[] expected = rows.clone();
    for (int e = call.from; e < call.to; e++) {
      int row = call.rowsOffset + entries[e] / 256 * call.rowStride;
      for (int lane = 0; lane < call.lanes; lane++) {
        float factor = table[call.tableOffset + entries[e] % 256];
        expected[row + lane] = Math.fma(x[call.xOffset + lane], factor, rows[row + lane]);
      }
    }
    char[] entriesBefore = entries.clone();
    float[] tableBefore = table.clone();
    float[] xBefore = x.clone();
    call.run(kernels, entries, table, x, rows);
    Bits.assertSame(expected, rows, call.toString());
    Bits.assertSame(tableBefore, table, "the table");
    Bits.assertSame(xBefore, x, "what is added");
    assertArrayEquals(entriesBefore, entries);
  }

  /** Rows ascending, as features are, the last of a full list being row 255. */
  private static char[] entries(int length, Call call) {
    Random random = new Random(length);
    char[] entries = new char[length];
    Arrays.fill(entries, OUTSIDE);
    for (int e = call.from; e < call.to; e++) {
      int row = (e - call.from) * MOST / (call.to - call.from);
      entries[e] = (char) (row << 8 | random.nextInt(VALUES));
    }
    return entries;
  }

  private static float[] floats(long seed, int count, boolean wild) {
    return wild ? RandomFloats.wild(seed, count) : RandomFloats.ordinary(seed, count);
  }
}
