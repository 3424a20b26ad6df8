package io.simdann.step;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.simdann.gemm.Micropanels;
import io.simdann.gemm.Operand;
import io.simdann.gemm.Packing;
import io.simdann.gemm.Rows;
import io.simdann.kernel.AlignedFloats;
import io.simdann.kernel.Bits;
import io.simdann.kernel.Kernels;
import io.simdann.kernel.RandomFloats;
import io.simdann.nn.NetworkSpec;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TrainingWeightsTest {
  private static final float SCALE = 1f / 255f;

  /** The last layer but one is packed in several tasks. */
  private static final NetworkSpec SIZES = NetworkSpec.of(20, 65, 17, 1000, 10);

  @ParameterizedTest
  @MethodSource("io.simdann.kernel.KernelSets#all")
  void everyLayerIsPackedForBothDirectionsWithTheInputsScaleInTheFirst(Kernels kernels) {
    int mr = kernels.mr();
    for (int firstLanes : new int[] {mr, 64}) {
      TrainingWeights weights = new TrainingWeights(SIZES, kernels, firstLanes, SCALE);
      float[] parameters = RandomFloats.ordinary(1, SIZES.parameterCount());
      assertTrue(weights.tasks() > SIZES.layers(), "a layer of more than one task");
      // In any order, and over what was packed before.
      for (int task = 0; task < weights.tasks(); task++) {
        weights.pack(task, RandomFloats.ordinary(2, SIZES.parameterCount()));
      }
      for (int task = weights.tasks() - 1; task >= 0; task--) {
        weights.pack(task, parameters);
      }
      for (int layer = 1; layer <= SIZES.layers(); layer++) {
        verifyLayer(weights, layer, parameters, layer == 1 ? firstLanes : mr, mr);
      }
    }
  }

  private static void verifyLayer(
      TrainingWeights weights, int layer, float[] parameters, int forwardLanes, int mr) {
    int inputs = SIZES.size(layer - 1);
    int outputs = SIZES.size(layer);
    int stride = Rows.width(outputs);
    int from = SIZES.weightOffset(layer);
    float[] forward = new float[inputs * stride];
    Micropanels panels = new Micropanels().packed(forward, 0, forwardLanes, stride, inputs);
    Packing.pack(new Operand().columnMajor(parameters, from, outputs), outputs, 0, inputs, panels);
    Packing.scale(panels, layer == 1 ? SCALE : 1f);
    assertPart(forward, weights, weights.forward(layer), "forward of layer " + layer);
    float[] bias = new float[stride];
    System.arraycopy(parameters, SIZES.biasOffset(layer), bias, 0, outputs);
    assertPart(bias, weights, weights.bias(layer), "biases of layer " + layer);
    if (layer > 1) {
      int inputStride = Rows.width(inputs);
      float[] backward = new float[outputs * inputStride];
      Packing.pack(
          new Operand().rowMajor(parameters, from, outputs),
          inputs,
          0,
          outputs,
          new Micropanels().packed(backward, 0, mr, inputStride, outputs));
      assertPart(backward, weights, weights.backward(layer), "backward of layer " + layer);
    }
  }

  /** The padding is of zeros: 0 times whatever stands beside it adds nothing. */
  private static void assertPart(float[] expected, TrainingWeights weights, int from, String what) {
    float[] actual = Arrays.copyOfRange(weights.memory(), from, from + expected.length);
    Bits.assertSame(expected, actual, what);
    assertEquals(AlignedFloats.FIRST, from % (64 / Float.BYTES), what + " begins on a cache line");
  }
}
