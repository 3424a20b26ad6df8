package io.simdann.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The micro-kernel in its two shapes: MR × NR and 16 × NR. */
class MicroKernelTest {
  private static final int[] DEPTHS = {0, 1, 2, 3, 17, 255, 256, 257};
  private static final int[] FEW_DEPTHS = {0, 1, 2, 17};

  /** A stride of rows, more than any tile. */
  private static final int STRIDE = 144;

  /** The shapes. */
  private enum Shape {
    MULTIPLY {
      @Override
      void run(Kernels kernels, Call call, float[] a, float[] b, float[] c) {
        kernels.multiply(
            call.depth,
            a,
            call.aOffset,
            call.aStep,
            b,
            call.bOffset,
            call.bStep,
            call.bColumn,
            c,
            call.cOffset,
            call.cColumn,
            c,
            call.cOffset,
            call.cColumn);
      }
    },
    NARROW {
      @Override
      void run(Kernels kernels, Call call, float[] a, float[] b, float[] c) {
        kernels.multiplyNarrow(
            call.depth,
            a,
            call.aOffset,
            call.aStep,
            b,
            call.bOffset,
            call.bStep,
            call.bColumn,
            c,
            call.cOffset,
            call.cColumn,
            c,
            call.cOffset,
            call.cColumn);
      }
    };

    abstract void run(Kernels kernels, Call call, float[] a, float[] b, float[] c);

    int lanes(Kernels kernels) {
      return this == MULTIPLY ? kernels.mr() : Kernels.LANES;
    }

    /** Operands packed as close as can be. */
    Call packed(Kernels kernels, int depth) {
      int lanes = lanes(kernels);
      return new Call(depth, 0, lanes, 0, kernels.nr(), 1, 0, lanes);
    }
  }

  private record Call(
      int depth,
      int aOffset,
      int aStep,
      int bOffset,
      int bStep,
      int bColumn,
      int cOffset,
      int cColumn) {

    Call at(int aOffset, int bOffset, int cOffset) {
      return new Call(depth, aOffset, aStep, bOffset, bStep, bColumn, cOffset, cColumn);
    }

    Call withA(int aStep) {
      return new Call(depth, aOffset, aStep, bOffset, bStep, bColumn, cOffset, cColumn);
    }

    Call withB(int bStep, int bColumn) {
      return new Call(depth, aOffset, aStep, bOffset, bStep, bColumn, cOffset, cColumn);
    }

    Call withC(int cColumn) {
      return new Call(depth, aOffset, aStep, bOffset, bStep, bColumn, cOffset, cColumn);
    }

    /** The shortest A that holds all that is read. */
    int lengthA(int lanes) {
      return depth == 0 ? 0 : aOffset + (depth - 1) * aStep + lanes;
    }

    int lengthB(int columns) {
      return depth == 0 ? 0 : bOffset + (depth - 1) * bStep + (columns - 1) * bColumn + 1;
    }

    int lengthC(int lanes, int columns) {
      return cOffset + (columns - 1) * cColumn + lanes;
    }
  }

  static Stream<Arguments> shapes() {
    return KernelSets.all()
        .flatMap(kernels -> Stream.of(Shape.values()).map(shape -> Arguments.of(kernels, shape)));
  }

