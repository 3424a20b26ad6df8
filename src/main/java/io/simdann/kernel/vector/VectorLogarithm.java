package io.simdann.kernel.vector;

import static io.simdann.kernel.vector.Lanes.COUNT;
import static io.simdann.kernel.vector.Lanes.FLOATS;
import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.GE;
import static jdk.incubator.vector.VectorOperators.I2F;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LT;

import io.simdann.kernel.ElementaryFunctions;
import io.simdann.kernel.Logarithm;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/** The logarithm from array to array; the operations are those of {@link ElementaryFunctions}. */
final class VectorLogarithm {

  /** Vectors that hold anything but positive normal numbers are processed one by one. */
  static void log(float[] x, int xOffset, float[] result, int resultOffset, int count) {
    int whole = FLOATS.loopBound(count);
    for (int i = 0; i < whole; i += COUNT) {
      FloatVector z = FloatVector.fromArray(FLOATS, x, xOffset + i);
      if (z.compare(GE, Float.MIN_NORMAL).and(z.compare(LT, Float.POSITIVE_INFINITY)).allTrue()) {
        IntVector bits = z.reinterpretAsInts();
        IntVector exponent = bits.sub(Logarithm.SQRT_HALF_BITS).lanewise(ASHR, 23);
        FloatVector k = (FloatVector) exponent.convertShape(I2F, FLOATS, 0);
        FloatVector f = bits.sub(exponent.lanewise(LSHL, 23)).reinterpretAsFloats().sub(1f);
        FloatVector p = FloatVector.broadcast(FLOATS, Logarithm.P8);
        p = p.fma(f, FloatVector.broadcast(FLOATS, Logarithm.P7));
        p = p.fma(f, FloatVector.broadcast(FLOATS, Logarithm.P6));
        p = p.fma(f, FloatVector.broadcast(FLOATS, Logarithm.P5));
        p = p.fma(f, FloatVector.broadcast(FLOATS, Logarithm.P4));
        p = p.fma(f, FloatVector.broadcast(FLOATS, Logarithm.P3));
        p = p.fma(f, FloatVector.broadcast(FLOATS, Logarithm.P2));
        p = p.fma(f, FloatVector.broadcast(FLOATS, Logarithm.P1));
        p = p.fma(f, FloatVector.broadcast(FLOATS, Logarithm.P0));
        FloatVector square = f.mul(f);
        FloatVector tail = square.mul(f).fma(p, k.mul(Logarithm.LN2_LOW));
        tail = square.fma(FloatVector.broadcast(FLOATS, -0.5f), tail);
        k.fma(FloatVector.broadcast(FLOATS, Logarithm.LN2_HIGH), f.add(tail))
            .intoArray(result, resultOffset + i);
      } else {
        oneByOne(x, xOffset + i, result, resultOffset + i, COUNT);
      }
    }
    oneByOne(x, xOffset + whole, result, resultOffset + whole, count - whole);
  }

  private static void oneByOne(
      float[] x, int xOffset, float[] result, int resultOffset, int count) {
    for (int i = 0; i < count; i++) {
      result[resultOffset + i] = ElementaryFunctions.log(x[xOffset + i]);
    }
  }

  private VectorLogarithm() {}
}
