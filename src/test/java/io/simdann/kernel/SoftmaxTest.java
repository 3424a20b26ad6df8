package io.simdann.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SoftmaxTest {
  private static final int SAMPLES = 64;
  private static final int BIAS_OFFSET = 2;
  private static final int[] ROWS = {1, 2, 3, 10, 33};

  /** The unit roundoff of float. */
  private static final double U = 0x1p-24;

  private static final float INFINITY = Float.POSITIVE_INFINITY;

  @ParameterizedTest
  @MethodSource("io.simdann.kernel.KernelSets#vectors")
  void vectorsGiveTheScalarBits(Kernels kernels) {
    for (int rows : ROWS) {
      float[] bias = RandomFloats.wild(rows, BIAS_OFFSET + rows);
      for (float[][] z :
          new float[][][] {
            LogicalPanels.ordinary(1, rows, SAMPLES, 20f), LogicalPanels.wild(2, rows, SAMPLES)
          }) {
        LogicalPanels.assertSame(
            softmax(KernelSets.scalar(), z, bias), softmax(kernels, z, bias), rows + " classes");
      }
    }
  }

  /**
   * With t = z + bias as rounded, d = t − max and u = 2⁻²⁴: rounding d changes exp by |d|·u of its
   * value, exp itself errs by at most 2u, the sum by u for each term, the quotient by u. The sum's
   * terms weigh as much as their probabilities. Below the normal range an ulp is 2⁻¹⁴⁹.
   */
  @Test
  void scalarIsWithinTheBoundOfItsRoundings() {
    for (float scale : new float[] {0.1f, 1f, 10f, 60f}) {
      for (int rows : ROWS) {
        float[] bias = RandomFloats.ordinary(rows, BIAS_OFFSET + rows);
        float[][] z = LogicalPanels.ordinary(3, rows, SAMPLES, scale);
        float[][] results = softmax(KernelSets.scalar(), z, bias);
        for (int sample = 0; sample < SAMPLES; sample++) {
          assertWithinBound(column(z, sample), bias, column(results, sample));
        }
      }
    }
  }

  private static void assertWithinBound(float[] z, float[] bias, float[] results) {
    int rows = z.length;
    double[] shifted = new double[rows];
    double max = Double.NEGATIVE_INFINITY;
    for (int row = 0; row < rows; row++) {
      shifted[row] = z[row] + bias[BIAS_OFFSET + row];
      max = Math.max(max, shifted[row]);
    }
    double sum = 0;
    double weightedError = 0;
    for (int row = 0; row < rows; row++) {
      shifted[row] -= max;
      sum += StrictMath.exp(shifted[row]);
      weightedError += StrictMath.exp(shifted[row]) * (Math.abs(shifted[row]) + 2) * U;
    }
    double total = 0;
    for (int row = 0; row < rows; row++) {
      double truth = StrictMath.exp(shifted[row]) / sum;
      double relative = (Math.abs(shifted[row]) + 2) * U + weightedError / sum + rows * U;
      double bound = truth * relative * 1.0001 + 2 * Float.MIN_VALUE;
      assertTrue(
          Math.abs(results[row] - truth) <= bound,
          "softmax is " + results[row] + ", must be " + truth + " within " + bound);
      total += results[row];
    }
    // The errors of the exponentials cancel here: only the sum's and the quotients' are left.
    assertEquals(1, total, rows * U * 1.0001 + rows * Float.MIN_VALUE, "sum of " + rows);
  }

  @ParameterizedTest
  @MethodSource("io.simdann.kernel.KernelSets#all")
  void equalLogitsShareEqually(Kernels kernels) {
    for (float z : new float[] {0f, -0f, 1e30f, -1e30f, Float.MAX_VALUE, Float.MIN_VALUE}) {
      for (int rows : ROWS) {
        float[] logits = new float[rows];
        Arrays.fill(logits, z);
        float[] expected = new float[rows];
        Arrays.fill(expected, 1f / rows);
        assertColumn(kernels, expected, logits);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("io.simdann.kernel.KernelSets#all")
  void extremeLogitsDecide(Kernels kernels) {
    assertColumn(kernels, new float[] {0f, 1f, 0f}, new float[] {0f, 1e30f, -1e30f});
    assertColumn(kernels, new float[] {0.5f, 0.5f, 0f}, new float[] {1e30f, 1e30f, 3f});
    assertColumn(kernels, new float[] {1f, 0f}, new float[] {0f, -104f});
    assertColumn(kernels, new float[] {0f, 1f, 0f}, new float[] {-INFINITY, -1e30f, -INFINITY});
    assertColumn(kernels, new float[] {1f, 0f}, new float[] {Float.MAX_VALUE, -Float.MAX_VALUE});
  }

  @ParameterizedTest
  @MethodSource("io.simdann.kernel.KernelSets#all")
  void withoutAFiniteMaximumAllIsNaN(Kernels kernels) {
    float nan = Float.NaN;
    float[] undefined = {nan, nan, nan};
    assertColumn(kernels, undefined, new float[] {-INFINITY, -INFINITY, -INFINITY});
    assertColumn(kernels, undefined, new float[] {0f, nan, 1f});
    assertColumn(kernels, undefined, new float[] {nan, -INFINITY, -INFINITY});
    assertColumn(kernels, undefined, new float[] {nan, INFINITY, 0f});
    assertColumn(kernels, new float[] {nan}, new float[] {-INFINITY});
    // exp(−∞) would be 0 for the finite ones, but the sum is NaN.
    assertColumn(kernels, undefined, new float[] {0f, INFINITY, 1f});
  }

  @ParameterizedTest
  @MethodSource("io.simdann.kernel.KernelSets#all")
  void theBiasIsAddedFirst(Kernels kernels) {
    float[] bias = RandomFloats.ordinary(1, BIAS_OFFSET + 10);
    float[][] z = LogicalPanels.ordinary(2, 10, SAMPLES, 5f);
    float[][] sums = LogicalPanels.ordinary(2, 10, SAMPLES, 5f);
    for (int row = 0; row < 10; row++) {
      for (int sample = 0; sample < SAMPLES; sample++) {
        sums[row][sample] += bias[BIAS_OFFSET + row];
      }
    }
    LogicalPanels.assertSame(
        softmax(kernels, sums, new float[BIAS_OFFSET + 10]), softmax(kernels, z, bias), "bias");
  }

  @ParameterizedTest
  @MethodSource("io.simdann.kernel.KernelSets#all")
  void crossEntropyGivesProbabilitiesLessOneHotAndTheCost(Kernels kernels) {
    for (int rows : ROWS) {
      float[] bias = RandomFloats.ordinary(rows, BIAS_OFFSET + rows);
      for (float[][] z :
          new float[][][] {
            LogicalPanels.ordinary(1, rows, SAMPLES, 20f), LogicalPanels.wild(2, rows, SAMPLES)
          }) {
        float[][] expected = softmax(kernels, z, bias);
        float[] labels = new float[SAMPLES];
        float[] expectedCost = new float[SAMPLES];
        for (int sample = 0; sample < SAMPLES; sample++) {
          int label = sample % (rows + 1) - 1;
          labels[sample] = label;
          if (label < 0) {
            for (int row = 0; row < rows; row++) {
              expected[row][sample] = 0f;
            }
          } else {
            expectedCost[sample] = -ElementaryFunctions.log(expected[label][sample] + 1e-8f);
            expected[label][sample] -= 1f;
          }
        }
        assertCrossEntropy(kernels, z, bias, labels, expected, expectedCost);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("io.simdann.kernel.KernelSets#all")
  void anImpossibleLabelCostsAFiniteAmountAndACertainOneNothing(Kernels kernels) {
    float[][] z = new float[2][SAMPLES];
    Arrays.fill(z[0], 1e30f);
    float[] labels = new float[SAMPLES];
    float[] cost = new float[SAMPLES];
    float[][] gradient = new float[2][SAMPLES];
    for (int sample = 0; sample < SAMPLES; sample++) {
      labels[sample] = sample % 2;
      cost[sample] = sample % 2 == 0 ? -0f : -ElementaryFunctions.log(1e-8f);
      gradient[0][sample] = sample % 2 == 0 ? 0f : 1f;
      gradient[1][sample] = sample % 2 == 0 ? 0f : -1f;
    }
    assertCrossEntropy(kernels, z, new float[BIAS_OFFSET + 2], labels, gradient, cost);
  }

  private static void assertCrossEntropy(
      Kernels kernels,
      float[][] z,
      float[] bias,
      float[] labels,
      float[][] expected,
      float[] expectedCost) {
    LogicalPanels gradients = LogicalPanels.of(z);
    LogicalPanels outputs = LogicalPanels.of(z);
    for (int panel = 0; panel < gradients.panels(); panel++) {
      int first = panel * Kernels.LANES;
      int offset = gradients.offset(panel);
      float[] targets = Arrays.copyOfRange(labels, first, first + Kernels.LANES);
      float[] costs = Arrays.copyOfRange(expectedCost, first, first + Kernels.LANES + 5);
      float[] expectedCosts = costs.clone();
      Arrays.fill(costs, 0, Kernels.LANES, 77f);
      loss(kernels).gradient(gradients.data, offset, z.length, bias, BIAS_OFFSET, targets, costs);
      Bits.assertSame(expectedCosts, costs, "cost of " + z.length + " classes");
      Arrays.fill(costs, 0, Kernels.LANES, 77f);
      loss(kernels).evaluate(outputs.data, offset, z.length, bias, BIAS_OFFSET, targets, costs);
      Bits.assertSame(expectedCosts, costs, "evaluated cost of " + z.length + " classes");
    }
    LogicalPanels.assertSame(expected, gradients.values(), "gradient of " + z.length + " classes");
    LogicalPanels.assertSame(
        softmax(kernels, z, bias), outputs.values(), "outputs of " + z.length + " classes");
    gradients.assertGuardsUntouched();
    outputs.assertGuardsUntouched();
  }

  /** The column stands in every third lane; whatever the others hold must not show. */
  private static void assertColumn(Kernels kernels, float[] expected, float[] logits) {
    int rows = logits.length;
    for (int first = 0; first < 3; first++) {
      float[][] z = LogicalPanels.wild(first, rows, SAMPLES);
      for (int sample = first; sample < SAMPLES; sample += 3) {
        for (int row = 0; row < rows; row++) {
          z[row][sample] = logits[row];
        }
      }
      float[][] results = softmax(kernels, z, new float[BIAS_OFFSET + rows]);
      for (int sample = first; sample < SAMPLES; sample += 3) {
        String what = "softmax" + Arrays.toString(logits) + ", lane " + sample;
        Bits.assertSame(expected, column(results, sample), what);
      }
    }
  }

  private static float[][] softmax(Kernels kernels, float[][] z, float[] bias) {
    LogicalPanels panels = LogicalPanels.of(z);
    for (int panel = 0; panel < panels.panels(); panel++) {
      loss(kernels).outputs(panels.data, panels.offset(panel), z.length, bias, BIAS_OFFSET);
    }
    panels.assertGuardsUntouched();
    return panels.values();
  }

  private static float[] column(float[][] values, int sample) {
    float[] column = new float[values.length];
    for (int row = 0; row < values.length; row++) {
      column[row] = values[row][sample];
    }
    return column;
  }

  private static LossKernel loss(Kernels kernels) {
    return kernels.loss("softmax_cross_entropy");
  }
}
