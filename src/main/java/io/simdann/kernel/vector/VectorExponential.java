package io.simdann.kernel.vector;

import static io.simdann.kernel.vector.Lanes.COUNT;
import static io.simdann.kernel.vector.Lanes.FLOATS;
import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LT;
import static jdk.incubator.vector.VectorOperators.MAX;

import io.simdann.kernel.ElementaryFunctions;
import io.simdann.kernel.Exponential;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/**
 * exp and the sigmoid, from array to array, of as many values as make whole vectors; the operations
 * are those of {@link ElementaryFunctions}.
 */
final class VectorExponential {

  static void exp(float[] x, int xOffset, float[] result, int resultOffset, int count) {
    if (isModerate(x, xOffset, count)) {
      moderatePowers(x, xOffset, result, resultOffset, count);
    } else {
      powers(1f, x, xOffset, result, resultOffset, count);
    }
  }

  static void sigmoid(float[] x, int xOffset, float[] result, int resultOffset, int count) {
    powers(-1f, x, xOffset, result, resultOffset, count);
    FloatVector one = FloatVector.broadcast(FLOATS, 1f);
    for (int i = resultOffset; i < resultOffset + count; i += COUNT) {
      one.div(one.add(FloatVector.fromArray(FLOATS, result, i))).intoArray(result, i);
    }
  }

  /** Compares magnitudes as integers, of which those of infinities and NaN are the greatest. */
  private static boolean isModerate(float[] x, int xOffset, int count) {
    if (count == 0) {
      return true;
    }
    IntVector largest = IntVector.zero(Lanes.INTS);
    for (int i = 0; i < count; i += COUNT) {
      FloatVector z = FloatVector.fromArray(FLOATS, x, xOffset + i);
      largest = z.reinterpretAsInts().and(Integer.MAX_VALUE).max(largest);
    }
    return largest.reduceLanes(MAX) <= Float.floatToRawIntBits(Exponential.MODERATE);
  }

  /** result = exp(x), for {@linkplain Exponential#MODERATE moderate} x. */
  private static void moderatePowers(
      float[] x, int xOffset, float[] result, int resultOffset, int count) {
    // Before the constants are made: calls with nothing to do are what KernelWarmUp lives on.
    if (count == 0) {
      return;
    }
    FloatVector log2e = FloatVector.broadcast(FLOATS, Exponential.LOG2_E);
    FloatVector rounder = FloatVector.broadcast(FLOATS, Exponential.ROUNDER);
    FloatVector minusLn2High = FloatVector.broadcast(FLOATS, -Exponential.LN2_HIGH);
    FloatVector minusLn2Low = FloatVector.broadcast(FLOATS, -Exponential.LN2_LOW);
    FloatVector q0 = FloatVector.broadcast(FLOATS, Exponential.Q0);
    FloatVector q1 = FloatVector.broadcast(FLOATS, Exponential.Q1);
    FloatVector q2 = FloatVector.broadcast(FLOATS, Exponential.Q2);
    FloatVector q3 = FloatVector.broadcast(FLOATS, Exponential.Q3);
    FloatVector q4 = FloatVector.broadcast(FLOATS, Exponential.Q4);
    for (int i = 0; i < count; i += COUNT) {
      FloatVector z = FloatVector.fromArray(FLOATS, x, xOffset + i);
      FloatVector shifted = z.fma(log2e, rounder);
      FloatVector n = shifted.sub(rounder);
      FloatVector r = n.fma(minusLn2Low, n.fma(minusLn2High, z));
      FloatVector q = q4.fma(r, q3).fma(r, q2).fma(r, q1).fma(r, q0);
      FloatVector p = r.mul(r).fma(q, r).add(1f);
      IntVector exponent = shifted.reinterpretAsInts().lanewise(LSHL, 23);
      p.reinterpretAsInts().add(exponent).reinterpretAsFloats().intoArray(result, resultOffset + i);
    }
  }

  /** result = exp(sign·x). */
  private static void powers(
      float sign, float[] x, int xOffset, float[] result, int resultOffset, int count) {
    // Before the constants are made: calls with nothing to do are what KernelWarmUp lives on.
    if (count == 0) {
      return;
    }
    FloatVector highest = FloatVector.broadcast(FLOATS, Exponential.HIGHEST);
    FloatVector lowest = FloatVector.broadcast(FLOATS, Exponential.LOWEST);
    FloatVector log2e = FloatVector.broadcast(FLOATS, Exponential.LOG2_E);
    FloatVector rounder = FloatVector.broadcast(FLOATS, Exponential.ROUNDER);
    FloatVector minusLn2High = FloatVector.broadcast(FLOATS, -Exponential.LN2_HIGH);
    FloatVector minusLn2Low = FloatVector.broadcast(FLOATS, -Exponential.LN2_LOW);
    FloatVector q0 = FloatVector.broadcast(FLOATS, Exponential.Q0);
    FloatVector q1 = FloatVector.broadcast(FLOATS, Exponential.Q1);
    FloatVector q2 = FloatVector.broadcast(FLOATS, Exponential.Q2);
    FloatVector q3 = FloatVector.broadcast(FLOATS, Exponential.Q3);
    FloatVector q4 = FloatVector.broadcast(FLOATS, Exponential.Q4);
    for (int i = 0; i < count; i += COUNT) {
      FloatVector z = FloatVector.fromArray(FLOATS, x, xOffset + i).mul(sign);
      z = z.blend(highest, z.compare(GT, highest));
      z = z.blend(lowest, z.compare(LT, lowest));
      FloatVector shifted = z.fma(log2e, rounder);
      FloatVector n = shifted.sub(rounder);
      FloatVector r = n.fma(minusLn2Low, n.fma(minusLn2High, z));
      FloatVector q = q4.fma(r, q3).fma(r, q2).fma(r, q1).fma(r, q0);
      FloatVector p = r.mul(r).fma(q, r).add(1f);
      IntVector exponent = shifted.reinterpretAsInts().sub(Exponential.ROUNDER_BITS);
      IntVector half = exponent.lanewise(ASHR, 1);
      IntVector rest = exponent.sub(half);
      p.mul(half.add(127).lanewise(LSHL, 23).reinterpretAsFloats())
          .mul(rest.add(127).lanewise(LSHL, 23).reinterpretAsFloats())
          .intoArray(result, resultOffset + i);
    }
  }

  private VectorExponential() {}
}
