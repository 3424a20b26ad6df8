package io.simdann.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The sparse kernel on 64 lanes and on 16. */
class SparseKernelTest {
  private static final int LONGEST = 300;
  private static final int[] LENGTHS = {0, 1, 2, 3, 15, 16, 17, 64, 255, 256, 257, LONGEST};
  private static final int[] STRIDES = {64, 80, 144};

  /** Rows that lists refer to; an entry outside the list would refer to one that isn't there. */
  private static final int ROWS = 200;

  private static final char OUTSIDE = 255 << 8 | 255;

  /** Bytes, the value of each its own. */
  private static final float[] BYTES = new float[256];

  static {
    for (int value = 0; value < BYTES.length; value++) {
      BYTES[value] = value;
    }
  }

  private enum Shape {
    WIDE {
      @Override
      void run(Kernels kernels, Call call, char[] entries, Operands x, float[] sum) {
        kernels.accumulate(
            entries,
            call.from,
            call.to,
            x.table,
            call.tableOffset,
            x.rows,
            call.rowsOffset,
            call.rowStride,
            sum,
            call.sumOffset);
      }
    },
    NARROW {
      @Override
      void run(Kernels kernels, Call call, char[] entries, Operands x, float[] sum) {
        kernels.accumulateNarrow(
            entries,
            call.from,
            call.to,
            x.table,
            call.tableOffset,
            x.rows,
            call.rowsOffset,
            call.rowStride,
            sum,
            call.sumOffset);
      }
    };

    abstract void run(Kernels kernels, Call call, char[] entries, Operands x, float[] sum);

    int lanes() {
      return this == WIDE ? Kernels.WIDE_LANES : Kernels.LANES;
    }
  }

  private record Operands(float[] table, float[] rows) {}

  private record Call(
      int from, int to, int tableOffset, int rowsOffset, int rowStride, int sumOffset) {}

