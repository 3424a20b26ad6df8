package io.simdann.kernel.vector;

import static io.simdann.kernel.vector.Lanes.COUNT;
import static io.simdann.kernel.vector.Lanes.FLOATS;

import io.simdann.kernel.ActivationKernel;
import io.simdann.kernel.Kernels;
import java.util.List;
import jdk.incubator.vector.FloatVector;

/**
 * An activation whose function and derivative are loops over values that lie side by side. The
 * operations are those of the scalar kernel of its name.
 */
abstract class VectorActivation implements ActivationKernel {
  private final String name;
  private final boolean keepsDerivative;

  /**
   * An activation.
   *
   * @param name its name
   * @param keepsDerivative whether the derivative is left in the place of z
   */
  VectorActivation(String name, boolean keepsDerivative) {
    this.name = name;
    this.keepsDerivative = keepsDerivative;
  }

  /**
   * a = f(z).
   *
   * @param memory holds z and a
   * @param z the first argument; becomes f′(z), if that is kept
   * @param a where the first value goes; may be z, and f′(z) is lost then
   * @param count how many, a multiple of the lanes; 0 must be over at once
   */
  abstract void apply(float[] memory, int z, int a, int count);

  /**
   * dz = dA·f′, in place, and {@code sums[i] += dz[i]}.
   *
   * @param memory holds what the derivative follows from, and the gradient
   * @param known the first activation; or the first derivative, if that is kept
   * @param gradient the first dA, becomes dz
   * @param count how many, a multiple of the lanes; 0 must be over at once
   * @param sums where to add
   */
  abstract void multiplyDerivative(
      float[] memory, int known, int gradient, int count, float[] sums);

  @Override
  public final String name() {
    return name;
  }

  @Override
  public final boolean keepsDerivative() {
    return keepsDerivative;
  }

  @Override
  public List<Class<?>> vectorClasses() {
    return List.of(getClass(), VectorActivation.class);
  }

  @Override
  public final void forward(
      float[] memory, int z, int a, int rows, int stride, float[] bias, int biasOffset) {
    for (int lane = 0; lane < stride; lane += COUNT) {
      addBias(memory, z + lane, rows, stride, bias, biasOffset + lane);
    }
    apply(memory, z, a, rows * stride);
  }

  /** z = (z + bias) + 0, down the rows, so that the bias stays in a register. */
  private static void addBias(
      float[] z, int offset, int rows, int stride, float[] bias, int biasOffset) {
    if (rows == 0) {
      return;
    }
    FloatVector zero = FloatVector.zero(FLOATS);
    FloatVector shift = FloatVector.fromArray(FLOATS, bias, biasOffset);
    for (int row = 0; row < rows; row++) {
      int element = offset + row * stride;
      FloatVector.fromArray(FLOATS, z, element).add(shift).add(zero).intoArray(z, element);
    }
  }

  @Override
  public final void backward(
      float[] memory, int z, int a, int gradient, int rows, int stride, float[] sums) {
    int known = keepsDerivative ? z : a;
    int block = Kernels.SUM_WAYS * stride;
    int first = 0;
    // Once at least: calls with nothing to do, which KernelWarmUp lives on, must reach the loop.
    do {
      // Sixteen rows, or the last ones: they lie like their sums.
      int count = Math.min(block, rows * stride - first);
      multiplyDerivative(memory, known + first, gradient + first, count, sums);
      first += block;
    } while (first < rows * stride);
  }
}
