package io.simdann.cli;

import io.simdann.kernel.Backend;
import io.simdann.kernel.KernelSelection;
import io.simdann.kernel.Kernels;
import io.simdann.nn.Activation;
import io.simdann.nn.Initializer;
import io.simdann.nn.Loss;
import io.simdann.train.Adam;
import io.simdann.train.OptimizerSettings;
import io.simdann.train.Regularization;
import io.simdann.train.Rmsprop;
import io.simdann.train.Sgd;
import io.simdann.train.Trainer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/**
 * The options of a training that say how a network computes and learns: activations, optimizer,
 * regularization, initial weights. What isn't given follows from the preset.
 */
final class MethodOptions {
  private static final double SGD_RATE = 0.1;
  private static final double ADAPTIVE_RATE = 0.001;
  private static final double RHO = 0.9;
  private static final double BETA_1 = 0.9;
  private static final double BETA_2 = 0.999;
  private static final double WEIGHT_DECAY = 0.01;
  private static final int MODERN_HIDDEN = 100;
  private static final int MODERN_BATCH = 128;

  /** What the other options are when they aren't given. */
  enum Preset {
    article,
    modern
  }

  /** The optimizers by name. */
  enum Method {
    sgd,
    rmsprop,
    adam,
    adamw
  }

  @Option(
      names = "--preset",
      paramLabel = "NAME",
      description = {
        "What options are that aren't given: article, or modern for --hidden 100 --activation relu"
            + " --optimizer adam --batch-size 128. Default: ${DEFAULT-VALUE}."
      })
  private Preset preset = Preset.article;

  @Option(
      names = "--activation",
      paramLabel = "NAMES",
      split = ",",
      description = {
        "What the outputs of hidden layers go through, one for all layers or one for each: identity,"
            + " sigmoid, tanh, relu, leaky_relu, elu, gelu or silu. Default: sigmoid."
      })
  private List<String> activations;

  @Option(
      names = "--optimizer",
      paramLabel = "NAME",
      description = "sgd, rmsprop, adam or adamw. Default: sgd.")
  private Method optimizer;

  @Option(
      names = "--learning-rate",
      paramLabel = "RATE",
      description = {
        "Step per unit of mean gradient, above 0. Default: 0.1 with sgd, 0.001 with the others."
      })
  private Double learningRate;

  @Option(
      names = "--momentum",
      paramLabel = "NUMBER",
      description = "Momentum of sgd, from 0 to less than 1. Default: 0.")
  private Double momentum;

  @Option(names = "--nesterov", description = "The momentum of sgd is Nesterov's.")
  private boolean nesterov;

  @Option(
      names = "--rho",
      paramLabel = "NUMBER",
      description = "Decay of the squares of rmsprop, from 0 to less than 1. Default: 0.9.")
  private Double rho;

  @Option(
      names = "--beta-1",
      paramLabel = "NUMBER",
      description = "Decay of the means of adam, from 0 to less than 1. Default: 0.9.")
  private Double beta1;

  @Option(
      names = "--beta-2",
      paramLabel = "NUMBER",
      description = "Decay of the squares of adam, from 0 to less than 1. Default: 0.999.")
  private Double beta2;

  @Option(
      names = "--weight-decay",
      paramLabel = "NUMBER",
      description = "Decoupled decay of weights of adamw, 0 or more. Default: 0.01.")
  private Double weightDecay;

  @Option(
      names = "--l1",
      paramLabel = "NUMBER",
      description = "Factor of the penalty on |w|, without biases, 0 or more. Default: 0.")
  private double l1;

  @Option(
      names = "--l2",
      paramLabel = "NUMBER",
      description = "Factor of the penalty on w²/2, without biases, 0 or more. Default: 0.")
  private double l2;

  @Option(
      names = "--clip-value",
      paramLabel = "NUMBER",
      description = "Largest magnitude of a value of the gradient, above 0. Default: any.")
  private double clipValue = Double.POSITIVE_INFINITY;

  @Option(
      names = "--clip-norm",
      paramLabel = "NUMBER",
      description = "Largest 2-norm of the whole gradient, above 0. Default: any.")
  private double clipNorm = Double.POSITIVE_INFINITY;

