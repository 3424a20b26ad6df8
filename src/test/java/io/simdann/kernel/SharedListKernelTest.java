package io.simdann.kernel;

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The sparse kernel for four samples that share a list. */
class SharedListKernelTest {
  private static final int[] LENGTHS = {0, 1, 2, 3, 15, 16, 17, 64, 255, 256};
  private static final int PLACES = 200;

  private record Call(
      int from, int to, int xOffset, int xStride, int rowsOffset, int sumOffset, int sumStride) {}

  static Stream<Arguments> shapes() {
    return KernelSets.all()
        .flatMap(
            kernels ->
                Stream.of(Kernels.WIDE_LANES, Kernels.LANES)
                    .map(lanes -> Arguments.of(kernels, lanes)));
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void eachSampleIsOneChainOfFmaPerLane(Kernels kernels, int lanes) {
    for (int length : LENGTHS) {
      verify(kernels, lanes, new Call(0, length, 0, PLACES, 0, 0, lanes), false);
      verify(kernels, lanes, new Call(1, 1 + length, 3, PLACES + 1, 12, 5, lanes + 16), false);
      verify(kernels, lanes, new Call(17, 17 + length, 1, 784, 7, 3, 144), false);
    }
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void specialValuesFollowIeee754(Kernels kernels, int lanes) {
    for (int length : LENGTHS) {
      verify(kernels, lanes, new Call(2, 2 + length, 3, PLACES + 5, 12, 2, 80), true);
    }
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void arraysThatAreTooShortAreRefused(Kernels kernels, int lanes) {
    float[] x = new float[3 * 10 + 3];
    float[] rows = new float[3 * lanes];
    float[] sum = new float[4 * lanes];
    char[] entries = {0, 2 << 8};
    run(kernels, lanes, new Call(0, 2, 0, 10, 0, 0, lanes), entries, x, rows, sum);
    for (Call call :
        new Call[] {
          new Call(0, 3, 0, 10, 0, 0, lanes),
          new Call(-1, 2, 0, 10, 0, 0, lanes),
          new Call(0, 2, 1, 10, 0, 0, lanes),
          new Call(0, 2, -1, 10, 0, 0, lanes),
          new Call(0, 2, 0, 11, 0, 0, lanes),
          new Call(0, 2, 0, 10, 1, 0, lanes),
          new Call(0, 2, 0, 10, -1, 0, lanes),
          new Call(0, 2, 0, 10, 0, 1, lanes),
          new Call(0, 2, 0, 10, 0, -1, lanes),
          new Call(0, 2, 0, 10, 0, 0, lanes + 1)
        }) {
      assertThrows(
          IndexOutOfBoundsException.class,
          () -> run(kernels, lanes, call, entries, x, rows, sum),
          call::toString);
    }
  }

  /** Against a plain chain for each sample and lane; nothing but these lanes may be written. */
  private static void verify(Kernels kernels, int lanes, Call call, boolean wild) {
    Random random = new Random(call.to);
    char[] entries = new char[call.to];
    for (int e = 0; e < entries.length; e++) {
      // The lower half of an entry is not looked at; entries before the list lead nowhere.
      int place = e < call.from ? 255 : e == call.from ? PLACES - 1 : random.nextInt(PLACES);
      entries[e] = (char) (place << 8 | random.nextInt(256));
    }
    float[] x = floats(1, call.xOffset + 3 * call.xStride + PLACES, wild);
    float[] rows = floats(2, call.rowsOffset + PLACES * lanes, wild);
    float[] sum = floats(3, call.sumOffset + 3 * call.sumStride + lanes + 3, wild);
    float[] expected = sum.clone();
    for (int sample = 0; sample < Kernels.SHARED_ROWS; sample++) {
      for (int lane = 0; lane < lanes; lane++) {
        int at = call.sumOffset + sample * call.sumStride + lane;
        for (int e = call.from; e < call.to; e++) {
          int place = entries[e] / 256;
          float row = rows[call.rowsOffset + place * lanes + lane];
          float value = x[call.xOffset + sample * call.xStride + place];
          expected[at] = Math.fma(row, value, expected[at]);
        }
      }
    }
    run(kernels, lanes, call, entries, x, rows, sum);
    Bits.assertSame(expected, sum, lanes + " lanes, " + call);
  }

  private static void run(
      Kernels kernels, int lanes, Call call, char[] entries, float[] x, float[] rows, float[] sum) {
    kernels.accumulateRows(
        entries,
        call.from,
        call.to,
        x,
        call.xOffset,
        call.xStride,
        rows,
        call.rowsOffset,
        sum,
        call.sumOffset,
        call.sumStride,
        lanes);
  }

  private static float[] floats(long seed, int count, boolean wild) {
    return wild ? RandomFloats.wild(seed, count) : RandomFloats.ordinary(seed, count);
  }
}
