package io.simdann.kernel.vector;

import io.simdann.kernel.ActivationKernel;
import io.simdann.kernel.Backend;
import io.simdann.kernel.DropoutKernel;
import io.simdann.kernel.KernelSelection;
import io.simdann.kernel.KernelTable;
import io.simdann.kernel.Kernels;
import io.simdann.kernel.LossKernel;
import io.simdann.kernel.UpdateKernel;

/**
 * The kernel set on SIMD lanes of {@link Lanes#BITS} bits. Activations, losses and updates that
 * aren't listed here are the scalar ones.
 */
public final class VectorKernels
    implements Kernels, VectorMatrixKernels, VectorSparseKernels, VectorElementwiseKernels {
  private final KernelTable<ActivationKernel> activations =
      new KernelTable<>(VectorKernels::newActivation);
  private final KernelTable<LossKernel> losses = new KernelTable<>(VectorKernels::newLoss);
  private final KernelTable<UpdateKernel> updates = new KernelTable<>(VectorKernels::newUpdate);

  /** Creates the kernel set. */
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
    ActivationKernel kernel = activations.find(name);
    return kernel == null ? scalar().activation(name) : kernel;
  }

  @Override
  public LossKernel loss(String name) {
    LossKernel kernel = losses.find(name);
    return kernel == null ? scalar().loss(name) : kernel;
  }

  @Override
  public UpdateKernel update(String name) {
    UpdateKernel kernel = updates.find(name);
    return kernel == null ? scalar().update(name) : kernel;
  }

  @Override
  public DropoutKernel dropout() {
    return VectorDropout.INSTANCE;
  }

  private static ActivationKernel newActivation(String name) {
    return switch (name) {
      case "identity" -> new VectorIdentity();
      case "sigmoid" -> new VectorSigmoid();
      case "tanh" -> new VectorTanh();
      case "relu" -> new VectorRelu(name, 0f);
      case "leaky_relu" -> new VectorRelu(name, ActivationKernel.LEAKY_SLOPE);
      case "elu" -> new VectorElu();
      case "gelu" -> new VectorGelu();
      case "silu" -> new VectorSilu();
      default -> null;
    };
  }

  private static LossKernel newLoss(String name) {
    return name.equals("softmax_cross_entropy") ? new VectorSoftmaxCrossEntropy() : null;
  }

  private static UpdateKernel newUpdate(String name) {
    return switch (name) {
      case "sgd" -> new VectorSgd();
      case "momentum" -> new VectorMomentum(name, false);
      case "nesterov" -> new VectorMomentum(name, true);
      case "rmsprop" -> new VectorRmsprop();
      case "adam" -> new VectorAdam();
      case "clip" -> new VectorClip();
      case "penalty" -> new VectorPenalty();
      default -> null;
    };
  }

  static Kernels scalar() {
    return KernelSelection.choose(Backend.SCALAR, KernelSelection.WIDEST).kernels();
  }
}
