package io.simdann.kernel.vector;

import static io.simdann.kernel.vector.Lanes.FLOATS;

import io.simdann.kernel.ParameterRange;
import io.simdann.kernel.UpdateKernel;
import java.util.List;
import jdk.incubator.vector.FloatVector;

/** Gradient descent with momentum on SIMD lanes, plain or Nesterov's. */
final class VectorMomentum implements UpdateKernel {
  private final String name;
  private final boolean nesterov;

  /**
   * A momentum.
   *
   * @param name its name
   * @param nesterov whether the step is made with the momentum of the step after it
   */
  VectorMomentum(String name, boolean nesterov) {
    this.name = name;
    this.nesterov = nesterov;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public List<Class<?>> vectorClasses() {
    return List.of(VectorMomentum.class);
  }

  @Override
  public void update(ParameterRange range, float[] scalars) {
    int whole = FLOATS.loopBound(range.count());
    if (nesterov) {
      ahead(range, scalars[0], scalars[1], scalars[2], whole);
    } else {
      plain(range, scalars[0], scalars[1], scalars[2], whole);
    }
    rest(range, scalars[0], scalars[1], scalars[2], whole);
  }

  private static void plain(
      ParameterRange range, float scale, float rate, float momentum, int count) {
    float[] parameters = range.parameters();
    float[] gradient = range.gradient();
    float[] updated = range.updated();
    float[] velocities = range.slot(0);
    int from = range.from();
    int offset = range.gradientOffset();
    FloatVector minusRate = FloatVector.broadcast(FLOATS, -rate);
    FloatVector factor = FloatVector.broadcast(FLOATS, momentum);
    for (int i = 0; i < count; i += Lanes.COUNT) {
      FloatVector g = FloatVector.fromArray(FLOATS, gradient, offset + i).mul(scale);
      FloatVector v = FloatVector.fromArray(FLOATS, velocities, from + i).fma(factor, g);
      v.intoArray(velocities, from + i);
      FloatVector w = FloatVector.fromArray(FLOATS, parameters, from + i);
      v.fma(minusRate, w).intoArray(updated, from + i);
    }
  }

  private static void ahead(
      ParameterRange range, float scale, float rate, float momentum, int count) {
    float[] parameters = range.parameters();
    float[] gradient = range.gradient();
    float[] updated = range.updated();
    float[] velocities = range.slot(0);
    int from = range.from();
    int offset = range.gradientOffset();
    FloatVector minusRate = FloatVector.broadcast(FLOATS, -rate);
    FloatVector factor = FloatVector.broadcast(FLOATS, momentum);
    for (int i = 0; i < count; i += Lanes.COUNT) {
      FloatVector g = FloatVector.fromArray(FLOATS, gradient, offset + i).mul(scale);
      FloatVector v = FloatVector.fromArray(FLOATS, velocities, from + i).fma(factor, g);
      v.intoArray(velocities, from + i);
      FloatVector w = FloatVector.fromArray(FLOATS, parameters, from + i);
      v.fma(factor, g).fma(minusRate, w).intoArray(updated, from + i);
    }
  }

  private void rest(ParameterRange range, float scale, float rate, float momentum, int first) {
    float[] velocities = range.slot(0);
    for (int i = first; i < range.count(); i++) {
      int at = range.from() + i;
      float g = range.gradient()[range.gradientOffset() + i] * scale;
      float v = Math.fma(momentum, velocities[at], g);
      velocities[at] = v;
      float step = nesterov ? Math.fma(momentum, v, g) : v;
      range.updated()[at] = Math.fma(-rate, step, range.parameters()[at]);
    }
  }
}
