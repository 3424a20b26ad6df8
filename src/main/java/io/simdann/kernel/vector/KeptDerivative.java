package io.simdann.kernel.vector;

import static io.simdann.kernel.vector.Lanes.COUNT;
import static io.simdann.kernel.vector.Lanes.FLOATS;

import java.util.List;
import jdk.incubator.vector.FloatVector;

/** An activation whose derivative is computed with it and kept in the place of its argument. */
abstract class KeptDerivative extends VectorActivation {

  KeptDerivative(String name) {
    super(name, true);
  }

  @Override
  public final List<Class<?>> vectorClasses() {
    return List.of(getClass(), VectorActivation.class, KeptDerivative.class);
  }

  @Override
  final void multiplyDerivative(float[] memory, int known, int gradient, int count, float[] sums) {
    for (int i = 0; i < count; i += COUNT) {
      FloatVector derivative = FloatVector.fromArray(FLOATS, memory, known + i);
      FloatVector dz = FloatVector.fromArray(FLOATS, memory, gradient + i).mul(derivative);
      dz.intoArray(memory, gradient + i);
      FloatVector.fromArray(FLOATS, sums, i).add(dz).intoArray(sums, i);
    }
  }
}
