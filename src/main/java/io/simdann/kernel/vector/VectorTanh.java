package io.simdann.kernel.vector;

import static io.simdann.kernel.vector.Lanes.COUNT;
import static io.simdann.kernel.vector.Lanes.FLOATS;
import static jdk.incubator.vector.VectorOperators.GE;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LSHL;

import io.simdann.kernel.ElementaryFunctions;
import io.simdann.kernel.Exponential;
import io.simdann.kernel.HyperbolicTangent;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/** The hyperbolic tangent. */
final class VectorTanh extends VectorActivation {

  VectorTanh() {
    super("tanh", false);
  }

  /** Both ways of {@link ElementaryFunctions#tanh}, and then the one that is right. */
  @Override
  void apply(float[] memory, int z, int a, int count) {
    if (count == 0) {
      return;
    }
    FloatVector one = FloatVector.broadcast(FLOATS, 1f);
    FloatVector two = FloatVector.broadcast(FLOATS, 2f);
    FloatVector small = FloatVector.broadcast(FLOATS, HyperbolicTangent.SMALL);
    FloatVector largest = FloatVector.broadcast(FLOATS, HyperbolicTangent.LARGEST);
    FloatVector p0 = FloatVector.broadcast(FLOATS, HyperbolicTangent.P0);
    FloatVector p1 = FloatVector.broadcast(FLOATS, HyperbolicTangent.P1);
    FloatVector p2 = FloatVector.broadcast(FLOATS, HyperbolicTangent.P2);
    FloatVector p3 = FloatVector.broadcast(FLOATS, HyperbolicTangent.P3);
    FloatVector p4 = FloatVector.broadcast(FLOATS, HyperbolicTangent.P4);
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
      FloatVector x = FloatVector.fromArray(FLOATS, memory, z + i);
      FloatVector magnitude = x.abs();
      FloatVector s = magnitude.mul(magnitude);
      FloatVector p = p4.fma(s, p3).fma(s, p2).fma(s, p1).fma(s, p0);
      FloatVector near = s.mul(magnitude).fma(p, magnitude);
      FloatVector t = magnitude.blend(largest, magnitude.compare(GT, largest));
      FloatVector y = t.add(t);
      FloatVector shifted = y.fma(log2e, rounder);
      FloatVector n = shifted.sub(rounder);
      FloatVector r = n.fma(minusLn2Low, n.fma(minusLn2High, y));
      FloatVector q = q4.fma(r, q3).fma(r, q2).fma(r, q1).fma(r, q0);
      FloatVector e = r.mul(r).fma(q, r).add(one);
      IntVector exponent = shifted.reinterpretAsInts().lanewise(LSHL, 23);
      FloatVector power = e.reinterpretAsInts().add(exponent).reinterpretAsFloats();
      FloatVector far = one.sub(two.div(power.add(one)));
      // NaN is near: exp, done like this, doesn't pass every NaN on.
      FloatVector result = near.blend(far, magnitude.compare(GE, small));
      IntVector sign = x.reinterpretAsInts().and(Integer.MIN_VALUE);
      result.reinterpretAsInts().or(sign).reinterpretAsFloats().intoArray(memory, a + i);
    }
  }

  @Override
  void multiplyDerivative(float[] memory, int known, int gradient, int count, float[] sums) {
    if (count == 0) {
      return;
    }
    FloatVector one = FloatVector.broadcast(FLOATS, 1f);
    for (int i = 0; i < count; i += COUNT) {
      FloatVector a = FloatVector.fromArray(FLOATS, memory, known + i);
      FloatVector dA = FloatVector.fromArray(FLOATS, memory, gradient + i);
      FloatVector dz = dA.mul(one.sub(a.mul(a)));
      dz.intoArray(memory, gradient + i);
      FloatVector.fromArray(FLOATS, sums, i).add(dz).intoArray(sums, i);
    }
  }
}
