package io.simdann.train;

import io.simdann.kernel.Kernels;
import io.simdann.step.Optimizer;
import io.simdann.step.StepContext;
import java.util.List;

/**
 * Gradient descent, with or without momentum: v = momentum·v + g, w = w − rate·v, or with
 * Nesterov's momentum w = w − rate·(g + momentum·v) (Sutskever et al. 2013).
 *
 * @param learningRate the step per unit of mean gradient, finite and greater than 0
 * @param momentum from 0, for none, to less than 1
 * @param nesterov whether momentum is Nesterov's
 */
public record Sgd(double learningRate, double momentum, boolean nesterov)
    implements FirstOrderSettings {
  private static final double DEFAULT_RATE = 0.1;

  /**
   * Checks the settings.
   *
   * @param learningRate finite and greater than 0
   * @param momentum from 0 to less than 1; more than 0 for Nesterov's
   * @param nesterov whether momentum is Nesterov's
   * @throws IllegalArgumentException if they are anything else
   */
  public Sgd {
    Settings.LEARNING_RATE.require(learningRate);
    Settings.MOMENTUM.require(momentum);
    if (nesterov && momentum == 0) {
      throw new IllegalArgumentException("Nesterov's momentum needs a momentum greater than 0");
    }
  }

  /**
   * Plain gradient descent.
   *
   * @param learningRate finite and greater than 0
   */
  public Sgd(double learningRate) {
    this(learningRate, 0, false);
  }

  static Sgd of(SettingValues values) {
    return new Sgd(
        values.get(Settings.LEARNING_RATE, DEFAULT_RATE),
        values.get(Settings.MOMENTUM),
        values.get(Settings.NESTEROV));
  }

  @Override
  public SettingValues values() {
    return SettingValues.NONE
        .with(Settings.OPTIMIZER, name())
        .with(Settings.LEARNING_RATE, learningRate)
        .with(Settings.MOMENTUM, momentum)
        .with(Settings.NESTEROV, nesterov);
  }

  @Override
  public String name() {
    return "sgd";
  }

  @Override
  public Sgd withLearningRate(double rate) {
    return new Sgd(rate, momentum, nesterov);
  }

  /**
   * {@inheritDoc}
   *
   * @hidden internal
   */
  @Override
  public Optimizer create(Kernels kernels, Regularization regularization) {
    return momentum == 0
        ? new Plain(kernels, regularization)
        : new WithMomentum(kernels, this, regularization);
  }

  private static final class Plain extends KernelOptimizer {

    Plain(Kernels kernels, Regularization regularization) {
      super(kernels, "sgd", 1, regularization);
    }

    @Override
    void begin(StepContext context, double sumDivisor, float[] result) {
      result[0] = (float) (context.learningRate() / sumDivisor);
    }
  }

  private static final class WithMomentum extends KernelOptimizer {

    private final float momentum;

    WithMomentum(Kernels kernels, Sgd settings, Regularization regularization) {
      super(kernels, settings.nesterov ? "nesterov" : "momentum", 3, regularization);
      this.momentum = (float) settings.momentum;
    }

    @Override
    public List<String> slots() {
      return List.of("velocity");
    }

    @Override
    void begin(StepContext context, double sumDivisor, float[] result) {
      result[0] = (float) (1 / sumDivisor);
      result[1] = (float) context.learningRate();
      result[2] = momentum;
    }
  }
}
