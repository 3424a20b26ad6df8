package io.simdann.step;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.simdann.gemm.Rows;
import io.simdann.kernel.Bits;
import io.simdann.kernel.KernelSets;
import io.simdann.kernel.RandomFloats;
import io.simdann.nn.NetworkSpec;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GradientLayoutTest {
  private static final float SCALE = 1f / 255f;
  private static final int OFFSET = 12;

  static NetworkSpec[] architectures() {
    return new NetworkSpec[] {
      NetworkSpec.of(1, 1),
      NetworkSpec.of(17, 10),
      NetworkSpec.of(784, 50, 10),
      NetworkSpec.of(100, 65, 80, 3),
      NetworkSpec.of(3, 3000, 2)
    };
  }

  @ParameterizedTest
  @MethodSource("architectures")
  void aLayerHasARowForEachInputAndThenOneForItsBiases(NetworkSpec spec) {
    GradientLayout layout = new GradientLayout(spec, KernelSets.scalar(), SCALE);
    int next = 0;
    for (int layer = 1; layer <= spec.layers(); layer++) {
      int stride = Rows.stride(spec.size(layer));
      assertEquals(next, layout.weightOffset(layer));
      next += spec.size(layer - 1) * stride;
      assertEquals(next, layout.biasOffset(layer));
      next += stride;
    }
    assertEquals(next, layout.size());
  }

  @ParameterizedTest
  @MethodSource("architectures")
  void theTasksFollowEachOtherOverTheWholeGradient(NetworkSpec spec) {
    GradientLayout layout = new GradientLayout(spec, KernelSets.scalar(), SCALE);
    assertEquals(0, layout.start(0));
    assertEquals(layout.size(), layout.start(layout.tasks()));
    for (int task = 0; task < layout.tasks(); task++) {
      assertTrue(layout.start(task) < layout.start(task + 1));
    }
  }

  /** Whoever has added a task's range of the shards' gradients may unpack it at once. */
  @ParameterizedTest
  @MethodSource("architectures")
  void eachTaskUnpacksWhatLiesInItsRangeAndNothingElse(NetworkSpec spec) {
    GradientLayout layout = new GradientLayout(spec, KernelSets.scalar(), SCALE);
    float[] all = RandomFloats.ordinary(1, OFFSET + layout.size());
    float[] expected = new float[spec.parameterCount()];
    for (int layer = 1; layer <= spec.layers(); layer++) {
      int outputs = spec.size(layer);
      for (int row = 0; row <= spec.size(layer - 1); row++) {
        boolean bias = row == spec.size(layer - 1);
        for (int output = 0; output < outputs; output++) {
          int from = layout.weightOffset(layer) + row * Rows.stride(outputs) + output;
          int to = bias ? spec.biasOffset(layer) : spec.weightOffset(layer);
          to += (bias ? 0 : row * outputs) + output;
          expected[to] = all[OFFSET + from] * (layer == 1 && !bias ? SCALE : 1f);
        }
      }
    }
    float[] gradient = new float[expected.length];
    Arrays.fill(gradient, Float.NaN);
    for (int task = layout.tasks() - 1; task >= 0; task--) {
      float[] range = new float[all.length];
      Arrays.fill(range, Float.NaN);
      int start = OFFSET + layout.start(task);
      System.arraycopy(all, start, range, start, layout.start(task + 1) - layout.start(task));
      layout.unpack(task, range, OFFSET, gradient, layout.parameterStart(task));
    }
    Bits.assertSame(expected, gradient, "the gradient");
  }

  @ParameterizedTest
  @MethodSource("architectures")
  void lanesAreUnpackedAmongThoseThatAreThere(NetworkSpec spec) {
    GradientLayout layout = new GradientLayout(spec, KernelSets.scalar(), SCALE);
    for (int layer = 1; layer <= spec.layers(); layer++) {
      int outputs = spec.size(layer);
      int inputs = Math.min(20, spec.size(layer - 1));
      for (int lanes : new int[] {16, 64}) {
        for (int lane = 0; lane < outputs; lane += lanes) {
          float[] packed = RandomFloats.ordinary(lane, OFFSET + inputs * lanes);
          float[] gradient = RandomFloats.ordinary(3, OFFSET + inputs * outputs);
          float[] expected = gradient.clone();
          for (int input = 0; input < inputs; input++) {
            for (int i = 0; i < lanes && lane + i < outputs; i++) {
              float value = packed[OFFSET + input * lanes + i];
              float scaled = layer == 1 ? value * SCALE : value;
              expected[OFFSET + input * outputs + lane + i] = scaled + 0f;
            }
          }
          int present = Math.min(lanes, outputs - lane);
          layout.unpackLanes(
              layer, inputs, present, packed, OFFSET, lanes, gradient, OFFSET + lane);
          Bits.assertSame(expected, gradient, lanes + " lanes from " + lane);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("architectures")
  void aZeroIsPositive(NetworkSpec spec) {
    GradientLayout layout = new GradientLayout(spec, KernelSets.scalar(), SCALE);
    float[] packed = new float[layout.size()];
    Arrays.fill(packed, -0f);
    float[] gradient = RandomFloats.ordinary(1, spec.parameterCount());
    for (int task = 0; task < layout.tasks(); task++) {
      layout.unpack(task, packed, 0, gradient, layout.parameterStart(task));
    }
    Bits.assertSame(new float[gradient.length], gradient, "the gradient");
  }
}
