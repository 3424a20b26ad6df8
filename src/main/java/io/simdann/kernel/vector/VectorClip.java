package io.simdann.kernel.vector;

import static io.simdann.kernel.vector.Lanes.FLOATS;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LT;

import io.simdann.kernel.ParameterRange;
import io.simdann.kernel.UpdateKernel;
import java.util.List;
import jdk.incubator.vector.FloatVector;

/** Clipping by value on SIMD lanes; what is left of a range is done one by one. */
final class VectorClip implements UpdateKernel {

  @Override
  public String name() {
    return "clip";
  }

  @Override
  public List<Class<?>> vectorClasses() {
    return List.of(VectorClip.class);
  }

  @Override
  public void update(ParameterRange range, float[] scalars) {
    float[] gradient = range.gradient();
    int first = range.gradientOffset();
    int whole = FLOATS.loopBound(range.count());
    clipVectors(gradient, first, whole, scalars[0], scalars[1]);
    clipRest(gradient, first + whole, first + range.count(), scalars[0], scalars[1]);
  }

  private static void clipVectors(float[] gradient, int first, int count, float scale, float most) {
    FloatVector highest = FloatVector.broadcast(FLOATS, most);
    FloatVector lowest = FloatVector.broadcast(FLOATS, -most);
    for (int i = first; i < first + count; i += Lanes.COUNT) {
      FloatVector g = FloatVector.fromArray(FLOATS, gradient, i).mul(scale);
      g = g.blend(highest, g.compare(GT, highest));
      g.blend(lowest, g.compare(LT, lowest)).intoArray(gradient, i);
    }
  }

  private static void clipRest(float[] gradient, int from, int to, float scale, float most) {
    for (int i = from; i < to; i++) {
      float g = gradient[i] * scale;
      g = g > most ? most : g;
      gradient[i] = g < -most ? -most : g;
    }
  }
}
