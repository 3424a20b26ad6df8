package io.simdann.kernel.vector;

import static io.simdann.kernel.vector.Lanes.FLOATS;

import io.simdann.kernel.ParameterRange;
import io.simdann.kernel.UpdateKernel;
import java.util.List;
import jdk.incubator.vector.FloatVector;

/** RMSprop on SIMD lanes; what is left after the last whole vector is done one by one. */
final class VectorRmsprop implements UpdateKernel {

  @Override
  public String name() {
    return "rmsprop";
  }

  @Override
  public List<Class<?>> vectorClasses() {
    return List.of(VectorRmsprop.class);
  }

  @Override
  public void update(ParameterRange range, float[] scalars) {
    int whole = FLOATS.loopBound(range.count());
    updateVectors(range, scalars, whole);
    updateRest(range, scalars, whole);
  }

  private static void updateVectors(ParameterRange range, float[] scalars, int count) {
    float[] parameters = range.parameters();
    float[] gradient = range.gradient();
    float[] updated = range.updated();
    float[] squares = range.slot(0);
    int from = range.from();
    int offset = range.gradientOffset();
    FloatVector scale = FloatVector.broadcast(FLOATS, scalars[0]);
    FloatVector rate = FloatVector.broadcast(FLOATS, scalars[1]);
    FloatVector rho = FloatVector.broadcast(FLOATS, scalars[2]);
    FloatVector rest = FloatVector.broadcast(FLOATS, scalars[3]);
    FloatVector epsilon = FloatVector.broadcast(FLOATS, scalars[4]);
    for (int i = 0; i < count; i += Lanes.COUNT) {
      FloatVector g = FloatVector.fromArray(FLOATS, gradient, offset + i).mul(scale);
      FloatVector s = FloatVector.fromArray(FLOATS, squares, from + i).fma(rho, rest.mul(g.mul(g)));
      s.intoArray(squares, from + i);
      FloatVector step = rate.mul(g).div(s.sqrt().add(epsilon));
      FloatVector.fromArray(FLOATS, parameters, from + i).sub(step).intoArray(updated, from + i);
    }
  }

  private static void updateRest(ParameterRange range, float[] scalars, int first) {
    float[] squares = range.slot(0);
    for (int i = first; i < range.count(); i++) {
      int at = range.from() + i;
      float g = range.gradient()[range.gradientOffset() + i] * scalars[0];
      float s = Math.fma(scalars[2], squares[at], scalars[3] * (g * g));
      squares[at] = s;
      range.updated()[at] =
          range.parameters()[at] - scalars[1] * g / ((float) Math.sqrt(s) + scalars[4]);
    }
  }
}
