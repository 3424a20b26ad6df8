package io.simdann.kernel.vector;

import static io.simdann.kernel.vector.Lanes.COUNT;
import static io.simdann.kernel.vector.Lanes.FLOATS;

import io.simdann.kernel.Kernels;
import jdk.incubator.vector.FloatVector;

/** The backward pass of the sigmoid on rows, and the 16-way sums over samples. */
final class VectorActivations {

  static void sigmoidGradient(
      float[] activation,
      int activationOffset,
      float[] gradient,
      int gradientOffset,
      int rows,
      int stride,
      float[] sums) {
    FloatVector one = FloatVector.broadcast(FLOATS, 1f);
    for (int row = 0; row < rows; row++) {
      int start = row * stride;
      int sum = row % Kernels.SUM_WAYS * stride;
      for (int lane = 0; lane < stride; lane += COUNT) {
        int element = start + lane;
        FloatVector a = FloatVector.fromArray(FLOATS, activation, activationOffset + element);
        FloatVector dA = FloatVector.fromArray(FLOATS, gradient, gradientOffset + element);
        FloatVector dz = dA.mul(a.mul(one.sub(a)));
        dz.intoArray(gradient, gradientOffset + element);
        FloatVector.fromArray(FLOATS, sums, sum + lane).add(dz).intoArray(sums, sum + lane);
      }
    }
  }

  static void addRowSums(float[] z, int offset, int rows, int stride, float[] sums) {
    for (int row = 0; row < rows; row++) {
      int start = offset + row * stride;
      int sum = row % Kernels.SUM_WAYS * stride;
      for (int lane = 0; lane < stride; lane += COUNT) {
        FloatVector term = FloatVector.fromArray(FLOATS, z, start + lane);
        FloatVector.fromArray(FLOATS, sums, sum + lane).add(term).intoArray(sums, sum + lane);
      }
    }
  }

  private VectorActivations() {}
}
