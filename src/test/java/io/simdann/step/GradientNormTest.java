package io.simdann.step;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.simdann.parallel.WorkerTeam;
import java.util.Random;
import org.junit.jupiter.api.Test;

class GradientNormTest {
  private static final int[] COUNTS = {1, 15, 17, 4095, 4096, 4097, 8192, 3 * 4096 + 5, 70_000};

  @Test
  void itIsTheRootOfTheSumOfSquaresAndTheSameForAllThreads() {
    for (int count : COUNTS) {
      float[] gradient = new float[count];
      double squares = 0;
      Random random = new Random(count);
      for (int i = 0; i < count; i++) {
        gradient[i] = (float) random.nextGaussian();
        squares += (double) gradient[i] * gradient[i];
      }
      double expected = norm(gradient, 1);
      assertEquals(Math.sqrt(squares), expected, 1e-12 * expected);
      for (int threads : new int[] {2, 7}) {
        assertEquals(expected, norm(gradient, threads), threads + " threads");
      }
    }
  }

  private static double norm(float[] gradient, int threads) {
    try (WorkerTeam team = WorkerTeam.ofThreads(threads)) {
      GradientNorm norm = new GradientNorm(team);
      norm.reserve(gradient.length);
      return norm.of(gradient);
    }
  }

  @Test
  void squaresBeyondTheRangeOfFloatsDontOverflow() {
    assertEquals(5e30f, norm(new float[] {3e30f, -4e30f}, 1), 1e24);
  }
}
