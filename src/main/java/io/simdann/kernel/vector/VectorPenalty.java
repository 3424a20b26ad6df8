package io.simdann.kernel.vector;

import static io.simdann.kernel.vector.Lanes.FLOATS;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LT;

import io.simdann.kernel.ParameterRange;
import io.simdann.kernel.UpdateKernel;
import java.util.List;
import jdk.incubator.vector.FloatVector;

/** The gradient of penalties on SIMD lanes; what is left of a range is done one by one. */
final class VectorPenalty implements UpdateKernel {

  @Override
  public String name() {
    return "penalty";
  }

  @Override
  public List<Class<?>> vectorClasses() {
    return List.of(VectorPenalty.class);
  }

  @Override
  public void update(ParameterRange range, float[] scalars) {
    float l1 = range.biases() ? 0f : scalars[1];
    float l2 = range.biases() ? 0f : scalars[2];
    int whole = FLOATS.loopBound(range.count());
    addToVectors(range, scalars[0], l1, l2, whole);
    addToRest(range, scalars[0], l1, l2, whole);
  }

  private static void addToVectors(
      ParameterRange range, float scale, float l1, float l2, int count) {
    float[] gradient = range.gradient();
    float[] parameters = range.parameters();
    int from = range.from();
    int offset = range.gradientOffset();
    FloatVector zero = FloatVector.zero(FLOATS);
    FloatVector up = FloatVector.broadcast(FLOATS, l1);
    FloatVector down = FloatVector.broadcast(FLOATS, -l1);
    FloatVector factor = FloatVector.broadcast(FLOATS, l2);
    for (int i = 0; i < count; i += Lanes.COUNT) {
      FloatVector w = FloatVector.fromArray(FLOATS, parameters, from + i);
      FloatVector g = FloatVector.fromArray(FLOATS, gradient, offset + i).mul(scale);
      FloatVector slope = zero.blend(up, w.compare(GT, zero)).blend(down, w.compare(LT, zero));
      w.fma(factor, g).add(slope).intoArray(gradient, offset + i);
    }
  }

  private static void addToRest(ParameterRange range, float scale, float l1, float l2, int first) {
    float[] gradient = range.gradient();
    for (int i = first; i < range.count(); i++) {
      int at = range.gradientOffset() + i;
      float w = range.parameters()[range.from() + i];
      float slope = w > 0f ? l1 : w < 0f ? -l1 : 0f;
      gradient[at] = Math.fma(l2, w, gradient[at] * scale) + slope;
    }
  }
}
