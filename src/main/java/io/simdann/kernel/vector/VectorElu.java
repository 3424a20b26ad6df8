package io.simdann.kernel.vector;

import static io.simdann.kernel.vector.Lanes.COUNT;
import static io.simdann.kernel.vector.Lanes.FLOATS;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LT;

import io.simdann.kernel.ElementaryFunctions;
import io.simdann.kernel.Exponential;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/** The exponential linear unit with alpha 1. */
final class VectorElu extends VectorActivation {
  private static final int BITS_OF_ONE = 0x3f800000;

  VectorElu() {
    super("elu", false);
  }

  /** exp(z) − 1 by the operations of {@link ElementaryFunctions#expm1}, taken where z &lt; 0. */
  @Override
  void apply(float[] memory, int z, int a, int count) {
    if (count == 0) {
      return;
    }
    FloatVector zero = FloatVector.zero(FLOATS);
    FloatVector one = FloatVector.broadcast(FLOATS, 1f);
    FloatVector least = FloatVector.broadcast(FLOATS, ElementaryFunctions.LEAST_EXPM1);
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
      FloatVector z0 = FloatVector.fromArray(FLOATS, memory, z + i);
      FloatVector x = z0.blend(least, z0.compare(LT, least));
      FloatVector shifted = x.fma(log2e, rounder);
      FloatVector n = shifted.sub(rounder);
      FloatVector r = n.fma(minusLn2Low, n.fma(minusLn2High, x));
      FloatVector q = q4.fma(r, q3).fma(r, q2).fma(r, q1).fma(r, q0);
      FloatVector p = r.mul(r).fma(q, r);
      IntVector bits = shifted.reinterpretAsInts().lanewise(LSHL, 23).add(BITS_OF_ONE);
      FloatVector power = bits.reinterpretAsFloats();
      FloatVector below = power.fma(p, power.sub(one));
      z0.blend(below, z0.compare(LT, zero)).intoArray(memory, a + i);
    }
  }

  @Override
  void multiplyDerivative(float[] memory, int known, int gradient, int count, float[] sums) {
    if (count == 0) {
      return;
    }
    FloatVector zero = FloatVector.zero(FLOATS);
    FloatVector one = FloatVector.broadcast(FLOATS, 1f);
    for (int i = 0; i < count; i += COUNT) {
      FloatVector a = FloatVector.fromArray(FLOATS, memory, known + i);
      FloatVector dA = FloatVector.fromArray(FLOATS, memory, gradient + i);
      FloatVector dz = dA.mul(a.add(one).blend(one, a.compare(GT, zero)));
      dz.intoArray(memory, gradient + i);
      FloatVector.fromArray(FLOATS, sums, i).add(dz).intoArray(sums, i);
    }
  }
}
