package io.simdann.train;

import io.simdann.kernel.Kernels;
import io.simdann.step.Optimizer;
import io.simdann.step.StepContext;
import java.util.List;

/**
 * Adam (Kingma and Ba 2015): m = beta₁·m + (1 − beta₁)·g, v = beta₂·v + (1 − beta₂)·g², and in step
 * t, from 1, w = w − rate·m̂ / (√v̂ + 1e-8) with m̂ = m / (1 − beta₁ᵗ), v̂ = v / (1 − beta₂ᵗ). With
 * a weight decay it is AdamW (Loshchilov and Hutter 2019): before that, w = w − rate·decay·w, for
 * weights, not for biases.
 *
 * @param learningRate finite and greater than 0
 * @param beta1 from 0 to less than 1
 * @param beta2 from 0 to less than 1
 * @param weightDecay finite, 0 or more
 */
public record Adam(double learningRate, double beta1, double beta2, double weightDecay)
    implements FirstOrderSettings {

  /** Added to the root. */
  static final float EPSILON = 1e-8f;

  static final double DEFAULT_RATE = 0.001;
  private static final String WITH_DECAY = "adamw";

  /**
   * Checks the settings.
   *
   * @param learningRate finite and greater than 0
   * @param beta1 from 0 to less than 1
   * @param beta2 from 0 to less than 1
   * @param weightDecay finite, 0 or more
   * @throws IllegalArgumentException if they are anything else
   */
  public Adam {
    Settings.LEARNING_RATE.require(learningRate);
    Settings.BETA_1.require(beta1);
    Settings.BETA_2.require(beta2);
    Settings.WEIGHT_DECAY.require(weightDecay);
  }

  /**
   * With betas of 0.9 and 0.999, and no decay.
   *
   * @param learningRate finite and greater than 0
   */
  public Adam(double learningRate) {
    this(learningRate, 0.9, 0.999, 0);
  }

  static Adam of(SettingValues values) {
    boolean decays = values.get(Settings.OPTIMIZER).equals(WITH_DECAY);
    return new Adam(
        values.get(Settings.LEARNING_RATE, DEFAULT_RATE),
        values.get(Settings.BETA_1),
        values.get(Settings.BETA_2),
        decays ? values.get(Settings.WEIGHT_DECAY) : 0);
  }

  @Override
  public SettingValues values() {
    SettingValues values =
        SettingValues.NONE
            .with(Settings.OPTIMIZER, name())
            .with(Settings.LEARNING_RATE, learningRate)
            .with(Settings.BETA_1, beta1)
            .with(Settings.BETA_2, beta2);
    return weightDecay == 0 ? values : values.with(Settings.WEIGHT_DECAY, weightDecay);
  }

  @Override
  public String name() {
    return weightDecay == 0 ? "adam" : WITH_DECAY;
  }

  @Override
  public Adam withLearningRate(double rate) {
    return new Adam(rate, beta1, beta2, weightDecay);
  }

  /**
   * {@inheritDoc}
   *
   * @hidden internal
   */
  @Override
  public Optimizer create(Kernels kernels, Regularization regularization) {
    return new Implementation(kernels, this, regularization);
  }

  private static final class Implementation extends KernelOptimizer {
    private final Adam settings;

    Implementation(Kernels kernels, Adam settings, Regularization regularization) {
      super(kernels, "adam", 9, regularization);
      this.settings = settings;
    }

    @Override
    public List<String> slots() {
      return List.of("mean", "square");
    }

    @Override
    public boolean tellsBiasesApart() {
      return settings.weightDecay > 0 || super.tellsBiasesApart();
    }

    @Override
    void begin(StepContext context, double sumDivisor, float[] result) {
      int step = context.iteration() + 1;
      double correction1 = 1 - StrictMath.pow(settings.beta1, step);
      double correction2 = 1 - StrictMath.pow(settings.beta2, step);
      result[0] = (float) (1 / sumDivisor);
      result[1] = (float) (context.learningRate() / correction1);
      result[2] = (float) settings.beta1;
      result[3] = (float) (1 - settings.beta1);
      result[4] = (float) settings.beta2;
      result[5] = (float) (1 - settings.beta2);
      result[6] = (float) (1 / StrictMath.sqrt(correction2));
      result[7] = EPSILON;
      result[8] = (float) (context.learningRate() * settings.weightDecay);
    }
  }
}
