package io.simdann.kernel.vector;

import static io.simdann.kernel.vector.Lanes.COUNT;
import static io.simdann.kernel.vector.Lanes.FLOATS;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.MAX;

import io.simdann.kernel.ActivationKernel;
import io.simdann.kernel.Exponential;
import io.simdann.kernel.Kernels;
import java.util.List;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/**
 * The sigmoid. Where all arguments are {@linkplain Exponential#MODERATE moderate}, as those of a
 * network are that learns, exp takes half the operations, and one loop does everything: little more
 * than the division is left of its time. To z + bias no + 0 is added: the sigmoid of −0 and that of
 * +0 are 0.5, and z isn't kept.
 *
 * <p>Forward, loops run down the rows, 16 lanes or a part of them at a time, so that the bias stays
 * in a register.
 */
final class VectorSigmoid implements ActivationKernel {

  @Override
  public String name() {
    return "sigmoid";
  }

  @Override
  public List<Class<?>> vectorClasses() {
    return List.of(VectorSigmoid.class, VectorExponential.class);
  }

  @Override
  public boolean keepsArgument() {
    return false;
  }

  @Override
  public void forward(
      float[] memory, int z, int a, int rows, int stride, float[] bias, int biasOffset) {
    // Calls with nothing to do, which KernelWarmUp lives on, reach the methods that have the loops,
    // and end there before constants are made.
    boolean moderate = true;
    for (int lane = 0; lane < stride; lane += COUNT) {
      moderate &= isModerate(memory, z + lane, rows, stride, bias, biasOffset + lane);
    }
    if (moderate) {
      for (int lane = 0; lane < stride; lane += COUNT) {
        moderateSigmoid(memory, z + lane, a + lane, rows, stride, bias, biasOffset + lane);
      }
      return;
    }
    for (int lane = 0; lane < stride; lane += COUNT) {
      addBias(memory, z + lane, rows, stride, bias, biasOffset + lane);
    }
    VectorExponential.sigmoid(memory, z, memory, a, rows * stride);
  }

  @Override
  public void backward(
      float[] memory, int z, int a, int gradient, int rows, int stride, float[] sums) {
    int block = Kernels.SUM_WAYS * stride;
    int first = 0;
    // Once at least: calls with nothing to do, which KernelWarmUp lives on, must reach the loop.
    do {
      int count = Math.min(block, rows * stride - first);
      blockBackward(memory, a + first, gradient + first, count, sums);
      first += block;
    } while (first < rows * stride);
  }

  /** Compares magnitudes as integers, of which those of infinities and NaN are the greatest. */
  private static boolean isModerate(
      float[] z, int offset, int rows, int stride, float[] bias, int biasOffset) {
    if (rows == 0) {
      return true;
    }
    FloatVector shift = FloatVector.fromArray(FLOATS, bias, biasOffset);
    IntVector largest = IntVector.zero(Lanes.INTS);
    for (int row = 0; row < rows; row++) {
      FloatVector x = FloatVector.fromArray(FLOATS, z, offset + row * stride).add(shift);
      largest = x.reinterpretAsInts().and(Integer.MAX_VALUE).max(largest);
    }
    return largest.reduceLanes(MAX) <= Float.floatToRawIntBits(Exponential.MODERATE);
  }

  /**
   * The operations of the sigmoid with −x replaced by x, which turns the signs of some constants
   * and no bit of the result.
   */
  private static void moderateSigmoid(
      float[] memory, int z, int a, int rows, int stride, float[] bias, int biasOffset) {
    if (rows == 0) {
      return;
    }
    FloatVector minusLog2e = FloatVector.broadcast(FLOATS, -Exponential.LOG2_E);
    FloatVector rounder = FloatVector.broadcast(FLOATS, Exponential.ROUNDER);
    FloatVector ln2High = FloatVector.broadcast(FLOATS, Exponential.LN2_HIGH);
    FloatVector ln2Low = FloatVector.broadcast(FLOATS, Exponential.LN2_LOW);
    FloatVector q0 = FloatVector.broadcast(FLOATS, -Exponential.Q0);
    FloatVector q1 = FloatVector.broadcast(FLOATS, Exponential.Q1);
    FloatVector q2 = FloatVector.broadcast(FLOATS, -Exponential.Q2);
    FloatVector q3 = FloatVector.broadcast(FLOATS, Exponential.Q3);
    FloatVector q4 = FloatVector.broadcast(FLOATS, -Exponential.Q4);
    FloatVector one = FloatVector.broadcast(FLOATS, 1f);
    FloatVector shift = FloatVector.fromArray(FLOATS, bias, biasOffset);
    for (int row = 0; row < rows; row++) {
      FloatVector x = FloatVector.fromArray(FLOATS, memory, z + row * stride).add(shift);
      FloatVector shifted = x.fma(minusLog2e, rounder);
      FloatVector n = shifted.sub(rounder);
      FloatVector minusR = n.fma(ln2Low, n.fma(ln2High, x));
      FloatVector minusQ = q4.fma(minusR, q3).fma(minusR, q2).fma(minusR, q1).fma(minusR, q0);
      FloatVector p = one.sub(minusR.mul(minusR).fma(minusQ, minusR));
      IntVector exponent = shifted.reinterpretAsInts().lanewise(LSHL, 23);
      FloatVector power = p.reinterpretAsInts().add(exponent).reinterpretAsFloats();
      one.div(one.add(power)).intoArray(memory, a + row * stride);
    }
  }

  private static void addBias(
      float[] z, int offset, int rows, int stride, float[] bias, int biasOffset) {
    FloatVector shift = FloatVector.fromArray(FLOATS, bias, biasOffset);
    for (int row = 0; row < rows; row++) {
      int element = offset + row * stride;
      FloatVector.fromArray(FLOATS, z, element).add(shift).intoArray(z, element);
    }
  }

  /** Sixteen rows, or the last ones: they lie like their sums. */
  private static void blockBackward(
      float[] memory, int activations, int gradient, int count, float[] sums) {
    if (count == 0) {
      return;
    }
    FloatVector one = FloatVector.broadcast(FLOATS, 1f);
    for (int i = 0; i < count; i += COUNT) {
      FloatVector a = FloatVector.fromArray(FLOATS, memory, activations + i);
      FloatVector dA = FloatVector.fromArray(FLOATS, memory, gradient + i);
      FloatVector dz = dA.mul(a.mul(one.sub(a)));
      dz.intoArray(memory, gradient + i);
      FloatVector.fromArray(FLOATS, sums, i).add(dz).intoArray(sums, i);
    }
  }
}
