package io.simdann.kernel;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The sigmoid on panels, forward and backward, and the 16-way sums over samples. */
class PanelKernelsTest {
  private static final int SAMPLES = 96;
  private static final int BIAS_OFFSET = 2;
  private static final int SUMS_OFFSET = 5;

  @ParameterizedTest
  @MethodSource("io.simdann.kernel.KernelSets#all")
  void biasSigmoidIsTheSigmoidOfTheSum(Kernels kernels) {
    for (int rows : new int[] {0, 1, 2, 5}) {
      float[] bias = RandomFloats.wild(1, BIAS_OFFSET + rows);
      float[][] z = LogicalPanels.wild(2, Math.max(1, rows), SAMPLES);
      float[][] expected = copy(z);
      for (int row = 0; row < rows; row++) {
        for (int sample = 0; sample < SAMPLES; sample++) {
          expected[row][sample] += bias[BIAS_OFFSET + row];
        }
        KernelSets.scalar().sigmoid(expected[row], 0, expected[row], 0, SAMPLES);
      }
      LogicalPanels panels = LogicalPanels.of(z, kernels);
      for (int panel = 0; panel < panels.panels(); panel++) {
        kernels.biasSigmoid(panels.data, panels.offset(panel), rows, bias, BIAS_OFFSET);
      }
      LogicalPanels.assertSame(expected, panels.values(), rows + " rows");
      panels.assertGuardsUntouched();
    }
  }

  @ParameterizedTest
  @MethodSource("io.simdann.kernel.KernelSets#all")
  void sigmoidGradientIsTheDerivativeAndItsSumsRunSixteenWays(Kernels kernels) {
    for (boolean wild : new boolean[] {false, true}) {
      for (int rows : new int[] {0, 1, 2, 5}) {
        float[][] activation = panelValues(wild, 1, rows);
        float[][] gradient = panelValues(wild, 2, rows);
        float[] sums = RandomFloats.ordinary(3, SUMS_OFFSET + rows * Kernels.SUM_WAYS + 4);
        float[][] expected = copy(gradient);
        float[] expectedSums = sums.clone();
        for (int row = 0; row < rows; row++) {
          for (int sample = 0; sample < SAMPLES; sample++) {
            float a = activation[row][sample];
            float dz = gradient[row][sample] * (a * (1f - a));
            expected[row][sample] = dz;
            expectedSums[SUMS_OFFSET + row * 16 + sample % 16] += dz;
          }
        }
        LogicalPanels a = LogicalPanels.of(activation, kernels);
        LogicalPanels dz = LogicalPanels.of(gradient, kernels);
        for (int panel = 0; panel < a.panels(); panel++) {
          int offset = a.offset(panel);
          kernels.sigmoidGradient(a.data, offset, dz.data, offset, rows, sums, SUMS_OFFSET);
        }
        LogicalPanels.assertSame(expected, dz.values(), "dZ of " + rows + " rows");
        Bits.assertSame(expectedSums, sums, "sums of " + rows + " rows");
        LogicalPanels.assertSame(activation, a.values(), "the activation");
        dz.assertGuardsUntouched();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("io.simdann.kernel.KernelSets#all")
  void addRowSumsRunsSixteenWays(Kernels kernels) {
    for (int rows : new int[] {0, 1, 2, 5}) {
      float[][] values = panelValues(false, 1, rows);
      float[] sums = RandomFloats.ordinary(2, SUMS_OFFSET + rows * Kernels.SUM_WAYS + 4);
      float[] expected = sums.clone();
      for (int row = 0; row < rows; row++) {
        for (int sample = 0; sample < SAMPLES; sample++) {
          expected[SUMS_OFFSET + row * 16 + sample % 16] += values[row][sample];
        }
      }
      LogicalPanels panels = LogicalPanels.of(values, kernels);
      for (int panel = 0; panel < panels.panels(); panel++) {
        kernels.addRowSums(panels.data, panels.offset(panel), rows, sums, SUMS_OFFSET);
      }
      Bits.assertSame(expected, sums, "sums of " + rows + " rows");
      LogicalPanels.assertSame(values, panels.values(), "the panels");
    }
  }

  @Test
  void foldSumsAddsTheUpperHalfToTheLowerUntilOneIsLeft() {
    for (int seed = 0; seed < 20; seed++) {
      float[] sums = RandomFloats.ordinary(seed, 3 + 16);
      float[] tree = Arrays.copyOfRange(sums, 3, 3 + 16);
      for (int half = 8; half >= 1; half /= 2) {
        for (int i = 0; i < half; i++) {
          tree[i] += tree[i + half];
        }
      }
      Bits.assertSame(tree[0], Kernels.foldSums(sums, 3), "the sum");
    }
  }

  private static float[][] panelValues(boolean wild, long seed, int rows) {
    return wild
        ? LogicalPanels.wild(seed, Math.max(1, rows), SAMPLES)
        : LogicalPanels.ordinary(seed, Math.max(1, rows), SAMPLES, 1f);
  }

  private static float[][] copy(float[][] values) {
    return Arrays.stream(values).map(float[]::clone).toArray(float[][]::new);
  }
}
