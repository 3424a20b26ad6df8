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
    int block = Kernels.SUM_WAYS * stride;
    int first = 0;
    // Once at least: calls with nothing to do, which KernelWarmUp lives on, must reach the loop.
    do {
      blockGradient(
          activation,
          activationOffset + first,
          gradient,
          gradientOffset + first,
          Math.min(block, rows * stride - first),
          sums);
      first += block;
    } while (first < rows * stride);
  }

  /** Sixteen rows, or the last ones: they lie like their sums. */
  private static void blockGradient(
      float[] activation,
      int activationOffset,
      float[] gradient,
      int gradientOffset,
      int count,
      float[] sums) {
    if (count == 0) {
      return;
    }
    FloatVector one = FloatVector.broadcast(FLOATS, 1f);
    for (int i = 0; i < count; i += COUNT) {
      FloatVector a = FloatVector.fromArray(FLOATS, activation, activationOffset + i);
      FloatVector dA = FloatVector.fromArray(FLOATS, gradient, gradientOffset + i);
      FloatVector dz = dA.mul(a.mul(one.sub(a)));
      dz.intoArray(gradient, gradientOffset + i);
      FloatVector.fromArray(FLOATS, sums, i).add(dz).intoArray(sums, i);
    }
  }

  static void addRowSums(float[] z, int offset, int rows, int stride, float[] sums) {
    int block = Kernels.SUM_WAYS * stride;
    for (int first = 0; first < rows * stride; first += block) {
      int count = Math.min(block, rows * stride - first);
      VectorElementwise.add(sums, 0, z, offset + first, count);
    }
  }

  private VectorActivations() {}
}
