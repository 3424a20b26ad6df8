package io.simdann.kernel;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Kernels on real vectors allocate nothing; emulated widths always do. */
class KernelAllocationTest {
  private static final int ROWS = 10;
  private static final int COUNT = ROWS * 32 + 3;

  private final Kernels kernels = KernelSets.widest();
  private final float[] panel = RandomFloats.ordinary(1, COUNT);
  private final float[] other = RandomFloats.ordinary(2, COUNT);
  private final float[] result = new float[COUNT];
  private final float[] bias = RandomFloats.ordinary(3, ROWS);
  private final float[] sums = new float[ROWS * Kernels.SUM_WAYS];

  @Test
  void multiply() {
    int nr = kernels.panelColumns();
    int[] index = IntStream.range(0, ROWS).map(k -> k * nr).toArray();
    float[] c = new float[kernels.panelRows() * nr];
    verify(
        "multiply",
        () -> kernels.multiply(ROWS, panel, 0, index, other, 0, c, 0, kernels.panelRows()));
  }

  @Test
  void functions() {
    verify("exp", () -> kernels.exp(panel, 0, result, 0, COUNT));
    verify("log", () -> kernels.log(panel, 0, result, 0, COUNT));
    verify("sigmoid", () -> kernels.sigmoid(panel, 0, result, 0, COUNT));
  }

  @Test
  void widen() {
    byte[] bytes = new byte[ROWS * 32];
    verify("widen", () -> kernels.widen(bytes, 0, result, bytes.length));
  }

  @Test
  void activations() {
    verify("biasSigmoid", () -> kernels.biasSigmoid(result, 0, ROWS, bias, 0));
    verify("sigmoidGradient", () -> kernels.sigmoidGradient(panel, 0, result, 0, ROWS, sums, 0));
    verify("addRowSums", () -> kernels.addRowSums(panel, 0, ROWS, sums, 0));
  }

  @Test
  void softmax() {
    float[] labels = new float[32];
    float[] cost = new float[32];
    verify("softmax", () -> kernels.softmax(result, 0, ROWS, bias, 0));
    verify(
        "softmaxCrossEntropy",
        () -> kernels.softmaxCrossEntropy(result, 0, ROWS, bias, 0, labels, 0, cost, 0));
  }

  @Test
  void updates() {
    verify("add", () -> kernels.add(result, 0, panel, 0, COUNT));
    verify("descend", () -> kernels.descend(panel, other, 0.1f, result, COUNT));
  }

  private static void verify(String kernel, Runnable call) {
    AllocationMeter.assertAllocatesNothing(kernel, call);
  }
}
