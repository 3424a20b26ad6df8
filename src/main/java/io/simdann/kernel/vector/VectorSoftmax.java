package io.simdann.kernel.vector;

import static io.simdann.kernel.Kernels.LANES;
import static io.simdann.kernel.vector.Lanes.COUNT;
import static io.simdann.kernel.vector.Lanes.FLOATS;

import io.simdann.kernel.ElementaryFunctions;
import io.simdann.kernel.Kernels;
import jdk.incubator.vector.FloatVector;

/**
 * The softmax on panels: lanes are samples, so maxima and sums run down the rows of each lane.
 * Labels are one value a lane, and worked off one by one.
 *
 * <p>Where a loop carries a vector on, it is the argument and not the one whose method is called:
 * of a vector just loaded the compiler knows the class, and so the method, while for one from the
 * last iteration it looks to profiles, and boxes the vector for good if it compiles before they
 * tell.
 */
final class VectorSoftmax {

  static void softmax(float[] panel, int offset, int rows, float[] bias, int biasOffset) {
    shift(panel, offset, rows, bias, biasOffset);
    VectorExponential.exp(panel, offset, panel, offset, rows * LANES);
    normalize(panel, offset, rows);
  }

  static void softmaxCrossEntropy(
      float[] panel,
      int offset,
      int rows,
      float[] bias,
      int biasOffset,
      float[] labels,
      int labelsOffset,
      float[] cost,
      int costOffset) {
    softmax(panel, offset, rows, bias, biasOffset);
    subtractLabels(panel, offset, rows, labels, labelsOffset, cost, costOffset);
  }

  /** z ← (z + bias) − max. */
  private static void shift(float[] panel, int offset, int rows, float[] bias, int biasOffset) {
    for (int lane = offset; lane < offset + LANES; lane += COUNT) {
      FloatVector max = FloatVector.broadcast(FLOATS, Float.NEGATIVE_INFINITY);
      for (int row = 0; row < rows; row++) {
        FloatVector z = FloatVector.fromArray(FLOATS, panel, lane + row * LANES);
        max = z.add(bias[biasOffset + row]).max(max);
      }
      for (int row = 0; row < rows; row++) {
        int element = lane + row * LANES;
        FloatVector z = FloatVector.fromArray(FLOATS, panel, element);
        z.add(bias[biasOffset + row]).sub(max).intoArray(panel, element);
      }
    }
  }

  /** e ← e / Σe. */
  private static void normalize(float[] panel, int offset, int rows) {
    for (int lane = offset; lane < offset + LANES; lane += COUNT) {
      FloatVector sum = FloatVector.zero(FLOATS);
      for (int row = 0; row < rows; row++) {
        sum = FloatVector.fromArray(FLOATS, panel, lane + row * LANES).add(sum);
      }
      for (int row = 0; row < rows; row++) {
        int element = lane + row * LANES;
        FloatVector.fromArray(FLOATS, panel, element).div(sum).intoArray(panel, element);
      }
    }
  }

  /** A ← A − Y, or 0 without a sample; cost ← −log(A[label] + 1e-8), or 0. */
  private static void subtractLabels(
      float[] panel,
      int offset,
      int rows,
      float[] labels,
      int labelsOffset,
      float[] cost,
      int costOffset) {
    for (int lane = 0; lane < LANES; lane++) {
      int label = (int) labels[labelsOffset + lane];
      if (label >= 0) {
        int element = offset + lane + label * LANES;
        cost[costOffset + lane] = -ElementaryFunctions.log(panel[element] + Kernels.COST_EPSILON);
        panel[element] -= 1f;
      } else {
        cost[costOffset + lane] = 0f;
        for (int row = 0; row < rows; row++) {
          panel[offset + lane + row * LANES] = 0f;
        }
      }
    }
  }

  private VectorSoftmax() {}
}
