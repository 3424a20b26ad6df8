package io.simdann.kernel.scalar;

import io.simdann.kernel.ActivationKernel;
import io.simdann.kernel.DropoutKernel;
import io.simdann.kernel.FusedMultiplyAdd;
import io.simdann.kernel.Kernels;
import io.simdann.kernel.LossKernel;
import io.simdann.kernel.NamedKernel;
import io.simdann.kernel.UpdateKernel;
import java.util.List;

/** Every kernel as plain loops: what the vector kernels must equal bit for bit. */
public final class ScalarKernels
    implements Kernels, ScalarMatrixKernels, ScalarSparseKernels, ScalarElementwiseKernels {
  /** Every activation there is. */
  private static final List<ActivationKernel> ACTIVATIONS =
      List.of(
          new ScalarIdentity(),
          new ScalarSigmoid(),
          new ScalarTanh(),
          new ScalarRelu(),
          new ScalarLeakyRelu(),
          new ScalarElu(),
          new ScalarGelu(),
          new ScalarSilu());

  /** Every loss there is. */
  private static final List<LossKernel> LOSSES =
      List.of(
          new ScalarSoftmaxCrossEntropy(),
          new ScalarSigmoidCrossEntropy(),
          new ScalarSquaredError(),
          new ScalarAbsoluteError(),
          new ScalarHuber(1f),
          new ScalarQuantile(0.5f),
          new ScalarPoisson());

  /** Every update there is. */
  private static final List<UpdateKernel> UPDATES =
      List.of(
          new ScalarSgd(),
          new ScalarMomentum(),
          new ScalarNesterov(),
          new ScalarRmsprop(),
          new ScalarAdam(),
          new ScalarClip(),
          new ScalarPenalty());

  private static final DropoutKernel DROPOUT = new ScalarDropout();

  /** Creates the kernel set; it has no state. */
  public ScalarKernels() {}

  @Override
  public String name() {
    return FusedMultiplyAdd.inHardware() ? "scalar" : "scalar-no-fma";
  }

  @Override
  public int vectorBits() {
    return Float.SIZE;
  }

  @Override
  public ActivationKernel activation(String name) {
    return NamedKernel.require(ACTIVATIONS, "activation", name);
  }

  @Override
  public LossKernel loss(String name) {
    return NamedKernel.require(LOSSES, "loss", name);
  }

  @Override
  public UpdateKernel update(String name) {
    return NamedKernel.require(UPDATES, "update", name);
  }

  @Override
  public DropoutKernel dropout() {
    return DROPOUT;
  }

  /** sum(i) = fma(x(i), factor, sum(i)). */
  static void addMultiple(
      float[] x, int xOffset, float factor, float[] sum, int sumOffset, int lanes) {
    for (int i = 0; i < lanes; i++) {
      sum[sumOffset + i] = FusedMultiplyAdd.fma(x[xOffset + i], factor, sum[sumOffset + i]);
    }
  }
}
