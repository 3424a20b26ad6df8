package io.simdann.kernel.vector;

import static io.simdann.kernel.Kernels.LANES;
import static io.simdann.kernel.vector.Lanes.COUNT;
import static io.simdann.kernel.vector.Lanes.FLOATS;
import static jdk.incubator.vector.VectorOperators.NE;

import io.simdann.kernel.ElementaryFunctions;
import io.simdann.kernel.Kernels;
import io.simdann.kernel.LossKernel;
import java.util.List;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/**
 * The softmax and its cross-entropy: maxima and sums run down the rows of each lane.
 *
 * <p>Where a loop carries a vector on, it is the argument and not the one whose method is called:
 * of a vector just loaded the compiler knows the class, and so the method, while for one from the
 * last iteration it looks to profiles, and boxes the vector for good if it compiles before they
 * tell. The methods of {@link LossKernel} have no loops over rows or single lanes: with these, C2
 * would compile them for themselves, too, and inline so much that it boxes.
 */
final class VectorSoftmaxCrossEntropy implements LossKernel {

  @Override
  public String name() {
    return "softmax_cross_entropy";
  }

  @Override
  public List<Class<?>> vectorClasses() {
    return List.of(VectorSoftmaxCrossEntropy.class, VectorExponential.class);
  }

  /** With smoothing, plain loops do: it isn't common, and this is a small part of a step. */
  @Override
  public LossKernel with(float smoothing) {
    return VectorKernels.scalar().loss(name()).with(smoothing);
  }

  @Override
  public int targetRows(int outputs) {
    return 1;
  }

  @Override
  public void outputs(float[] panel, int offset, int outputs, float[] bias, int biasOffset) {
    exponentials(panel, offset, outputs, bias, biasOffset);
    normalize(panel, offset, outputs);
  }

  @Override
  public void gradient(
      float[] panel,
      int offset,
      int outputs,
      float[] bias,
      int biasOffset,
      float[] targets,
      float[] costs) {
    exponentials(panel, offset, outputs, bias, biasOffset);
    for (int lane = 0; lane < LANES; lane += COUNT) {
      subtractOneHot(panel, offset + lane, outputs, targets, lane, costs);
    }
    clearEmptyLanes(panel, offset, outputs, targets);
    takeLogarithms(outputs, targets, costs);
  }

  @Override
  public void evaluate(
      float[] panel,
      int offset,
      int outputs,
      float[] bias,
      int biasOffset,
      float[] targets,
      float[] costs) {
    outputs(panel, offset, outputs, bias, biasOffset);
    pickTargets(panel, offset, outputs, targets, costs);
    takeLogarithms(outputs, targets, costs);
  }

  /** z ← exp((z + bias) − max). */
  private static void exponentials(
      float[] panel, int offset, int rows, float[] bias, int biasOffset) {
    shift(panel, offset, rows, bias, biasOffset);
    VectorExponential.exp(panel, offset, panel, offset, rows * LANES);
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

  /** e ← e / Σe − Y for a vector of lanes, and the class's e / Σe + 1e-8. */
  private static void subtractOneHot(
      float[] panel, int offset, int rows, float[] targets, int lane, float[] arguments) {
    if (rows == 0) {
      return;
    }
    FloatVector zero = FloatVector.zero(FLOATS);
    FloatVector one = FloatVector.broadcast(FLOATS, 1f);
    FloatVector target = FloatVector.fromArray(FLOATS, targets, lane);
    FloatVector sum = FloatVector.zero(FLOATS);
    for (int row = 0; row < rows; row++) {
      sum = FloatVector.fromArray(FLOATS, panel, offset + row * LANES).add(sum);
    }
    FloatVector chosen = FloatVector.zero(FLOATS);
    for (int row = 0; row < rows; row++) {
      int element = offset + row * LANES;
      FloatVector probability = FloatVector.fromArray(FLOATS, panel, element).div(sum);
      VectorMask<Float> other = target.compare(NE, (float) row);
      chosen = probability.blend(chosen, other);
      probability.sub(one.blend(zero, other)).intoArray(panel, element);
    }
    chosen.add(Kernels.COST_EPSILON).intoArray(arguments, lane);
  }

  private static void clearEmptyLanes(float[] panel, int offset, int rows, float[] targets) {
    for (int lane = 0; lane < LANES && rows > 0; lane++) {
      if (targets[lane] < 0f) {
        for (int row = 0; row < rows; row++) {
          panel[offset + lane + row * LANES] = 0f;
        }
      }
    }
  }

  /** The class's probability + 1e-8; anything in lanes without a sample. */
  private static void pickTargets(
      float[] panel, int offset, int rows, float[] targets, float[] arguments) {
    for (int lane = 0; lane < LANES && rows > 0; lane++) {
      int target = Math.max(0, (int) targets[lane]);
      arguments[lane] = panel[offset + lane + target * LANES] + Kernels.COST_EPSILON;
    }
  }

  /**
   * cost ← −log cost, and 0 in lanes without a sample. One by one: a vector kernel would save 0.2
   * ms of a full batch of 60000, but C2 would have to compile it at the start.
   */
  private static void takeLogarithms(int rows, float[] targets, float[] costs) {
    for (int lane = 0; lane < LANES && rows > 0; lane++) {
      costs[lane] = targets[lane] < 0f ? 0f : -ElementaryFunctions.log(costs[lane]);
    }
  }
}
