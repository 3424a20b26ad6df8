package io.simdann.kernel.vector;

import static io.simdann.kernel.vector.Lanes.COUNT;
import static io.simdann.kernel.vector.Lanes.FLOATS;
import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LT;

import io.simdann.kernel.ElementaryFunctions;
import io.simdann.kernel.Exponential;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/** The sigmoid linear unit. */
final class VectorSilu extends KeptDerivative {

  VectorSilu() {
    super("silu");
  }

  /**
   * The logistic function is that of {@link ElementaryFunctions#sigmoid}, for arguments of all
   * sizes.
   */
  @Override
  void apply(float[] memory, int z, int a, int count) {
    if (count == 0) {
      return;
    }
    FloatVector one = FloatVector.broadcast(FLOATS, 1f);
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
      FloatVector x = FloatVector.fromArray(FLOATS, memory, z + i);
      FloatVector y = x.neg();
      y = y.blend(highest, y.compare(GT, highest));
      y = y.blend(lowest, y.compare(LT, lowest));
      FloatVector shifted = y.fma(log2e, rounder);
      FloatVector n = shifted.sub(rounder);
      FloatVector r = n.fma(minusLn2Low, n.fma(minusLn2High, y));
      FloatVector q = q4.fma(r, q3).fma(r, q2).fma(r, q1).fma(r, q0);
      FloatVector p = r.mul(r).fma(q, r).add(one);
      IntVector exponent = shifted.reinterpretAsInts().sub(Exponential.ROUNDER_BITS);
      IntVector half = exponent.lanewise(ASHR, 1);
      IntVector rest = exponent.sub(half);
      FloatVector power =
          p.mul(half.add(127).lanewise(LSHL, 23).reinterpretAsFloats())
              .mul(rest.add(127).lanewise(LSHL, 23).reinterpretAsFloats());
      FloatVector sigmoid = one.div(one.add(power));
      sigmoid.mul(x.fma(one.sub(sigmoid), one)).intoArray(memory, z + i);
      x.mul(sigmoid).intoArray(memory, a + i);
    }
  }
}
