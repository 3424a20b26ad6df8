package io.simdann.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

class StrongWolfeTest {
  private static final double[] FIRST = {1e-3, 0.1, 1, 10, 1e3};

  /** φ and φ′. */
  private record Function(DoubleUnaryOperator value, DoubleUnaryOperator slope) {}

  private static final Map<String, Function> FUNCTIONS =
      Map.of(
          "(a − 1)²",
          new Function(a -> (a - 1) * (a - 1), a -> 2 * (a - 1)),
          "Moré and Thuente 1994, (5.1)",
          new Function(a -> -a / (a * a + 2), a -> (a * a - 2) / ((a * a + 2) * (a * a + 2))),
          "Moré and Thuente 1994, (5.2)",
          new Function(
              a -> Math.pow(a + 0.004, 5) - 2 * Math.pow(a + 0.004, 4),
              a -> 5 * Math.pow(a + 0.004, 4) - 8 * Math.pow(a + 0.004, 3)),
          "eᵃ − 20a",
          new Function(a -> Math.exp(a) - 20 * a, a -> Math.exp(a) - 20),
          "log, NaN beyond 50",
          new Function(a -> -Math.log(1 + a) - Math.log(50 - a), a -> 1 / (50 - a) - 1 / (1 + a)),
          "many valleys",
          new Function(a -> a * a / 100 - Math.sin(5 * a), a -> a / 50 - 5 * Math.cos(5 * a)));

  private static final class Counted implements StrongWolfe.Line {
    private final Function function;
    private int evaluations;
    private double at;

    Counted(Function function) {
      this.function = function;
    }

    @Override
    public void evaluate(double step) {
      evaluations++;
      at = step;
    }

    @Override
    public double value() {
      return function.value.applyAsDouble(at);
    }

    @Override
    public double slope() {
      return function.slope.applyAsDouble(at);
    }
  }

  @Test
  void theStepHasBothConditionsAndWasEvaluatedLast() {
    FUNCTIONS.forEach(
        (name, function) -> {
          double value = function.value.applyAsDouble(0);
          double slope = function.slope.applyAsDouble(0);
          for (double first : FIRST) {
            Counted line = new Counted(function);
            double step = new StrongWolfe(25).search(line, value, slope, first, 0);
            String where = name + " from " + first + ", step " + step;
            assertTrue(step > 0, where);
            assertEquals(line.at, step, where);
            assertTrue(line.value() <= value + 1e-4 * step * slope, where);
            assertTrue(Math.abs(line.slope()) <= -0.9 * slope, where);
            assertTrue(line.evaluations <= 25, where);
          }
        });
  }

  @Test
  void valuesThatAreKnownToAPrecisionAreEnough() {
    double precision = 1e-6;
    for (int seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      // All of the curve within reach is below the noise; its slopes are not.
      Function noisy =
          new Function(
              a -> 1 + 1e-9 * (a - 1) * (a - 1) + precision * (random.nextDouble() - 0.5),
              a -> 2e-9 * (a - 1));
      for (double first : new double[] {0.01, 0.1, 1, 1.8}) {
        Counted line = new Counted(noisy);
        double step = new StrongWolfe(25).search(line, 1, -2e-9, first, precision);
        assertTrue(step > 0.0999 && step < 1.9001, seed + " from " + first + ": " + step);
      }
    }
  }

  @Test
  void whatFallsWithoutEndGivesTheBestStepThatWasTried() {
    Counted line = new Counted(new Function(a -> -a, a -> -1));
    double step = new StrongWolfe(7).search(line, 0, -1, 1, 0);
    assertEquals(8, line.evaluations);
    assertEquals(line.at, step);
    assertTrue(step >= 1000, "" + step);
  }

  @Test
  void whatOnlyRisesGivesNone() {
    Counted line = new Counted(new Function(a -> a, a -> 1));
    assertEquals(0, new StrongWolfe(25).search(line, 0, -1, 1, 0));
    assertEquals(25, line.evaluations);
    Counted bad = new Counted(new Function(a -> Double.NaN, a -> Double.NaN));
    assertEquals(0, new StrongWolfe(25).search(bad, 0, -1, 1, 0));
    assertEquals(25, bad.evaluations);
  }
}
