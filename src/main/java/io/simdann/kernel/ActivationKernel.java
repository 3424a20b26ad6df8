package io.simdann.kernel;

/**
 * An activation function on the rows of a layer, fused with what stands beside it: the bias
 * forward, and backward the bias gradient. {@link Kernels} says how rows lie.
 */
public interface ActivationKernel extends NamedKernel {

  /**
   * Whether the derivative takes the argument z. Where it follows from a alone, as that of the
   * sigmoid does, nobody needs to keep z.
   *
   * @return whether {@link #backward} reads z
   */
  boolean keepsArgument();

  /**
   * z = (z + bias) + 0, a = f(z), row by row. To add +0 makes a zero positive: which sign it has
   * may depend on what was left out of the sum because it is zero, and no activation shall pass
   * that on.
   *
   * @param memory holds z and a
   * @param z the first row of sums of products; becomes the argument
   * @param a the first row of activations; may be z, which then is lost, and nothing else that
   *     overlaps it. Beside it, z must be left as the argument if {@link #keepsArgument}
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
   * @param z the first row of arguments, if {@link #keepsArgument}; else it isn't read
   * @param a the first row of activations
   * @param gradient the first row of dA; becomes dz
   * @param rows the number of samples
   * @param stride from one row to the next, and the lanes that are computed
   * @param sums the bias gradient's partial sums, 16 rows of stride
   */
  void backward(float[] memory, int z, int a, int gradient, int rows, int stride, float[] sums);
}