  @Option(
      names = "--label-smoothing",
      paramLabel = "NUMBER",
      description = {
        "What part of a target is spread over all classes, from 0 to less than 1. Default: 0."
      })
  private double labelSmoothing;

  @Option(
      names = "--init",
      paramLabel = "NAME",
      description = {
        "How weights start: article, glorot_normal, glorot_uniform, he_normal or he_uniform."
            + " Default: article for sigmoids alone; else he_normal for relu, leaky_relu, elu, gelu"
            + " and silu, and glorot_uniform for other layers."
      })
  private String init;

  private boolean isModern() {
    return preset == Preset.modern;
  }

  /** The hidden layers and batches where none are given. */
  void presets(Trainer.Builder settings) {
    if (isModern()) {
      settings.hidden(MODERN_HIDDEN).batchSize(MODERN_BATCH);
    }
  }

  /** Sets all that these options say; an {@link IllegalArgumentException} tells what is wrong. */
  void apply(Trainer.Builder settings) {
    settings
        .activation(activations())
        .loss(loss())
        .optimizer(optimizer())
        .regularization(new Regularization(l1, l2, clipValue, clipNorm));
    if (init != null) {
      settings.initializer(initializer());
    }
  }

  private Activation[] activations() {
    if (activations == null) {
      return new Activation[] {isModern() ? Activation.RELU : Activation.SIGMOID};
    }
    // The scalar kernels are complete, and their refusal lists what there is.
    Kernels kernels = KernelSelection.choose(Backend.SCALAR, KernelSelection.WIDEST).kernels();
    activations.forEach(kernels::activation);
    return activations.stream().map(Activation::new).toArray(Activation[]::new);
  }

  private Loss loss() {
    if (labelSmoothing == 0) {
      return Loss.SOFTMAX_CROSS_ENTROPY;
    }
    if (!(labelSmoothing > 0 && labelSmoothing < 1)) {
      throw new IllegalArgumentException(
          "label smoothing must be from 0 to less than 1, but was " + labelSmoothing);
    }
    return Loss.SOFTMAX_CROSS_ENTROPY.with(labelSmoothing);
  }

  private OptimizerSettings optimizer() {
    Method method = optimizer != null ? optimizer : isModern() ? Method.adam : Method.sgd;
    boolean adaptive = method == Method.adam || method == Method.adamw;
    requireFor(method == Method.sgd, "--momentum", momentum != null, method, "sgd");
    requireFor(method == Method.sgd, "--nesterov", nesterov, method, "sgd");
    requireFor(method == Method.rmsprop, "--rho", rho != null, method, "rmsprop");
    requireFor(adaptive, "--beta-1", beta1 != null, method, "adam and adamw");
    requireFor(adaptive, "--beta-2", beta2 != null, method, "adam and adamw");
    requireFor(method == Method.adamw, "--weight-decay", weightDecay != null, method, "adamw");
    double rate = or(learningRate, method == Method.sgd ? SGD_RATE : ADAPTIVE_RATE);
    double decay = method == Method.adamw ? or(weightDecay, WEIGHT_DECAY) : 0;
    return switch (method) {
      case sgd -> new Sgd(rate, or(momentum, 0), nesterov);
      case rmsprop -> new Rmsprop(rate, or(rho, RHO));
      case adam, adamw -> new Adam(rate, or(beta1, BETA_1), or(beta2, BETA_2), decay);
    };
  }

  private static void requireFor(
      boolean fits, String option, boolean given, Method method, String expected) {
    if (given && !fits) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "%s is for the optimizer %s, but that is %s", option, expected, method));
    }
  }

  private static double or(Double given, double otherwise) {
    return given == null ? otherwise : given;
  }

  private Initializer initializer() {
    for (Initializer initializer : Initializer.values()) {
      if (initializer.name().toLowerCase(Locale.ROOT).equals(init)) {
        return initializer;
      }
    }
    throw new IllegalArgumentException(
        String.format(
            Locale.ROOT,
            "there is no initializer \"%s\", expected one of: %s",
            init,
            Arrays.stream(Initializer.values())
                .map(each -> each.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "))));
  }
}
