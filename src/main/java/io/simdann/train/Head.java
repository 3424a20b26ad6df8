package io.simdann.train;

import io.simdann.data.ClassNames;
import io.simdann.data.DataSet;
import io.simdann.data.FloatTargets;
import io.simdann.data.Labels;
import io.simdann.kernel.LossKernel;
import io.simdann.nn.Loss;
import io.simdann.nn.Network;
import io.simdann.nn.NetworkSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What a network is to predict: it decides on the outputs, and on the losses that there may be. */
enum Head {
  /** One class for each sample. */
  CLASSES,

  /** For each of some labels, whether it applies to a sample. */
  LABELS,

  /** Numbers for each sample. */
  NUMBERS;

  /**
   * The loss where none is set.
   *
   * @param targets the classes, labels or numbers
   */
  Loss usualLoss(int targets) {
    return switch (this) {
      case CLASSES -> targets == 2 ? Loss.SIGMOID_CROSS_ENTROPY : Loss.SOFTMAX_CROSS_ENTROPY;
      case LABELS -> Loss.SIGMOID_CROSS_ENTROPY;
      case NUMBERS -> Loss.SQUARED_ERROR;
    };
  }

  /**
   * The outputs that a loss wants.
   *
   * @param targets the classes, labels or numbers
   */
  int outputs(Loss loss, int targets) {
    return this == CLASSES && isSigmoid(loss) ? 1 : targets;
  }

  /**
   * Refuses losses that are for something else.
   *
   * @param kernel the loss's kernel
   * @param targets the classes, labels or numbers
   */
  void requireLoss(Loss loss, LossKernel kernel, int targets) {
    boolean sigmoid = isSigmoid(loss);
    switch (this) {
      case CLASSES -> {
        require(
            !sigmoid || targets == 2,
            loss,
            "for two classes, but samples have " + targets,
            Loss.SOFTMAX_CROSS_ENTROPY.name());
        require(
            sigmoid || kernel.takesClasses(),
            loss,
            "for numbers, but samples have classes",
            Loss.SOFTMAX_CROSS_ENTROPY.name());
      }
      case LABELS ->
          require(
              sigmoid,
              loss,
              "not for labels that apply or don't",
              Loss.SIGMOID_CROSS_ENTROPY.name());
      case NUMBERS ->
          require(
              !sigmoid && !kernel.takesClasses(),
              loss,
              sigmoid
                  ? "for labels, but targets are numbers"
                  : "for classes, but targets are numbers",
              "a loss of numbers such as " + Loss.SQUARED_ERROR);
    }
  }

  private static boolean isSigmoid(Loss loss) {
    return loss.name().equals(Loss.SIGMOID_CROSS_ENTROPY.name());
  }

  private static void require(boolean fits, Loss loss, String why, String expected) {
    if (!fits) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "the loss %s is %s; expected %s", loss, why, expected));
    }
  }

  /** Refuses data whose targets are something else, or can't be learnt with a loss. */
  void requireTargets(DataSet data, Loss loss) {
    if (this == CLASSES) {
      data.labels();
      return;
    }
    FloatTargets targets = data.numbers();
    float[] values = targets.values();
    boolean counts = loss.name().equals(Loss.POISSON.name());
    for (int i = 0; i < values.length; i++) {
      if (this == LABELS && values[i] != 0f && values[i] != 1f) {
        throw unexpected(targets, i, "0 or 1 for a label");
      }
      if (counts && values[i] < 0f) {
        throw unexpected(targets, i, "0 or more for the loss " + loss);
      }
    }
  }

  private static IllegalArgumentException unexpected(FloatTargets targets, int i, String expected) {
    int outputs = targets.outputs();
    return new IllegalArgumentException(
        String.format(
            Locale.ROOT,
            "sample %d: target \"%s\" is %s, expected %s",
            i / outputs,
            ClassNames.shown(targets.names().get(i % outputs)),
            targets.values()[i],
            expected));
  }

  /**
   * Data whose classes have the indices of those that are known.
   *
   * @param names all classes, or the names of the numbers or labels, which must be those of the
   *     data
   */
  DataSet named(DataSet data, List<String> names) {
    if (this != CLASSES) {
      List<String> found = data.numbers().names();
      if (!found.equals(names)) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "the targets are %s, expected %s",
                ClassNames.of(found),
                ClassNames.of(names)));
      }
      return data;
    }
    Labels labels = data.labels();
    if (labels.names().equals(names)) {
      return data;
    }
    String[] each = new String[labels.samples()];
    Arrays.setAll(each, labels::label);
    Labels known = Labels.encode(each, ClassNames.of(names));
    return new DataSet(data.features(), known, data.weights());
  }

  /** A network on its parameters, with the names that data have. */
  Network network(NetworkSpec spec, float[] parameters, DataSet data) {
    return this == CLASSES
        ? new Network(spec, parameters, data.labels().names())
        : Network.ofValues(spec, parameters, data.numbers().names());
  }
}
