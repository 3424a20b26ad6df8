package io.simdann.kernel.vector;

import static io.simdann.kernel.vector.Lanes.COUNT;
import static io.simdann.kernel.vector.Lanes.FLOATS;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LT;

import jdk.incubator.vector.FloatVector;

/** The rectified linear unit, and the one that multiplies negative arguments with a slope. */
final class VectorRelu extends VectorActivation {
  private final float slope;

  /**
   * A rectified linear unit.
   *
   * @param name its name
   * @param slope what negative arguments are multiplied with
   */
  VectorRelu(String name, float slope) {
    super(name, false);
    this.slope = slope;
  }

  @Override
  void apply(float[] memory, int z, int a, int count) {
    if (slope == 0f) {
      rectify(memory, z, a, count);
    } else {
      leak(memory, z, a, count);
    }
  }

  /** Not a slope of 0, which would give −0. */
  private static void rectify(float[] memory, int z, int a, int count) {
    if (count == 0) {
      return;
    }
    FloatVector zero = FloatVector.zero(FLOATS);
    for (int i = 0; i < count; i += COUNT) {
      FloatVector x = FloatVector.fromArray(FLOATS, memory, z + i);
      x.blend(zero, x.compare(LT, zero)).intoArray(memory, a + i);
    }
  }

  private void leak(float[] memory, int z, int a, int count) {
    if (count == 0) {
      return;
    }
    FloatVector zero = FloatVector.zero(FLOATS);
    FloatVector factor = FloatVector.broadcast(FLOATS, slope);
    for (int i = 0; i < count; i += COUNT) {
      FloatVector x = FloatVector.fromArray(FLOATS, memory, z + i);
      x.blend(x.mul(factor), x.compare(LT, zero)).intoArray(memory, a + i);
    }
  }

  @Override
  void multiplyDerivative(float[] memory, int known, int gradient, int count, float[] sums) {
    if (count == 0) {
      return;
    }
    FloatVector zero = FloatVector.zero(FLOATS);
    FloatVector one = FloatVector.broadcast(FLOATS, 1f);
    FloatVector factor = FloatVector.broadcast(FLOATS, slope);
    for (int i = 0; i < count; i += COUNT) {
      FloatVector a = FloatVector.fromArray(FLOATS, memory, known + i);
      FloatVector dA = FloatVector.fromArray(FLOATS, memory, gradient + i);
      FloatVector dz = dA.mul(factor.blend(one, a.compare(GT, zero)));
      dz.intoArray(memory, gradient + i);
      FloatVector.fromArray(FLOATS, sums, i).add(dz).intoArray(sums, i);
    }
  }
}
