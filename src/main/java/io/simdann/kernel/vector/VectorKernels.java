package io.simdann.kernel.vector;

import io.simdann.kernel.ActivationKernel;
import io.simdann.kernel.Backend;
import io.simdann.kernel.DropoutKernel;
import io.simdann.kernel.KernelSelection;
import io.simdann.kernel.Kernels;
import io.simdann.kernel.LossKernel;
import io.simdann.kernel.NamedKernel;
import io.simdann.kernel.UpdateKernel;
import java.util.List;

/**
 * The kernel set on SIMD lanes of {@link Lanes#BITS} bits. Activations, losses and updates that
 * aren't listed here are the scalar ones.
 */
public final class VectorKernels
    implements Kernels, VectorMatrixKernels, VectorSparseKernels, VectorElementwiseKernels {
  private static final List<ActivationKernel> ACTIVATIONS =
      List.of(
          new VectorIdentity(),
          new VectorSigmoid(),
          new VectorTanh(),
          new VectorRelu("relu", 0f),
          new VectorRelu("leaky_relu", ActivationKernel.LEAKY_SLOPE),
          new VectorElu(),
          new VectorGelu(),
          new VectorSilu());

  private static final List<LossKernel> LOSSES = List.of(new VectorSoftmaxCrossEntropy());

  private static final List<UpdateKernel> UPDATES =
      List.of(
          new VectorSgd(),
          new VectorMomentum("momentum", false),
          new VectorMomentum("nesterov", true),
          new VectorRmsprop(),
          new VectorAdam(),
          new VectorClip(),
          new VectorPenalty());

  private static final DropoutKernel DROPOUT = new VectorDropout();

  /** Creates the kernel set; it has no state. */
  public VectorKernels() {}

  @Override
  public String name() {
    return "vector-" + Lanes.BITS;
  }

  @Override
  public int vectorBits() {
    return Lanes.BITS;
  }

  @Override
  public ActivationKernel activation(String name) {
    ActivationKernel kernel = NamedKernel.find(ACTIVATIONS, name);
    return kernel == null ? scalar().activation(name) : kernel;
  }

  @Override
  public LossKernel loss(String name) {
    LossKernel kernel = NamedKernel.find(LOSSES, name);
    return kernel == null ? scalar().loss(name) : kernel;
  }

  @Override
  public UpdateKernel update(String name) {
    UpdateKernel kernel = NamedKernel.find(UPDATES, name);
    return kernel == null ? scalar().update(name) : kernel;
  }

  @Override
  public DropoutKernel dropout() {
    return DROPOUT;
  }

  static Kernels scalar() {
    return KernelSelection.choose(Backend.SCALAR, KernelSelection.WIDEST).kernels();
  }
}
