package io.simdann.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the compiler makes of kernels that were called with next to no work. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class KernelWarmUpTest {
  private static final Kernels SCALAR =
      KernelSelection.choose(Backend.SCALAR, KernelSelection.WIDEST).kernels();

  @Test
  void kernelsCompiledInTheWarmUpKeepTheirVectorsInRegisters() {
    assertEquals(
        List.of(
            "multiply: 0.0 bytes a call",
            "multiplyNarrow: 0.0 bytes a call",
            "sigmoid forward: 0.0 bytes a call",
            "sigmoid backward: 0.0 bytes a call",
            "softmax: 0.0 bytes a call",
            "softmax's gradient: 0.0 bytes a call",
            "addRowSums: 0.0 bytes a call",
            "add: 0.0 bytes a call",
            "accumulate: 0.0 bytes a call",
            "dropout: 0.0 bytes a call"),
        AllocationMeter.lines(List.of(FreshJvm.WITH_VECTORS), Program.class));
  }

  @Test
  void scalarKernelsAreNotCalled() throws InterruptedException {
    Set<String> called = ConcurrentHashMap.newKeySet();
    Kernels scalar =
        (Kernels)
            Proxy.newProxyInstance(
                Kernels.class.getClassLoader(),
                new Class<?>[] {Kernels.class},
                (proxy, method, arguments) -> {
                  called.add(method.getName());
                  return method.invoke(SCALAR, arguments);
                });
    AtomicBoolean ended = new AtomicBoolean();
    KernelWarmUp.start(scalar, chosen(SCALAR), () -> ended.set(true)).join();
    assertEquals(Set.of("vectorBits"), called);
    assertTrue(ended.get());
  }

  private static NetworkKernels chosen(Kernels kernels) {
    return new NetworkKernels(kernels, List.of("sigmoid"), "softmax_cross_entropy", true);
  }

  /** Measures kernels after warm-ups alone; what it calls itself doesn't suffice for C2. */
  static final class Program {
    private static final int ROWS = 10;
    private static final int STRIDE = 80;
    private static final int WARM_UPS = 4;

    public static void main(String[] arguments) throws InterruptedException {
      Kernels kernels = KernelSets.widest();
      // On a busy machine one may end before the compiler does.
      for (int i = 0; i < WARM_UPS; i++) {
        KernelWarmUp.start(kernels, chosen(kernels)).join();
      }
      float[] x = RandomFloats.ordinary(1, 16 * STRIDE);
      float[] y = RandomFloats.ordinary(2, 16 * STRIDE);
      float[] z = RandomFloats.ordinary(3, 16 * STRIDE);
      float[] table = new float[256];
      char[] entries = {3, 1 << 8 | 200, 4 << 8 | 7, 9 << 8 | 255};
      int mr = kernels.mr();
      AllocationMeter.reportSecond(
          "multiply",
          () -> kernels.multiply(ROWS, x, 0, mr, y, 0, 1, STRIDE, z, 0, STRIDE, z, 0, STRIDE));
      AllocationMeter.reportSecond(
          "multiplyNarrow",
          () ->
              kernels.multiplyNarrow(
                  ROWS, x, 0, Kernels.LANES, y, 0, STRIDE, 1, z, 0, STRIDE, z, 0, STRIDE));
      ActivationKernel sigmoid = kernels.activation("sigmoid");
      AllocationMeter.reportSecond(
          "sigmoid forward", () -> sigmoid.forward(x, 0, 0, ROWS, STRIDE, y, 0));
      AllocationMeter.reportSecond(
          "sigmoid backward", () -> sigmoid.backward(x, 0, 0, 0, ROWS, STRIDE, z));
      LossKernel loss = kernels.loss("softmax_cross_entropy");
      AllocationMeter.reportSecond("softmax", () -> loss.outputs(x, 0, ROWS, y, 0));
      AllocationMeter.reportSecond(
          "softmax's gradient", () -> loss.gradient(x, 0, ROWS, y, 0, y, z));
      AllocationMeter.reportSecond("addRowSums", () -> kernels.addRowSums(x, 0, ROWS, STRIDE, z));
      AllocationMeter.reportSecond("add", () -> kernels.add(x, 0, y, 0, ROWS * STRIDE));
      AllocationMeter.reportSecond(
          "accumulate",
          () -> kernels.accumulate(entries, 0, entries.length, table, 0, x, 0, STRIDE, y, 0));
      DropoutMask mask = new DropoutMask(0.2, 1);
      int[] numbers = new int[ROWS];
      int[] words = new int[DropoutKernel.WORDS];
      DropoutKernel dropout = kernels.dropout();
      AllocationMeter.reportSecond(
          "dropout", () -> dropout.apply(mask, numbers, 0, ROWS, 0, x, 0, 0, STRIDE, words));
    }
  }
}
