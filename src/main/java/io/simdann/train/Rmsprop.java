package io.simdann.train;

import io.simdann.kernel.Kernels;
import io.simdann.step.Optimizer;
import io.simdann.step.StepContext;
import java.util.List;

/**
 * RMSprop (Hinton 2012): s = rho·s + (1 − rho)·g², w = w − rate·g / (√s + 1e-8).
 *
 * @param learningRate finite and greater than 0
 * @param rho from 0 to less than 1
 */
public record Rmsprop(double learningRate, double rho) implements FirstOrderSettings {

  /**
   * Checks the settings.
   *
   * @param learningRate finite and greater than 0
   * @param rho from 0 to less than 1
   * @throws IllegalArgumentException if they are anything else
   */
  public Rmsprop {
    Settings.LEARNING_RATE.require(learningRate);
    Settings.RHO.require(rho);
  }

  /**
   * With a rho of 0.9.
   *
   * @param learningRate finite and greater than 0
   */
  public Rmsprop(double learningRate) {
    this(learningRate, 0.9);
  }

  static Rmsprop of(SettingValues values) {
    return new Rmsprop(
        values.get(Settings.LEARNING_RATE, Adam.DEFAULT_RATE), values.get(Settings.RHO));
  }

  @Override
  public SettingValues values() {
    return SettingValues.NONE
        .with(Settings.OPTIMIZER, name())
        .with(Settings.LEARNING_RATE, learningRate)
        .with(Settings.RHO, rho);
  }

  @Override
  public String name() {
    return "rmsprop";
  }

  @Override
  public Rmsprop withLearningRate(double rate) {
    return new Rmsprop(rate, rho);
  }

  /**
   * {@inheritDoc}
   *
   * @hidden internal
   */
  @Override
  public Optimizer create(Kernels kernels, Regularization regularization) {
    return new Implementation(kernels, rho, regularization);
  }

  private static final class Implementation extends KernelOptimizer {
    private final double rho;

    Implementation(Kernels kernels, double rho, Regularization regularization) {
      super(kernels, "rmsprop", 5, regularization);
      this.rho = rho;
    }

    @Override
    public List<String> slots() {
      return List.of("square");
    }

    @Override
    void begin(StepContext context, double sumDivisor, float[] result) {
      result[0] = (float) (1 / sumDivisor);
      result[1] = (float) context.learningRate();
      result[2] = (float) rho;
      result[3] = (float) (1 - rho);
      result[4] = Adam.EPSILON;
    }
  }
}
