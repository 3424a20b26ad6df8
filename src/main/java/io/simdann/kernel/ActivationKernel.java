package io.simdann.kernel;

/**
 * An activation function on the rows of a layer, fused with what stands beside it: the bias
 * forward, and backward the bias gradient. {@link Kernels} says how rows lie.
 */
public interface ActivationKernel extends NamedKernel {
  /** What a leaky ReLU multiplies negative arguments with. */
  float LEAKY_SLOPE = 0.01f;

  /**
   * Whether the derivative is computed with the activation and kept in the place of z. Where it
   * follows from a alone, as that of the sigmoid does, there is nothing to keep.
   *
   * @return whether {@link #backward} reads what {@link #forward} left in the place of z
   */
  boolean keepsDerivative();

  /**
   * z = (z + bias) + 0, a = f(z), row by row. To add +0 makes a zero positive: which sign it has
   * may depend on what was left out of the sum because it is zero, and no activation shall pass
   * that on.
   *
   * @param memory holds z and a
   * @param z the first row of sums of products; becomes f′(z) if {@link #keepsDerivative}, else
   *     anything
   * @param a the first row of activations; may be z, for who needs no derivative or where none is
   *     kept, and nothing else that overlaps it
   * @param rows the number of samples
   * @param stride from one row to the next, and the lanes that are computed
   * @param bias one value per lane
   * @param biasOffset the first of them
   */
  void forward(float[] memory, int z, int a, int rows, int stride, float[] bias, int biasOffset);

  /**
   * dz = dA·f′(z), in place, and the bias gradient: {@code sums[(row mod 16)·stride + lane] += dz},
   * rows ascending.
   *
   * @param memory holds z, a and the gradient
   * @param z the first row of f′(z), if {@link #keepsDerivative}; else it isn't read
   * @param a the first row of activations
   * @param gradient the first row of dA; becomes dz
   * @param rows the number of samples
   * @param stride from one row to the next, and the lanes that are computed
   * @param sums the bias gradient's partial sums, 16 rows of stride
   */
  void backward(float[] memory, int z, int a, int gradient, int rows, int stride, float[] sums);
}
