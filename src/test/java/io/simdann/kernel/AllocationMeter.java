package io.simdann.kernel;

import static org.junit.jupiter.api.Assertions.fail;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/**
 * Shows that code allocates nothing once the JIT compiler has compiled it. Until then each vector
 * operation allocates its result, so the code is run until it allocates nothing, or for too long.
 */
public final class AllocationMeter {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final int BATCH = 500;
  private static final long PATIENCE_NANOS = 20_000_000_000L;

  /** Fails if the code, on this thread, still allocates after 20 seconds. */
  public static void assertAllocatesNothing(String what, Runnable code) {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    int clean = 0;
    long bytes = 0;
    while (clean < 3) {
      long before = THREADS.getCurrentThreadAllocatedBytes();
      for (int call = 0; call < BATCH; call++) {
        code.run();
      }
      bytes = THREADS.getCurrentThreadAllocatedBytes() - before;
      clean = bytes == 0 ? clean + 1 : 0;
      if (System.nanoTime() > deadline) {
        fail(what + " still allocates " + (double) bytes / BATCH + " bytes a call");
      }
    }
  }

  private AllocationMeter() {}
}
