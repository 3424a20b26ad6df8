package io.simdann.train;

import io.simdann.kernel.Kernels;
import java.util.Locale;

/**
 * L-BFGS, for full batches: a quasi-Newton method with limited memory (Liu and Nocedal 1989;
 * Nocedal and Wright, Numerical Optimization, algorithms 7.4 and 7.5), with a line search for the
 * strong Wolfe conditions (algorithms 3.5 and 3.6, c₁ = 1e-4, c₂ = 0.9). What is minimized is the
 * mean loss and the l2 penalty of {@link Regularization}.
 *
 * <p>An iteration is one accepted step. It takes one gradient or a few, at most {@value
 * #MOST_EVALUATIONS} to a line search, and one more where the best of them must do; a search that
 * finds nothing is followed by one down the gradient. The run ends before its iterations are done
 * when the largest magnitude of the gradient is within the tolerance, or when neither the loss nor
 * the gradient gets smaller within the precision of floats. Features should be scaled: of a sample
 * whose class has a probability below 1e-8 the loss doesn't grow as the gradient says, which ends a
 * run early. There is no learning rate, no schedule, no l1 penalty and no clipping.
 *
 * @param history the last steps from which the curvature is known, 1 or more; each takes two floats
 *     per parameter
 * @param tolerance the largest magnitude of the gradient, penalty included, at which the run ends;
 *     finite, 0 or more
 */
public record Lbfgs(int history, double tolerance) implements OptimizerSettings {

  /** The most gradients of a line search. */
  public static final int MOST_EVALUATIONS = 25;

  /**
   * Checks the settings.
   *
   * @param history 1 or more
   * @param tolerance finite, 0 or more
   * @throws IllegalArgumentException if they are anything else
   */
  public Lbfgs {
    Settings.HISTORY_SIZE.require(history);
    Settings.TOLERANCE.require(tolerance);
  }

  /** With a history of 10 and a tolerance of 1e-5. */
  public Lbfgs() {
    this(10, 1e-5);
  }

  static Lbfgs of(SettingValues values) {
    return new Lbfgs(values.get(Settings.HISTORY_SIZE), values.get(Settings.TOLERANCE));
  }

  @Override
  public SettingValues values() {
    return SettingValues.NONE
        .with(Settings.OPTIMIZER, name())
        .with(Settings.HISTORY_SIZE, history)
        .with(Settings.TOLERANCE, tolerance);
  }

  @Override
  public String name() {
    return "lbfgs";
  }

  /**
   * The step that is tried first, in units of the quasi-Newton step.
   *
   * @return 1
   */
  @Override
  public double learningRate() {
    return 1;
  }

  @Override
  public boolean hasLearningRate() {
    return false;
  }

  /**
   * These settings: the line search finds the steps.
   *
   * @param rate has no effect
   * @return this
   */
  @Override
  public Lbfgs withLearningRate(double rate) {
    return this;
  }

  /**
   * {@inheritDoc}
   *
   * @hidden internal
   */
  @Override
  public void requireFits(Regularization regularization, Schedule schedule, boolean drops) {
    if (drops) {
      throw new IllegalArgumentException(
          "lbfgs takes no dropout, with which the loss is another one each time");
    }
    if (regularization.l1() > 0) {
      throw new IllegalArgumentException(
          "lbfgs takes no l1 penalty, which has no gradient at 0: l1 must be 0, but was "
              + regularization.l1());
    }
    if (regularization.clipsValues() || regularization.clipsNorm()) {
      throw new IllegalArgumentException(
          "lbfgs takes no clipping, whose gradients are those of no loss: expected neither a clip"
              + " value nor a clip norm");
    }
    if (!schedule.equals(Schedule.CONSTANT)) {
      throw new IllegalArgumentException(
          "lbfgs finds its steps itself: the schedule must be constant, but was "
              + schedule.name());
    }
  }

  /**
   * {@inheritDoc}
   *
   * @hidden internal
   */
  @Override
  public void requireFits(EpochPlan plan) {
    if (!plan.fullBatch()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "lbfgs takes full batches: the batch size must be the %d samples or not be set, but"
                  + " was %d",
              plan.samples(),
              plan.batchSize()));
    }
  }

  /**
   * {@inheritDoc}
   *
   * @hidden internal
   */
  @Override
  public Minimizer minimizer(Kernels kernels, Regularization regularization) {
    return new LbfgsMinimizer(this, regularization.l2());
  }
}
