package io.simdann.kernel.vector;

import static io.simdann.kernel.vector.Lanes.COUNT;
import static io.simdann.kernel.vector.Lanes.FLOATS;
import static io.simdann.kernel.vector.Lanes.PANEL;

import io.simdann.kernel.Kernels;
import jdk.incubator.vector.FloatVector;

/** The sigmoid on panels, forward and backward, and the 16-way sums over samples. */
final class VectorActivations {

  static void biasSigmoid(float[] panel, int offset, int rows, float[] bias, int biasOffset) {
    for (int row = 0; row < rows; row++) {
      float shift = bias[biasOffset + row];
      int start = offset + row * PANEL;
      for (int lane = start; lane < start + PANEL; lane += COUNT) {
        FloatVector.fromArray(FLOATS, panel, lane).add(shift).intoArray(panel, lane);
      }
    }
    VectorExponential.sigmoid(panel, offset, panel, offset, rows * PANEL);
  }

  static void sigmoidGradient(
      float[] activation,
      int activationOffset,
      float[] gradient,
      int gradientOffset,
      int rows,
      float[] sums,
      int sumsOffset) {
    FloatVector one = FloatVector.broadcast(FLOATS, 1f);
    for (int row = 0; row < rows; row++) {
      for (int lane = 0; lane < PANEL; lane += COUNT) {
        int element = row * PANEL + lane;
        FloatVector a = FloatVector.fromArray(FLOATS, activation, activationOffset + element);
        FloatVector dA = FloatVector.fromArray(FLOATS, gradient, gradientOffset + element);
        FloatVector dz = dA.mul(a.mul(one.sub(a)));
        dz.intoArray(gradient, gradientOffset + element);
        int sum = sumsOffset + row * Kernels.SUM_WAYS + lane % Kernels.SUM_WAYS;
        FloatVector.fromArray(FLOATS, sums, sum).add(dz).intoArray(sums, sum);
      }
    }
  }

  static void addRowSums(float[] panel, int offset, int rows, float[] sums, int sumsOffset) {
    for (int row = 0; row < rows; row++) {
      for (int lane = 0; lane < PANEL; lane += COUNT) {
        int sum = sumsOffset + row * Kernels.SUM_WAYS + lane % Kernels.SUM_WAYS;
        FloatVector term = FloatVector.fromArray(FLOATS, panel, offset + row * PANEL + lane);
        FloatVector.fromArray(FLOATS, sums, sum).add(term).intoArray(sums, sum);
      }
    }
  }

  private VectorActivations() {}
}
