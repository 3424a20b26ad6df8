package io.simdann.train;

/**
 * A line search for the strong Wolfe conditions (Nocedal and Wright, algorithms 3.5 and 3.6): a
 * step α with φ(α) ≤ φ(0) + c₁·α·φ′(0) and |φ′(α)| ≤ c₂·|φ′(0)|. Values are compared with a
 * tolerance, as is done where they are known to a precision only (Berahas, Byrd and Nocedal 2019):
 * near a minimum the slopes, which are more precise, decide. A value or slope that isn't finite is
 * too high.
 */
final class StrongWolfe {
  private static final double SUFFICIENT_DECREASE = 1e-4;
  private static final double CURVATURE = 0.9;

  /** By how much of the last interval a step grows, at least and at most; those of MINPACK-2. */
  private static final double LEAST_GROWTH = 1.1;

  private static final double MOST_GROWTH = 4;

  /** The part of a bracket's ends where no step is tried. */
  private static final double MARGIN = 0.1;

  /** What is minimized along a line. */
  interface Line {

    /** Evaluates it at a step. */
    void evaluate(double step);

    /** The value φ there. */
    double value();

    /** The slope φ′ there. */
    double slope();
  }

  private static final class Point {
    double step;
    double value;
    double slope;

    void set(double newStep, double newValue, double newSlope) {
      step = newStep;
      value = newValue;
      slope = newSlope;
    }

    boolean isFinite() {
      return Double.isFinite(value) && Double.isFinite(slope);
    }
  }

  private final int mostEvaluations;
  private int evaluations;
  private double startValue;
  private double startSlope;
  private double tolerance;

  /** The best point so far that has come down enough. */
  private Point low = new Point();

  private Point high = new Point();
  private Point trial = new Point();

  StrongWolfe(int mostEvaluations) {
    this.mostEvaluations = mostEvaluations;
  }

  /**
   * Searches. The line is evaluated at the step that is found last of all. If no step has both
   * conditions after the most evaluations, that is the best one, evaluated once more, if it has a
   * smaller value than the start.
   *
   * @param line the line
   * @param value its value at 0
   * @param slope its slope at 0, less than 0
   * @param first the step that is tried first, greater than 0
   * @param precision by how much values may be off
   * @return the step; 0 if there is none
   */
  double search(Line line, double value, double slope, double first, double precision) {
    startValue = value;
    startSlope = slope;
    tolerance = precision;
    evaluations = 0;
    low.set(0, value, slope);
    double step = first;
    while (evaluate(line, step)) {
      if (isTooHigh()) {
        swapHigh();
        return zoom(line);
      }
      if (isFlat()) {
        return trial.step;
      }
      double grown = trial.step - low.step;
      step =
          clamp(
              minimumOfCubic(low, trial),
              trial.step + LEAST_GROWTH * grown,
              trial.step + MOST_GROWTH * grown);
      boolean rises = trial.slope >= 0;
      swapLow();
      if (rises) {
        // The point before is the other end.
        Point before = trial;
        trial = high;
        high = before;
        return zoom(line);
      }
    }
    return best(line);
  }

  /** Narrows the bracket from low to high, in which there is a step with both conditions. */
  private double zoom(Line line) {
    while (evaluate(line, within())) {
      if (isTooHigh()) {
        swapHigh();
      } else if (isFlat()) {
        return trial.step;
      } else {
        boolean turned = trial.slope * (high.step - low.step) >= 0;
        if (turned) {
          high.set(low.step, low.value, low.slope);
        }
        swapLow();
      }
    }
    return best(line);
  }

  private double best(Line line) {
    if (low.step == 0 || !(low.value < startValue)) {
      return 0;
    }
    line.evaluate(low.step);
    return low.step;
  }

  /** Evaluates a trial; returns false if there may be no more. */
  private boolean evaluate(Line line, double step) {
    if (evaluations == mostEvaluations) {
      return false;
    }
    evaluations++;
    line.evaluate(step);
    trial.set(step, line.value(), line.slope());
    return true;
  }

  private boolean isTooHigh() {
    double enough = startValue + SUFFICIENT_DECREASE * trial.step * startSlope;
    return !trial.isFinite()
        || trial.value > enough + tolerance
        || low.step > 0 && trial.value >= low.value + tolerance;
  }

  private boolean isFlat() {
    return Math.abs(trial.slope) <= -CURVATURE * startSlope;
  }

  private void swapLow() {
    Point point = low;
    low = trial;
    trial = point;
  }

  private void swapHigh() {
    Point point = high;
    high = trial;
    trial = point;
  }

  /** The step to try in the bracket. */
  private double within() {
    double width = high.step - low.step;
    if (!high.isFinite()) {
      return low.step + width / 2;
    }
    double near = low.step + MARGIN * width;
    double far = high.step - MARGIN * width;
    double step = minimumOfCubic(low, high);
    return Double.isNaN(step)
        ? low.step + width / 2
        : clamp(step, Math.min(near, far), Math.max(near, far));
  }

  /** Where the cubic through two points with their slopes has its minimum (3.59); else NaN. */
  private static double minimumOfCubic(Point a, Point b) {
    double width = b.step - a.step;
    double d1 = a.slope + b.slope - 3 * (a.value - b.value) / (a.step - b.step);
    double d2 = Math.copySign(Math.sqrt(d1 * d1 - a.slope * b.slope), width);
    return b.step - width * (b.slope + d2 - d1) / (b.slope - a.slope + 2 * d2);
  }

  /** The nearest value within limits; of NaN the upper one. */
  private static double clamp(double value, double least, double most) {
    return value <= least ? least : value <= most ? value : most;
  }
}
