package io.simdann.kernel.vector;

import static io.simdann.kernel.vector.Lanes.COUNT;
import static io.simdann.kernel.vector.Lanes.FLOATS;
import static jdk.incubator.vector.VectorOperators.GE;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LT;

import io.simdann.kernel.ErrorFunction;
import io.simdann.kernel.Exponential;
import io.simdann.kernel.Gaussian;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/** The Gaussian error linear unit. */
final class VectorGelu extends KeptDerivative {

  VectorGelu() {
    super("gelu");
  }

  @Override
  void apply(float[] memory, int z, int a, int count) {
    if (count == 0) {
      return;
    }
    FloatVector half = FloatVector.broadcast(FLOATS, 0.5f);
    FloatVector one = FloatVector.broadcast(FLOATS, 1f);
    FloatVector sqrtHalf = FloatVector.broadcast(FLOATS, Gaussian.SQRT_HALF);
    FloatVector least = FloatVector.broadcast(FLOATS, Gaussian.LEAST_EXPONENT);
    FloatVector small = FloatVector.broadcast(FLOATS, ErrorFunction.SMALL);
    FloatVector largest = FloatVector.broadcast(FLOATS, ErrorFunction.LARGEST);
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
      // φ(z), by the operations of ElementaryFunctions.exp for moderate arguments.
      FloatVector y = x.mul(x).mul(-0.5f);
      y = y.blend(least, y.compare(LT, least));
      FloatVector shifted = y.fma(log2e, rounder);
      FloatVector n = shifted.sub(rounder);
      FloatVector r = n.fma(minusLn2Low, n.fma(minusLn2High, y));
      FloatVector q = q4.fma(r, q3).fma(r, q2).fma(r, q1).fma(r, q0);
      FloatVector e = r.mul(r).fma(q, r).add(one);
      IntVector exponent = shifted.reinterpretAsInts().lanewise(LSHL, 23);
      FloatVector power = e.reinterpretAsInts().add(exponent).reinterpretAsFloats();
      FloatVector density = power.mul(Gaussian.DENSITY_AT_0);
      // erf(z/√2), by the operations of ElementaryFunctions.erf, both of its ways.
      FloatVector v = x.mul(sqrtHalf);
      FloatVector magnitude = v.abs();
      FloatVector s = magnitude.mul(magnitude);
      FloatVector p =
          FloatVector.broadcast(FLOATS, ErrorFunction.P6)
              .fma(s, FloatVector.broadcast(FLOATS, ErrorFunction.P5))
              .fma(s, FloatVector.broadcast(FLOATS, ErrorFunction.P4))
              .fma(s, FloatVector.broadcast(FLOATS, ErrorFunction.P3))
              .fma(s, FloatVector.broadcast(FLOATS, ErrorFunction.P2))
              .fma(s, FloatVector.broadcast(FLOATS, ErrorFunction.P1))
              .fma(s, FloatVector.broadcast(FLOATS, ErrorFunction.P0));
      FloatVector near = p.fma(magnitude, magnitude);
      FloatVector t = magnitude.blend(largest, magnitude.compare(GT, largest));
      FloatVector h =
          FloatVector.broadcast(FLOATS, ErrorFunction.Q5)
              .fma(t, FloatVector.broadcast(FLOATS, ErrorFunction.Q4))
              .fma(t, FloatVector.broadcast(FLOATS, ErrorFunction.Q3))
              .fma(t, FloatVector.broadcast(FLOATS, ErrorFunction.Q2))
              .fma(t, FloatVector.broadcast(FLOATS, ErrorFunction.Q1))
              .fma(t, FloatVector.broadcast(FLOATS, ErrorFunction.Q0));
      FloatVector y2 = h.fma(t, t).neg();
      FloatVector shifted2 = y2.fma(log2e, rounder);
      FloatVector n2 = shifted2.sub(rounder);
      FloatVector r2 = n2.fma(minusLn2Low, n2.fma(minusLn2High, y2));
      FloatVector qq = q4.fma(r2, q3).fma(r2, q2).fma(r2, q1).fma(r2, q0);
      FloatVector e2 = r2.mul(r2).fma(qq, r2).add(one);
      IntVector exponent2 = shifted2.reinterpretAsInts().lanewise(LSHL, 23);
      FloatVector far = one.sub(e2.reinterpretAsInts().add(exponent2).reinterpretAsFloats());
      // NaN is near: exp, done like this, doesn't pass every NaN on.
      FloatVector erf = near.blend(far, magnitude.compare(GE, small));
      IntVector sign = v.reinterpretAsInts().and(Integer.MIN_VALUE);
      FloatVector signed = erf.reinterpretAsInts().or(sign).reinterpretAsFloats();
      FloatVector cumulative = signed.fma(half, half);
      x.fma(density, cumulative).intoArray(memory, z + i);
      x.mul(cumulative).intoArray(memory, a + i);
    }
  }
}
