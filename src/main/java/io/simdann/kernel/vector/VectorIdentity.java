package io.simdann.kernel.vector;

import static io.simdann.kernel.vector.Lanes.COUNT;
import static io.simdann.kernel.vector.Lanes.FLOATS;

import jdk.incubator.vector.FloatVector;

/** a = z. */
final class VectorIdentity extends VectorActivation {

  VectorIdentity() {
    super("identity", false);
  }

  @Override
  void apply(float[] memory, int z, int a, int count) {
    if (z != a) {
      System.arraycopy(memory, z, memory, a, count);
    }
  }

  @Override
  void multiplyDerivative(float[] memory, int known, int gradient, int count, float[] sums) {
    for (int i = 0; i < count; i += COUNT) {
      FloatVector dz = FloatVector.fromArray(FLOATS, memory, gradient + i);
      FloatVector.fromArray(FLOATS, sums, i).add(dz).intoArray(sums, i);
    }
  }
}
