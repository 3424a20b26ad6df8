package io.simdann.kernel.scalar;

import io.simdann.kernel.ActivationKernel;
import io.simdann.kernel.DropoutKernel;
import io.simdann.kernel.FusedMultiplyAdd;
import io.simdann.kernel.KernelTable;
import io.simdann.kernel.Kernels;
import io.simdann.kernel.LossKernel;
import io.simdann.kernel.UpdateKernel;
import java.util.List;

/** Every kernel as plain loops: what the vector kernels must equal bit for bit. */
public final class ScalarKernels
    implements Kernels, ScalarMatrixKernels, ScalarSparseKernels, ScalarElementwiseKernels {
  /** Every activation there is. */
  private static final List<String> ACTIVATIONS =
      List.of("identity", "sigmoid", "tanh", "relu", "leaky_relu", "elu", "gelu", "silu");

  /** Every loss there is. */
  private static final List<String> LOSSES =
      List.of(
          "softmax_cross_entropy",
          "sigmoid_cross_entropy",
          "squared_error",
          "absolute_error",
          "huber",
          "quantile",
          "poisson");

  /** Every update there is. */
  private static final List<String> UPDATES =
      List.of("sgd", "momentum", "nesterov", "rmsprop", "adam", "clip", "penalty");

  private final KernelTable<ActivationKernel> activations =
      new KernelTable<>(ScalarKernels::newActivation);
  private final KernelTable<LossKernel> losses = new KernelTable<>(ScalarKernels::newLoss);
  private final KernelTable<UpdateKernel> updates = new KernelTable<>(ScalarKernels::newUpdate);

  /** Creates the kernel set. */
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
    return activations.require("activation", ACTIVATIONS, name);
  }

  @Override
  public LossKernel loss(String name) {
    return losses.require("loss", LOSSES, name);
  }

  @Override
  public UpdateKernel update(String name) {
    return updates.require("update", UPDATES, name);
  }

  private static ActivationKernel newActivation(String name) {
    return switch (name) {
      case "identity" -> new ScalarIdentity();
      case "sigmoid" -> new ScalarSigmoid();
      case "tanh" -> new ScalarTanh();
      case "relu" -> new ScalarRelu();
      case "leaky_relu" -> new ScalarLeakyRelu();
      case "elu" -> new ScalarElu();
      case "gelu" -> new ScalarGelu();
      case "silu" -> new ScalarSilu();
      default -> null;
    };
  }

  private static LossKernel newLoss(String name) {
    return switch (name) {
      case "softmax_cross_entropy" -> new ScalarSoftmaxCrossEntropy();
      case "sigmoid_cross_entropy" -> new ScalarSigmoidCrossEntropy();
      case "squared_error" -> new ScalarSquaredError();
      case "absolute_error" -> new ScalarAbsoluteError();
      case "huber" -> new ScalarHuber(1f);
      case "quantile" -> new ScalarQuantile(0.5f);
      case "poisson" -> new ScalarPoisson();
      default -> null;
    };
  }

  private static UpdateKernel newUpdate(String name) {
    return switch (name) {
      case "sgd" -> new ScalarSgd();
      case "momentum" -> new ScalarMomentum();
      case "nesterov" -> new ScalarNesterov();
      case "rmsprop" -> new ScalarRmsprop();
      case "adam" -> new ScalarAdam();
      case "clip" -> new ScalarClip();
      case "penalty" -> new ScalarPenalty();
      default -> null;
    };
  }

  @Override
  public DropoutKernel dropout() {
    return ScalarDropout.INSTANCE;
  }

  /** sum(i) = fma(x(i), factor, sum(i)). */
  static void addMultiple(
      float[] x, int xOffset, float factor, float[] sum, int sumOffset, int lanes) {
    for (int i = 0; i < lanes; i++) {
      sum[sumOffset + i] = FusedMultiplyAdd.fma(x[xOffset + i], factor, sum[sumOffset + i]);
    }
  }
}