  @Test
  void everyWidthHasItsTile() {
    List<Kernels> sets = KernelSets.all().map(set -> set.getPayload()).toList();
    assertEquals(
        "scalar 16x5, vector-128 16x5, vector-256 16x4, vector-512 32x10",
        sets.stream()
            .map(set -> set.name() + " " + set.mr() + "x" + set.nr())
            .collect(Collectors.joining(", ")));
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void everyElementIsOneChainOfFma(Kernels kernels, Shape shape) {
    for (int depth : DEPTHS) {
      verify(kernels, shape, shape.packed(kernels, depth), false);
    }
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void operandsMayStartAnywhere(Kernels kernels, Shape shape) {
    for (int depth : FEW_DEPTHS) {
      Call call = shape.packed(kernels, depth);
      verify(kernels, shape, call.at(3, 5, 7), false);
      verify(kernels, shape, call.at(1, 0, 0), false);
      verify(kernels, shape, call.at(0, 1, 0), false);
      verify(kernels, shape, call.at(0, 0, 1), false);
      verify(kernels, shape, call.at(64, 64, 64), false);
    }
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void theStepsOfAMayBeAnyDistanceApart(Kernels kernels, Shape shape) {
    int lanes = shape.lanes(kernels);
    for (int depth : FEW_DEPTHS) {
      Call call = shape.packed(kernels, depth).at(1, 2, 3);
      // Overlapping, the same again and again, with a gap, and parts of rows.
      for (int aStep : new int[] {0, 1, lanes - 1, lanes + 1, 2 * lanes, STRIDE}) {
        verify(kernels, shape, call.withA(aStep), false);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void theStepsAndColumnsOfBMayBeAnyDistanceApart(Kernels kernels, Shape shape) {
    int columns = kernels.nr();
    int[][] strides = {
      {STRIDE, 1}, {1, STRIDE}, {1, 17}, {17, 1}, {3, 7}, {columns + 1, 1}, {1, 1}, {0, 1}, {1, 0}
    };
    for (int depth : FEW_DEPTHS) {
      Call call = shape.packed(kernels, depth).at(1, 2, 3);
      for (int[] stride : strides) {
        verify(kernels, shape, call.withB(stride[0], stride[1]), false);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void theColumnsOfCMayLieFartherApartThanATile(Kernels kernels, Shape shape) {
    int lanes = shape.lanes(kernels);
    for (int depth : FEW_DEPTHS) {
      Call call = shape.packed(kernels, depth).at(1, 2, 3);
      for (int cColumn : new int[] {lanes + 1, lanes + 13, STRIDE}) {
        verify(kernels, shape, call.withC(cColumn), false);
        verify(kernels, shape, call.withA(STRIDE).withB(1, STRIDE).withC(cColumn), false);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void specialValuesFollowIeee754(Kernels kernels, Shape shape) {
    for (int depth : FEW_DEPTHS) {
      Call call = shape.packed(kernels, depth).at(1, 2, 3);
      verify(kernels, shape, call, true);
      verify(kernels, shape, call.withA(STRIDE).withB(STRIDE, 1).withC(STRIDE), true);
      verify(kernels, shape, call.withA(STRIDE).withB(1, STRIDE).withC(STRIDE), true);
    }
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void aChainOverTwoCallsGoesOn(Kernels kernels, Shape shape) {
    int depth = 9;
    Call whole = shape.packed(kernels, depth).withA(STRIDE).withB(1, STRIDE).withC(STRIDE);
    float[] a = RandomFloats.ordinary(1, whole.lengthA(shape.lanes(kernels)));
    float[] b = RandomFloats.ordinary(2, whole.lengthB(kernels.nr()));
    float[] once = RandomFloats.ordinary(3, lengthC(kernels, shape, whole));
    float[] start = once.clone();
    shape.run(kernels, whole, a, b, once);
    for (int first = 0; first <= depth; first++) {
      float[] twice = start.clone();
      Call head = new Call(first, 0, STRIDE, 0, 1, STRIDE, 0, STRIDE);
      Call tail = new Call(depth - first, first * STRIDE, STRIDE, first, 1, STRIDE, 0, STRIDE);
      shape.run(kernels, head, a, b, twice);
      shape.run(kernels, tail, a, b, twice);
      Bits.assertSame(once, twice, "two calls, the second from step " + first);
    }
  }

  @ParameterizedTest
  @MethodSource("io.simdann.kernel.KernelSets#all")
  void chainsStartWithWhatIsGivenAndCIsNotRead(Kernels kernels) {
    for (Shape shape : Shape.values()) {
      int lanes = shape.lanes(kernels);
      int columns = kernels.nr();
      for (int depth : FEW_DEPTHS) {
        Call call = shape.packed(kernels, depth).at(1, 2, 3).withC(STRIDE);
        float[] a = RandomFloats.ordinary(1, call.lengthA(lanes));
        float[] b = RandomFloats.ordinary(2, call.lengthB(columns));
        // One column for all, overlapping columns, and columns that lie apart.
        for (int sColumn : new int[] {0, 5, lanes + 3}) {
          float[] s = RandomFloats.ordinary(3, 7 + (columns - 1) * sColumn + lanes);
          float[] expected = filled(call.lengthC(lanes, columns));
          for (int j = 0; j < columns; j++) {
            System.arraycopy(s, 7 + j * sColumn, expected, 3 + j * STRIDE, lanes);
          }
          shape.run(kernels, call, a, b, expected);
          float[] c = filled(expected.length);
          start(kernels, shape, call, a, b, s, sColumn, c);
          Bits.assertSame(expected, c, shape + " of " + call + ", starts " + sColumn + " apart");
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("io.simdann.kernel.KernelSets#all")
  void aNegativeDepthTouchesNothing(Kernels kernels) {
    for (Shape shape : Shape.values()) {
      Call call = shape.packed(kernels, -1).at(1, 2, 3);
      float[] c = filled(call.lengthC(shape.lanes(kernels), kernels.nr()));
      float[] none = {};
      start(kernels, shape, call, none, none, none, 0, c);
      Bits.assertSame(filled(c.length), c, shape + " of " + call);
    }
  }

  private static float[] filled(int length) {
    float[] values = new float[length];
    Arrays.fill(values, Float.NaN);
    return values;
  }

  private static void start(
      Kernels kernels,
      Shape shape,
      Call call,
      float[] a,
      float[] b,
      float[] s,
      int sColumn,
      float[] c) {
    if (shape == Shape.MULTIPLY) {
      kernels.multiply(
          call.depth,
          a,
          call.aOffset,
          call.aStep,
          b,
          call.bOffset,
          call.bStep,
          call.bColumn,
          s,
          7,
          sColumn,
          c,
          call.cOffset,
          call.cColumn);
    } else {
      kernels.multiplyNarrow(
          call.depth,
          a,
          call.aOffset,
          call.aStep,
          b,
          call.bOffset,
          call.bStep,
          call.bColumn,
          s,
          7,
          sColumn,
          c,
          call.cOffset,
          call.cColumn);
    }
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void arraysThatAreTooShortAreRefused(Kernels kernels, Shape shape) {
    for (Call call :
        List.of(
            shape.packed(kernels, 3),
            shape.packed(kernels, 3).withA(STRIDE).withB(STRIDE, 1).withC(STRIDE),
            shape.packed(kernels, 3).withA(STRIDE).withB(1, STRIDE).withC(STRIDE))) {
      float[] a = new float[call.lengthA(shape.lanes(kernels))];
      float[] b = new float[call.lengthB(kernels.nr())];
      float[] c = new float[lengthC(kernels, shape, call)];
      shape.run(kernels, call, a, b, c);
      for (int beyond : new int[] {1, -1}) {
        assertRefused(() -> shape.run(kernels, call.at(beyond, 0, 0), a, b, c));
        assertRefused(() -> shape.run(kernels, call.at(0, beyond, 0), a, b, c));
        assertRefused(() -> shape.run(kernels, call.at(0, 0, beyond), a, b, c));
      }
    }
  }

  private static void assertRefused(Runnable call) {
    assertThrows(IndexOutOfBoundsException.class, call::run);
  }

  /**
   * On arrays that end with what is to be read, and a C that goes on after the tile: nothing
   * outside the tile may be written.
   */
  private static void verify(Kernels kernels, Shape shape, Call call, boolean wild) {
    int lanes = shape.lanes(kernels);
    int columns = kernels.nr();
    float[] a = floats(1, call.lengthA(lanes), wild);
    float[] b = floats(2, call.lengthB(columns), wild);
    float[] c = floats(3, lengthC(kernels, shape, call) + 40, wild);
    float[] expected = c.clone();
    for (int j = 0; j < columns; j++) {
      for (int i = 0; i < lanes; i++) {
        int element = call.cOffset + j * call.cColumn + i;
        float chain = c[element];
        for (int k = 0; k < call.depth; k++) {
          float factor = b[call.bOffset + k * call.bStep + j * call.bColumn];
          chain = Math.fma(a[call.aOffset + k * call.aStep + i], factor, chain);
        }
        expected[element] = chain;
      }
    }
    float[] aBefore = a.clone();
    float[] bBefore = b.clone();
    shape.run(kernels, call, a, b, c);
    Bits.assertSame(expected, c, "C of " + call);
    Bits.assertSame(aBefore, a, "A");
    Bits.assertSame(bBefore, b, "B");
  }

  private static int lengthC(Kernels kernels, Shape shape, Call call) {
    return call.lengthC(shape.lanes(kernels), kernels.nr());
  }

  private static float[] floats(long seed, int count, boolean wild) {
    return wild ? RandomFloats.wild(seed, count) : RandomFloats.ordinary(seed, count);
  }
}
