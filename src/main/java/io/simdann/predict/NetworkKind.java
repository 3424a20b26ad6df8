package io.simdann.predict;

import io.simdann.data.ClassNames;
import io.simdann.kernel.Kernels;
import io.simdann.kernel.LossKernel;
import io.simdann.kernel.NetworkKernels;
import io.simdann.nn.Loss;
import io.simdann.nn.Network;
import io.simdann.nn.NetworkSpec;
import java.util.List;
import java.util.Locale;

/** What a network predicts, and with it who predicts. */
enum NetworkKind {
  /** One class for each sample. */
  CLASSES("classes", "Classifier"),

  /** For each of some labels, whether it applies to a sample. */
  LABELS("labels", "MultiLabelClassifier"),

  /** Numbers for each sample. */
  NUMBERS("numbers", "Regressor");

  private final String what;
  private final String user;

  NetworkKind(String what, String user) {
    this.what = what;
    this.user = user;
  }

  private static NetworkKind of(Network network) {
    if (network.outputNames().isEmpty()) {
      return CLASSES;
    }
    return isSigmoid(network.spec()) ? LABELS : NUMBERS;
  }

  private static boolean isSigmoid(NetworkSpec spec) {
    return spec.loss().name().equals(Loss.SIGMOID_CROSS_ENTROPY.name());
  }

  /** Refuses networks of another kind. */
  void require(Network network) {
    NetworkKind found = of(network);
    if (found != this) {
      List<String> names = found == CLASSES ? network.classNames() : network.outputNames();
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "the network predicts %s, %s, expected one of %s; what predicts with it is a %s",
              found.what,
              ClassNames.of(names),
              what,
              found.user));
    }
  }

  /** Refuses networks of another kind, and such as the kernel set can't compute. */
  void require(Network network, Kernels kernels) {
    NetworkSpec spec = network.spec();
    LossKernel loss = new NetworkKernels(kernels, spec.activations(), spec.loss().name()).loss();
    require(network);
    boolean ofClasses = loss.takesClasses() || spec.isBinary();
    boolean fits =
        switch (this) {
          case CLASSES -> ofClasses;
          case LABELS -> true;
          case NUMBERS -> !ofClasses;
        };
    if (!fits) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "a network of sizes %s with the loss %s can't predict %s, as its names say",
              spec,
              spec.loss(),
              what));
    }
  }
}
