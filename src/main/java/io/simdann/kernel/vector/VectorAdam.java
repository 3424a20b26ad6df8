package io.simdann.kernel.vector;

import static io.simdann.kernel.vector.Lanes.FLOATS;

import io.simdann.kernel.ParameterRange;
import io.simdann.kernel.UpdateKernel;
import java.util.List;
import jdk.incubator.vector.FloatVector;

/** Adam on SIMD lanes; what is left after the last whole vector is done one by one. */
final class VectorAdam implements UpdateKernel {

  @Override
  public String name() {
    return "adam";
  }

  @Override
  public List<Class<?>> vectorClasses() {
    return List.of(VectorAdam.class);
  }

  @Override
  public void update(ParameterRange range, float[] scalars) {
    float decay = range.biases() ? 0f : scalars[8];
    int whole = FLOATS.loopBound(range.count());
    updateVectors(range, scalars, decay, whole);
    updateRest(range, scalars, decay, whole);
  }

  private static void updateVectors(ParameterRange range, float[] scalars, float decay, int count) {
    float[] parameters = range.parameters();
    float[] gradient = range.gradient();
    float[] updated = range.updated();
    float[] means = range.slot(0);
    float[] squares = range.slot(1);
    int from = range.from();
    int offset = range.gradientOffset();
    FloatVector scale = FloatVector.broadcast(FLOATS, scalars[0]);
    FloatVector rate = FloatVector.broadcast(FLOATS, scalars[1]);
    FloatVector beta1 = FloatVector.broadcast(FLOATS, scalars[2]);
    FloatVector rest1 = FloatVector.broadcast(FLOATS, scalars[3]);
    FloatVector beta2 = FloatVector.broadcast(FLOATS, scalars[4]);
    FloatVector rest2 = FloatVector.broadcast(FLOATS, scalars[5]);
    FloatVector correction = FloatVector.broadcast(FLOATS, scalars[6]);
    FloatVector epsilon = FloatVector.broadcast(FLOATS, scalars[7]);
    FloatVector minusDecay = FloatVector.broadcast(FLOATS, -decay);
    for (int i = 0; i < count; i += Lanes.COUNT) {
      FloatVector g = FloatVector.fromArray(FLOATS, gradient, offset + i).mul(scale);
      FloatVector m = FloatVector.fromArray(FLOATS, means, from + i).fma(beta1, rest1.mul(g));
      FloatVector v =
          FloatVector.fromArray(FLOATS, squares, from + i).fma(beta2, rest2.mul(g.mul(g)));
      m.intoArray(means, from + i);
      v.intoArray(squares, from + i);
      FloatVector w = FloatVector.fromArray(FLOATS, parameters, from + i);
      FloatVector root = v.sqrt().fma(correction, epsilon);
      w.fma(minusDecay, w).sub(rate.mul(m).div(root)).intoArray(updated, from + i);
    }
  }

  private static void updateRest(ParameterRange range, float[] scalars, float decay, int first) {
    float[] means = range.slot(0);
    float[] squares = range.slot(1);
    for (int i = first; i < range.count(); i++) {
      int at = range.from() + i;
      float g = range.gradient()[range.gradientOffset() + i] * scalars[0];
      float m = Math.fma(scalars[2], means[at], scalars[3] * g);
      float v = Math.fma(scalars[4], squares[at], scalars[5] * (g * g));
      means[at] = m;
      squares[at] = v;
      float w = range.parameters()[at];
      float root = Math.fma((float) Math.sqrt(v), scalars[6], scalars[7]);
      range.updated()[at] = Math.fma(-decay, w, w) - scalars[1] * m / root;
    }
  }
}
