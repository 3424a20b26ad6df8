package io.simdann.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.simdann.kernel.Backend;
import io.simdann.kernel.FreshJvm;
import io.simdann.kernel.KernelSelection;
import io.simdann.kernel.Kernels;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.api.Test;

class MicroKernelRateTest {
  /** Buffers, and what a clock and a team of threads take. */
  private static final long COMPILED_BYTES = 1 << 20;

  /** As on a busy machine, the compiler is a second late, and nothing improves meanwhile. */
  private static final List<String> LATE_COMPILER =
      List.of(
          FreshJvm.WITH_VECTORS,
          "-XX:Tier4InvocationThreshold=40000",
          "-XX:Tier4MinInvocationThreshold=40000",
          "-XX:Tier4CompileThreshold=80000",
          "-XX:Tier4BackEdgeThreshold=4000000");

  @Test
  void whatIsMeasuredIsTheCompiledKernel() {
    List<String> lines = FreshJvm.run(LATE_COMPILER, Probe.class);
    assertEquals(1, lines.size());
    long bytes = Long.parseLong(lines.get(0));
    assertTrue(bytes < COMPILED_BYTES, bytes + " bytes were allocated while it was measured");
  }

  /** Prints what this thread allocates while the rate is measured. */
  static final class Probe {
    public static void main(String[] args) {
      Kernels kernels = KernelSelection.choose(Backend.AUTO, KernelSelection.WIDEST).kernels();
      MicroKernelRate rate = new MicroKernelRate(kernels);
      ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
      long before = threads.getCurrentThreadAllocatedBytes();
      rate.measure(1);
      System.out.println(threads.getCurrentThreadAllocatedBytes() - before);
    }

    private Probe() {}
  }
}
