package io.simdann.train;

import io.simdann.kernel.HeapBytes;
import io.simdann.nn.NetworkSpec;
import io.simdann.step.BlockSums;
import io.simdann.step.GradientEngine;
import io.simdann.step.LocalGradientEngine;
import io.simdann.step.StepContext;

/**
 * L-BFGS as {@link Lbfgs} describes it. Parameters and gradients are floats; the direction and all
 * scalars are float64. Whatever is computed here of vectors goes in their order on one thread, and
 * sums by {@link BlockSums}, so the bits are those of the engine's gradients.
 */
final class LbfgsMinimizer implements Minimizer, StrongWolfe.Line {
  /**
   * To what values are known, in units of the larger of 1 and the value: costs of single samples
   * are floats, made of probabilities up to 1.
   */
  private static final double PRECISION = 0x1p-24;

  /** So many steps in a row that bring nothing end the run. */
  private static final int MOST_IDLE_STEPS = 10;

  private final Lbfgs settings;
  private final double l2;
  private final StrongWolfe lineSearch = new StrongWolfe(Lbfgs.MOST_EVALUATIONS);
  private BlockSums sums;
  private Objective objective;
  private CurvatureHistory history;
  private double[] direction;

  /** Of the parameters before the iteration. */
  private float[] gradient;

  private double value;
  private double costSum;
  private boolean evaluated;

  /** Of the parameters that are tried. */
  private float[] trialGradient;

  private double trialValue;
  private double trialSlope;
  private float[] origin;
  private float[] trial;

  private double lowest = Double.POSITIVE_INFINITY;
  private double flattest = Double.POSITIVE_INFINITY;
  private int idleSteps;
  private boolean ended;

  LbfgsMinimizer(Lbfgs settings, double l2) {
    this.settings = settings;
    this.l2 = l2;
  }

  /** The pairs of the history, two gradients, the direction. */
  @Override
  public long heapBytes(int parameters) {
    return (2L * settings.history() + 2) * HeapBytes.floats(parameters)
        + HeapBytes.array(parameters, Double.BYTES)
        + BlockSums.heapBytes(parameters);
  }

  @Override
  public void reserve(LocalGradientEngine engine, int batchSize) {
    engine.reserve(batchSize);
  }

  @Override
  public void begin(GradientEngine engine, NetworkSpec spec) {
    int parameters = spec.parameterCount();
    sums = new BlockSums(parameters);
    objective = new Objective(engine, spec, l2, sums);
    history = new CurvatureHistory(settings.history(), parameters, sums);
    direction = new double[parameters];
    gradient = new float[parameters];
    trialGradient = new float[parameters];
  }

  @Override
  public double iterate(StepContext context, float[] before, int from, int to, float[] after) {
    if (!evaluated) {
      value = objective.evaluate(before, gradient);
      costSum = objective.costSum();
      evaluated = true;
    }
    double cost = costSum;
    double steepest = largestMagnitude(gradient);
    if (!Double.isFinite(value) || !Double.isFinite(steepest)) {
      return Double.NaN;
    }
    origin = before;
    trial = after;
    ended = steepest <= settings.tolerance() || isIdle(steepest) || !(step() || stepAnew());
    return cost;
  }

  @Override
  public boolean hasEnded() {
    return ended;
  }

  /** A step down the gradient, after one by the history has failed. */
  private boolean stepAnew() {
    if (history.isEmpty()) {
      return false;
    }
    history.clear();
    return step();
  }

  private boolean step() {
    history.direction(gradient, direction);
    double slope = sums.dot(direction, gradient);
    if (!(slope < 0) || Double.isInfinite(slope)) {
      return false;
    }
    double first = history.isEmpty() ? Math.min(1, 1 / Math.sqrt(-slope)) : 1;
    double step = lineSearch.search(this, value, slope, first, precision(value));
    if (step == 0) {
      return false;
    }
    history.add(origin, trial, gradient, trialGradient, -slope * step);
    float[] last = gradient;
    gradient = trialGradient;
    trialGradient = last;
    value = trialValue;
    costSum = objective.costSum();
    return true;
  }

  @Override
  public void evaluate(double step) {
    for (int i = 0; i < direction.length; i++) {
      trial[i] = (float) (origin[i] + step * direction[i]);
    }
    trialValue = objective.evaluate(trial, trialGradient);
    trialSlope = sums.dot(direction, trialGradient);
  }

  @Override
  public double value() {
    return trialValue;
  }

  @Override
  public double slope() {
    return trialSlope;
  }

  /** Whether too many steps have brought neither a smaller value nor a smaller gradient. */
  private boolean isIdle(double steepest) {
    boolean lower = value < lowest - precision(value);
    boolean flatter = steepest < flattest;
    idleSteps = lower || flatter ? 0 : idleSteps + 1;
    if (lower) {
      lowest = value;
    }
    flattest = Math.min(flattest, steepest);
    return idleSteps >= MOST_IDLE_STEPS;
  }

  private static double precision(double value) {
    return PRECISION * Math.max(1, Math.abs(value));
  }

  /** The largest magnitude; NaN or infinite if a value is. */
  private static double largestMagnitude(float[] values) {
    float largest = 0;
    for (float each : values) {
      largest = Math.max(largest, Math.abs(each));
    }
    return largest;
  }
}
