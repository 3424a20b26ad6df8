package io.simdann.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Kernels on the widest vectors of this CPU allocate nothing; emulated widths always do. */
class KernelAllocationTest {

  @Test
  @Timeout(value = 5, unit = TimeUnit.MINUTES)
  void kernelsAllocateNothing() {
    List<String> lines = FreshJvm.run(List.of(FreshJvm.WITH_VECTORS), Program.class);
    assertEquals(13, lines.size(), lines.toString());
    assertTrue(
        lines.stream().allMatch(line -> line.endsWith(": 0.0 bytes a call")), lines::toString);
  }

  /** Measures each kernel, and then a caller of all of them. */
  static final class Program {
    private static final int ROWS = 10;
    private static final int COUNT = ROWS * 32 + 3;

    private final Kernels kernels = KernelSets.widest();
    private final int mr = kernels.panelRows();
    private final float[] panel = RandomFloats.ordinary(1, COUNT);
    private final float[] other = RandomFloats.ordinary(2, COUNT);
    private final float[] result = new float[COUNT];
    private final float[] bias = RandomFloats.ordinary(3, ROWS);
    private final float[] sums = new float[ROWS * Kernels.SUM_WAYS];
    private final float[] labels = new float[32];
    private final float[] cost = new float[32];
    private final float[] tile = new float[mr * kernels.panelColumns()];
    private final byte[] bytes = new byte[ROWS * 32];
    private final int[] index =
        IntStream.range(0, ROWS).map(k -> k * kernels.panelColumns()).toArray();

    public static void main(String[] arguments) {
      new Program().measure();
    }

    private void measure() {
      AllocationMeter.report("multiply", this::multiply);
      AllocationMeter.report("widen", () -> kernels.widen(bytes, 0, result, bytes.length));
      AllocationMeter.report("exp", () -> kernels.exp(panel, 0, result, 0, COUNT));
      AllocationMeter.report("log", () -> kernels.log(panel, 0, result, 0, COUNT));
      AllocationMeter.report("sigmoid", () -> kernels.sigmoid(panel, 0, result, 0, COUNT));
      AllocationMeter.report("biasSigmoid", () -> kernels.biasSigmoid(result, 0, ROWS, bias, 0));
      AllocationMeter.report("sigmoidGradient", this::sigmoidGradient);
      AllocationMeter.report("addRowSums", () -> kernels.addRowSums(panel, 0, ROWS, sums, 0));
      AllocationMeter.report("softmax", () -> kernels.softmax(result, 0, ROWS, bias, 0));
      AllocationMeter.report("softmaxCrossEntropy", this::softmaxCrossEntropy);
      AllocationMeter.report("add", () -> kernels.add(result, 0, panel, 0, COUNT));
      AllocationMeter.report("descend", () -> kernels.descend(panel, other, 0.1f, result, COUNT));
      AllocationMeter.report("all in one caller", this::step);
    }

    private void multiply() {
      kernels.multiply(ROWS, panel, 0, index, other, 0, tile, 0, mr);
    }

    private void sigmoidGradient() {
      kernels.sigmoidGradient(panel, 0, result, 0, ROWS, sums, 0);
    }

    private void softmaxCrossEntropy() {
      kernels.softmaxCrossEntropy(result, 0, ROWS, bias, 0, labels, 0, cost, 0);
    }

    /** Inlined into one method, the kernels must not use up what the inliner allows it. */
    private void step() {
      kernels.widen(bytes, 0, result, bytes.length);
      kernels.multiply(ROWS, panel, 0, index, other, 0, tile, 0, mr);
      kernels.biasSigmoid(panel, 0, ROWS, bias, 0);
      kernels.softmaxCrossEntropy(result, 0, ROWS, bias, 0, labels, 0, cost, 0);
      kernels.sigmoidGradient(panel, 0, result, 0, ROWS, sums, 0);
      kernels.addRowSums(panel, 0, ROWS, sums, 0);
      kernels.exp(panel, 0, result, 0, COUNT);
      kernels.log(panel, 0, result, 0, COUNT);
      kernels.sigmoid(panel, 0, result, 0, COUNT);
      kernels.softmax(result, 0, ROWS, bias, 0);
      kernels.add(result, 0, panel, 0, COUNT);
      kernels.descend(other, result, 0.1f, other, COUNT);
    }
  }
}
