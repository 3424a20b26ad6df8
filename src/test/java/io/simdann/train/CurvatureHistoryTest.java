package io.simdann.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.simdann.step.BlockSums;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CurvatureHistoryTest {
  private static final int SIZE = 9;

  private final Random random = new Random(1);
  private final CurvatureHistory history = new CurvatureHistory(4, SIZE, new BlockSums(SIZE));

  /** The pairs that the history should have, oldest first. */
  private final List<double[][]> pairs = new ArrayList<>();

  @Test
  void theDirectionIsThatOfTheBfgsMatrix() {
    for (int step = 0; step < 11; step++) {
      compare();
      add(step % 5 == 3);
    }
    assertEquals(4, pairs.size());
    history.clear();
    pairs.clear();
    assertTrue(history.isEmpty());
    compare();
    add(false);
    compare();
  }

  @Test
  void aStepWithoutCurvatureIsLeftOut() {
    for (int step = 0; step < 6; step++) {
      add(false);
    }
    float[] before = new float[SIZE];
    float[] after = vector();
    // The gradient changes against the step; its place was the oldest pair's.
    history.add(before, after, after, before, 1);
    pairs.remove(0);
    compare();
    assertFalse(history.isEmpty());
    // No change of the gradient at all.
    history.add(before, after, after, after, 1);
    compare();
  }

  private void add(boolean skewed) {
    float[] before = vector();
    float[] after = vector();
    float[] gradientBefore = vector();
    float[] gradientAfter = new float[SIZE];
    double[][] pair = new double[2][SIZE];
    double curvature = 0;
    for (int i = 0; i < SIZE; i++) {
      pair[0][i] = after[i] - before[i];
      gradientAfter[i] = (float) (gradientBefore[i] + pair[0][i] * (1 + i) / (skewed ? 3 : 1));
      pair[1][i] = gradientAfter[i] - gradientBefore[i];
      curvature += pair[0][i] * pair[1][i];
    }
    assertTrue(curvature > 0.01);
    history.add(before, after, gradientBefore, gradientAfter, 1);
    pairs.add(pair);
    if (pairs.size() > 4) {
      pairs.remove(0);
    }
  }

  private float[] vector() {
    float[] vector = new float[SIZE];
    for (int i = 0; i < SIZE; i++) {
      vector[i] = (float) random.nextGaussian();
    }
    return vector;
  }

  private void compare() {
    float[] gradient = vector();
    double[] direction = new double[SIZE];
    history.direction(gradient, direction);
    double[][] matrix = matrix();
    double[] expected = new double[SIZE];
    for (int i = 0; i < SIZE; i++) {
      for (int j = 0; j < SIZE; j++) {
        expected[i] -= matrix[i][j] * gradient[j];
      }
    }
    // Differences of floats were rounded.
    assertArrayEquals(expected, direction, 1e-4);
  }

  /** H ← (I − ρsyᵀ)·H·(I − ρysᵀ) + ρssᵀ (Nocedal and Wright, (6.17)), from (s·y / y·y)·I. */
  private double[][] matrix() {
    double[][] h = new double[SIZE][SIZE];
    double scale = 1;
    for (double[][] pair : pairs) {
      scale = dot(pair[0], pair[1]) / dot(pair[1], pair[1]);
    }
    for (int i = 0; i < SIZE; i++) {
      h[i][i] = scale;
    }
    for (double[][] pair : pairs) {
      double[] s = pair[0];
      double[] y = pair[1];
      double rho = 1 / dot(s, y);
      double[][] left = new double[SIZE][SIZE];
      for (int i = 0; i < SIZE; i++) {
        for (int j = 0; j < SIZE; j++) {
          left[i][j] = (i == j ? 1 : 0) - rho * s[i] * y[j];
        }
      }
      double[][] updated = new double[SIZE][SIZE];
      for (int i = 0; i < SIZE; i++) {
        for (int j = 0; j < SIZE; j++) {
          updated[i][j] = rho * s[i] * s[j];
          for (int k = 0; k < SIZE; k++) {
            for (int l = 0; l < SIZE; l++) {
              updated[i][j] += left[i][k] * h[k][l] * left[j][l];
            }
          }
        }
      }
      h = updated;
    }
    return h;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
