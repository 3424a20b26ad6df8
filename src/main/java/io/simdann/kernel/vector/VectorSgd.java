package io.simdann.kernel.vector;

import static io.simdann.kernel.vector.Lanes.FLOATS;

import io.simdann.kernel.ParameterRange;
import io.simdann.kernel.UpdateKernel;
import java.util.List;
import jdk.incubator.vector.FloatVector;

/** Gradient descent on SIMD lanes; what is left after the last whole vector is done one by one. */
final class VectorSgd implements UpdateKernel {

  @Override
  public String name() {
    return "sgd";
  }

  @Override
  public List<Class<?>> vectorClasses() {
    return List.of(VectorSgd.class);
  }

  @Override
  public void update(ParameterRange range, float[] scalars) {
    float[] parameters = range.parameters();
    float[] gradient = range.gradient();
    float[] updated = range.updated();
    int from = range.from();
    int gradientOffset = range.gradientOffset();
    int count = range.count();
    float minusStep = -scalars[0];
    FloatVector minusSteps = FloatVector.broadcast(FLOATS, minusStep);
    int whole = FLOATS.loopBound(count);
    for (int i = 0; i < whole; i += Lanes.COUNT) {
      FloatVector parameter = FloatVector.fromArray(FLOATS, parameters, from + i);
      FloatVector.fromArray(FLOATS, gradient, gradientOffset + i)
          .fma(minusSteps, parameter)
          .intoArray(updated, from + i);
    }
    for (int i = whole; i < count; i++) {
      updated[from + i] = Math.fma(minusStep, gradient[gradientOffset + i], parameters[from + i]);
    }
  }
}
