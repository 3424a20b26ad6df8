package io.simdann.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Kernels on the widest vectors of this CPU allocate nothing; emulated widths always do. */
class KernelAllocationTest {

  @Test
  @Timeout(value = 5, unit = TimeUnit.MINUTES)
  void kernelsAllocateNothing() {
    List<String> lines = AllocationMeter.lines(List.of(FreshJvm.WITH_VECTORS), Program.class);
    assertEquals(25, lines.size(), lines.toString());
    assertTrue(
        lines.stream().allMatch(line -> line.endsWith(": 0.0 bytes a call")), lines::toString);
  }

  /** Measures each kernel, and then a caller of all of them. */
  static final class Program {
    private static final int SAMPLES = 10;
    private static final int STRIDE = 80;
    private static final int COUNT = SAMPLES * STRIDE + 3;

    private final Kernels kernels = KernelSets.widest();
    private final ActivationKernel sigmoid = kernels.activation("sigmoid");
    private final LossKernel loss = kernels.loss("softmax_cross_entropy");
    private final int mr = kernels.mr();
    private final float[] rows = RandomFloats.ordinary(1, COUNT);
    private final float[] other = RandomFloats.ordinary(2, COUNT);
    private final float[] memory = RandomFloats.ordinary(4, 2 * COUNT);
    private final float[] result = new float[COUNT];
    private final float[] bias = RandomFloats.ordinary(3, STRIDE);
    private final float[] sums = new float[STRIDE * Kernels.SUM_WAYS];
    private final float[] labels = new float[Kernels.LANES];
    private final float[] cost = new float[Kernels.LANES];
    private final float[] tile = new float[kernels.nr() * STRIDE];
    private final byte[] bytes = new byte[COUNT];
    private final float[] table = new float[256];
    private final char[] entries = {3, 1 << 8 | 200, 4 << 8 | 7, 9 << 8 | 255};
    private final UpdateKernel sgd = kernels.update("sgd");
    private final ParameterRange range = new ParameterRange();
    private final float[] step = {0.1f};
    private final long[] masks = new long[4];
    private final DropoutKernel dropout = kernels.dropout();
    private final DropoutMask mask = new DropoutMask(0.2, 1);
    private final int[] numbers = new int[SAMPLES];
    private final int[] words = new int[DropoutKernel.WORDS];
    private final char[] list = new char[256];

    public static void main(String[] arguments) {
      new Program().measure();
    }

    private void measure() {
      AllocationMeter.report("multiply", this::multiply);
      AllocationMeter.report("multiplyNarrow", this::multiplyNarrow);
      AllocationMeter.report("accumulate", this::accumulate);
      AllocationMeter.report("accumulateNarrow", this::accumulateNarrow);
      AllocationMeter.report("scatter", () -> scatter(Kernels.WIDE_LANES));
      AllocationMeter.report("scatter of 16 lanes", () -> scatter(Kernels.LANES));
      AllocationMeter.report("sumPair", () -> sumPair(Kernels.WIDE_LANES));
      AllocationMeter.report("sumPair of 16 lanes", () -> sumPair(Kernels.LANES));
      AllocationMeter.report("accumulateRows", () -> accumulateRows(Kernels.WIDE_LANES));
      AllocationMeter.report("accumulateRows of 16 lanes", () -> accumulateRows(Kernels.LANES));
      AllocationMeter.report("nonZeros", this::nonZeros);
      AllocationMeter.report("nonZerosOfRows", this::nonZerosOfRows);
      AllocationMeter.report("list", this::list);
      AllocationMeter.report("widen", () -> kernels.widen(bytes, 0, result, 0, COUNT));
      AllocationMeter.report("sigmoid forward", this::forward);
      AllocationMeter.report("sigmoid backward", this::backward);
      AllocationMeter.report("addRowSums", this::addRowSums);
      AllocationMeter.report("softmax", () -> loss.outputs(result, 0, 10, bias, 0));
      AllocationMeter.report("softmax's gradient", this::gradient);
      AllocationMeter.report("softmax evaluated", this::evaluate);
      AllocationMeter.report("add", () -> kernels.add(result, 0, rows, 0, COUNT));
      AllocationMeter.report("sgd", this::sgd);
      AllocationMeter.report("dropout", this::drop);
      AllocationMeter.report(
          "scaleRows", () -> kernels.scaleRows(rows, 0, 50, result, 0, 50, 2, 50, 2f, 0f));
      AllocationMeter.report("all in one caller", this::step);
    }

    private void multiply() {
      kernels.multiply(SAMPLES, rows, 0, mr, other, 0, 1, STRIDE, tile, 0, STRIDE, tile, 0, STRIDE);
    }

    private void multiplyNarrow() {
      kernels.multiplyNarrow(
          SAMPLES, rows, 64, STRIDE, other, 0, 1, 5, tile, 64, STRIDE, tile, 64, STRIDE);
    }

    private void accumulate() {
      kernels.accumulate(entries, 0, entries.length, table, 0, rows, 0, STRIDE, result, 0);
    }

    private void accumulateNarrow() {
      kernels.accumulateNarrow(entries, 0, entries.length, table, 0, rows, 64, STRIDE, result, 64);
    }

    private void scatter(int lanes) {
      kernels.scatter(entries, 0, entries.length, table, 0, rows, 0, result, 0, STRIDE, lanes);
    }

    private void sumPair(int lanes) {
      kernels.sumPair(entries, 0, 3, 1, 4, table, 0, rows, 0, STRIDE, result, 0, lanes);
    }

    private void accumulateRows(int lanes) {
      kernels.accumulateRows(
          entries, 0, entries.length, other, 0, STRIDE, rows, 0, result, 0, STRIDE, lanes);
    }

    private void nonZeros() {
      kernels.nonZeros(rows, 1, 255, masks);
    }

    private void nonZerosOfRows() {
      kernels.nonZerosOfRows(rows, 1, 200, 199, masks);
    }

    private void list() {
      kernels.list(masks, 0, masks.length, list, 0);
    }

    private void forward() {
      sigmoid.forward(result, 0, 0, SAMPLES, STRIDE, bias, 0);
    }

    private void backward() {
      sigmoid.backward(memory, 0, 0, COUNT, SAMPLES, STRIDE, sums);
    }

    private void addRowSums() {
      kernels.addRowSums(rows, 0, SAMPLES, STRIDE, sums);
    }

    private void gradient() {
      loss.gradient(result, 0, 10, bias, 0, labels, cost);
    }

    private void evaluate() {
      loss.evaluate(result, 0, 10, bias, 0, labels, cost);
    }

    private void sgd() {
      range.begin(rows, null, result);
      range.set(0, COUNT, false, other, 0);
      sgd.update(range, step);
    }

    private void drop() {
      dropout.apply(mask, numbers, 0, SAMPLES, 0, memory, 0, COUNT, STRIDE, words);
    }

    /** Inlined into one method, the kernels must not use up what the inliner allows it. */
    private void step() {
      kernels.widen(bytes, 0, result, 0, COUNT);
      multiply();
      multiplyNarrow();
      accumulate();
      accumulateNarrow();
      scatter(Kernels.WIDE_LANES);
      scatter(Kernels.LANES);
      sumPair(Kernels.WIDE_LANES);
      accumulateRows(Kernels.WIDE_LANES);
      nonZeros();
      nonZerosOfRows();
      list();
      forward();
      gradient();
      backward();
      addRowSums();
      loss.outputs(result, 0, 10, bias, 0);
      evaluate();
      kernels.add(result, 0, rows, 0, COUNT);
      sgd();
      drop();
    }
  }
}
