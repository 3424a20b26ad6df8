package io.simdann.kernel.vector;

import static io.simdann.kernel.Kernels.LANES;
import static io.simdann.kernel.vector.Lanes.COUNT;
import static io.simdann.kernel.vector.Lanes.FLOATS;
import static jdk.incubator.vector.VectorOperators.NE;

import io.simdann.kernel.ElementaryFunctions;
import io.simdann.kernel.Kernels;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/**
 * The softmax on panels: lanes are samples, so maxima and sums run down the rows of each lane.
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
    shift(panel, offset, rows, bias, biasOffset);
    VectorExponential.exp(panel, offset, panel, offset, rows * LANES);
    for (int lane = 0; lane < LANES; lane += COUNT) {
      subtractLabels(
          panel, offset + lane, rows, labels, labelsOffset + lane, cost, costOffset + lane);
    }
    takeLogarithms(panel, offset, rows, labels, labelsOffset, cost, costOffset);
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

  /** e ← e / Σe − Y for a vector of lanes, and the label's e / Σe + 1e-8. */
  private static void subtractLabels(
      float[] panel,
      int offset,
      int rows,
      float[] labels,
      int labelsOffset,
      float[] argument,
      int argumentOffset) {
    if (rows == 0) {
      return;
    }
    FloatVector zero = FloatVector.zero(FLOATS);
    FloatVector one = FloatVector.broadcast(FLOATS, 1f);
    FloatVector label = FloatVector.fromArray(FLOATS, labels, labelsOffset);
    FloatVector sum = FloatVector.zero(FLOATS);
    for (int row = 0; row < rows; row++) {
      sum = FloatVector.fromArray(FLOATS, panel, offset + row * LANES).add(sum);
    }
    FloatVector chosen = FloatVector.zero(FLOATS);
    for (int row = 0; row < rows; row++) {
      int element = offset + row * LANES;
      FloatVector probability = FloatVector.fromArray(FLOATS, panel, element).div(sum);
      VectorMask<Float> other = label.compare(NE, (float) row);
      chosen = probability.blend(chosen, other);
      probability.sub(one.blend(zero, other)).intoArray(panel, element);
    }
    chosen.add(Kernels.COST_EPSILON).intoArray(argument, argumentOffset);
  }

  /**
   * cost ← −log cost; in lanes without a sample 0, and A − Y, too. One by one: the vector kernel
   * would save 0.2 ms of a full batch of 60000, but C2 would have to compile it at the start.
   */
  private static void takeLogarithms(
      float[] panel,
      int offset,
      int rows,
      float[] labels,
      int labelsOffset,
      float[] cost,
      int costOffset) {
    for (int lane = 0; lane < LANES && rows > 0; lane++) {
      if (labels[labelsOffset + lane] >= 0f) {
        cost[costOffset + lane] = -ElementaryFunctions.log(cost[costOffset + lane]);
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