  static Stream<Arguments> shapes() {
    return KernelSets.all()
        .flatMap(kernels -> Stream.of(Shape.values()).map(shape -> Arguments.of(kernels, shape)));
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void listsOfEveryLengthAreOneChainOfFmaPerLane(Kernels kernels, Shape shape) {
    float[] rows = rows(shape, 0, 64, false);
    for (int length = 0; length <= LONGEST; length++) {
      Call call = new Call(0, length, 0, 0, 64, 0);
      verify(kernels, shape, call, entries(length, call), new Operands(BYTES, rows), false);
    }
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void rowsTablesAndSumsMayStartAnywhereAndRowsBeAnyDistanceApart(Kernels kernels, Shape shape) {
    for (int stride : STRIDES) {
      for (int[] offsets : new int[][] {{0, 12, 0}, {7, 0, 3}, {1, 5, 16}}) {
        float[] table = new float[offsets[0] + 256];
        Arrays.fill(table, 0, offsets[0], Float.NaN);
        System.arraycopy(RandomFloats.ordinary(4, 256), 0, table, offsets[0], 256);
        Operands x = new Operands(table, rows(shape, offsets[1], stride, false));
        for (int length : LENGTHS) {
          Call call = new Call(0, length, offsets[0], offsets[1], stride, offsets[2]);
          verify(kernels, shape, call, entries(length, call), x, false);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void onlyTheEntriesOfTheListAreLookedAt(Kernels kernels, Shape shape) {
    Operands x = new Operands(BYTES, rows(shape, 0, 80, false));
    for (int from : new int[] {0, 1, 17, 40}) {
      for (int to : new int[] {from, from + 1, from + 16, 100}) {
        Call call = new Call(from, to, 0, 0, 80, 5);
        verify(kernels, shape, call, entries(120, call), x, false);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void everyByteIsTheValueThatItIs(Kernels kernels, Shape shape) {
    float[] ones = new float[shape.lanes()];
    Arrays.fill(ones, 1f);
    Call call = new Call(0, 1, 0, 0, 64, 0);
    for (int value = 0; value < 256; value++) {
      float[] sum = new float[shape.lanes()];
      float[] expected = new float[shape.lanes()];
      Arrays.fill(expected, value);
      shape.run(kernels, call, new char[] {(char) value}, new Operands(BYTES, ones), sum);
      Bits.assertSame(expected, sum, "once " + value);
    }
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void everyRowIsTheOneAtItsNumberOfStrides(Kernels kernels, Shape shape) {
    float[] rows = new float[255 * 64 + shape.lanes()];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = i;
    }
    Call call = new Call(0, 1, 0, 0, 64, 0);
    for (int row = 0; row < 256; row++) {
      float[] sum = new float[shape.lanes()];
      float[] expected = Arrays.copyOfRange(rows, row * 64, row * 64 + shape.lanes());
      char[] entry = {(char) (row << 8 | 1)};
      shape.run(kernels, call, entry, new Operands(BYTES, rows), sum);
      Bits.assertSame(expected, sum, "row " + row);
    }
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void specialValuesFollowIeee754(Kernels kernels, Shape shape) {
    for (int stride : STRIDES) {
      Operands x = new Operands(RandomFloats.wild(1, 3 + 256), rows(shape, 12, stride, true));
      for (int length : LENGTHS) {
        Call call = new Call(0, length, 3, 12, stride, 2);
        verify(kernels, shape, call, entries(length, call), x, true);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void aListInTwoCallsIsOneChain(Kernels kernels, Shape shape) {
    Operands x = new Operands(RandomFloats.ordinary(1, 256), rows(shape, 0, 80, false));
    char[] entries = entries(20, new Call(0, 20, 0, 0, 80, 0));
    float[] start = RandomFloats.ordinary(2, shape.lanes());
    float[] once = start.clone();
    shape.run(kernels, new Call(0, 20, 0, 0, 80, 0), entries, x, once);
    for (int split = 0; split <= 20; split++) {
      float[] twice = start.clone();
      shape.run(kernels, new Call(0, split, 0, 0, 80, 0), entries, x, twice);
      shape.run(kernels, new Call(split, 20, 0, 0, 80, 0), entries, x, twice);
      Bits.assertSame(once, twice, "cut at " + split);
    }
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void arraysThatAreTooShortAreRefused(Kernels kernels, Shape shape) {
    int lanes = shape.lanes();
    char[] entries = {1 << 8, 2 << 8 | 3};
    Operands x = new Operands(new float[4], new float[2 * 64 + lanes]);
    shape.run(kernels, new Call(0, 2, 0, 0, 64, 0), entries, x, new float[lanes]);
    for (Call call :
        new Call[] {
          new Call(0, 3, 0, 0, 64, 0),
          new Call(-1, 2, 0, 0, 64, 0),
          new Call(0, 2, 1, 0, 64, 0),
          new Call(0, 2, -1, 0, 64, 0),
          new Call(0, 2, 0, 1, 64, 0),
          new Call(0, 2, 0, -65, 64, 0),
          new Call(0, 2, 0, 0, 65, 0),
          new Call(0, 2, 0, 0, 64, 1),
          new Call(0, 2, 0, 0, 64, -1)
        }) {
      assertThrows(
          IndexOutOfBoundsException.class,
          () -> shape.run(kernels, call, entries, x, new float[lanes]),
          call::toString);
    }
  }

  @Test
  void theWideKernelIsFourNarrowOnesSideBySide() {
    Kernels kernels = KernelSets.widest();
    Operands x = new Operands(BYTES, rows(Shape.WIDE, 0, 80, false));
    char[] entries = entries(100, new Call(0, 100, 0, 0, 80, 0));
    float[] wide = RandomFloats.ordinary(2, Kernels.WIDE_LANES);
    float[] narrow = wide.clone();
    Shape.WIDE.run(kernels, new Call(0, 100, 0, 0, 80, 0), entries, x, wide);
    for (int lane = 0; lane < Kernels.WIDE_LANES; lane += Kernels.LANES) {
      Shape.NARROW.run(kernels, new Call(0, 100, 0, lane, 80, lane), entries, x, narrow);
    }
    Bits.assertSame(wide, narrow, "64 lanes");
  }

  /** Against a plain chain for each lane; nothing but these lanes may be written. */
  private static void verify(
      Kernels kernels, Shape shape, Call call, char[] entries, Operands x, boolean wild) {
    int length = call.sumOffset + shape.lanes() + 3;
    float[] sum = wild ? RandomFloats.wild(9, length) : RandomFloats.ordinary(9, length);
    float[] expected = sum.clone();
    for (int lane = 0; lane < shape.lanes(); lane++) {
      float chain = sum[call.sumOffset + lane];
      for (int e = call.from; e < call.to; e++) {
        float row = x.rows[call.rowsOffset + entries[e] / 256 * call.rowStride + lane];
        chain = Math.fma(row, x.table[call.tableOffset + entries[e] % 256], chain);
      }
      expected[call.sumOffset + lane] = chain;
    }
    char[] entriesBefore = entries.clone();
    float[] rowsBefore = x.rows.clone();
    float[] tableBefore = x.table.clone();
    shape.run(kernels, call, entries, x, sum);
    Bits.assertSame(expected, sum, call.toString());
    Bits.assertSame(rowsBefore, x.rows, "the rows");
    Bits.assertSame(tableBefore, x.table, "the table");
    assertArrayEquals(entriesBefore, entries);
  }

  /** Rows that end with the last lane of the last row. */
  private static float[] rows(Shape shape, int offset, int stride, boolean wild) {
    int length = offset + (ROWS - 1) * stride + shape.lanes();
    return wild ? RandomFloats.wild(5, length) : RandomFloats.ordinary(5, length);
  }

  /** A list of random rows and values, the last row among them, and around it what is none. */
  private static char[] entries(int length, Call call) {
    Random random = new Random(length);
    char[] entries = new char[length];
    Arrays.fill(entries, OUTSIDE);
    for (int e = call.from; e < call.to; e++) {
      int row = e == call.from ? ROWS - 1 : random.nextInt(ROWS);
      entries[e] = (char) (row << 8 | random.nextInt(256));
    }
    return entries;
  }
}
