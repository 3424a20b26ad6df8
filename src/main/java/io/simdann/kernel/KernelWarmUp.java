package io.simdann.kernel;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.BitSet;

/**
 * Brings the kernels of a full batch to the C2 compiler before there is work for them. Until it has
 * compiled a kernel, each vector operation is a call, an object and a loop over the lanes, a
 * hundred times slower.
 *
 * <p>C2 compiles what is called often, whatever the calls have to do. What a vector operation is
 * without C2 is code like any other: calls with work to do would keep C2 busy compiling that. So of
 * {@value #CALLS} calls of a kernel one has a little work, and the others nothing, upon which the
 * kernel returns at once; but the sparse kernel, which has little to compile, always has work. C2
 * must have seen work all the same: that of JDK 25 doesn't inline what is called less often than
 * once in 118 calls of the method (MinInlineFrequencyRatio), and the vectors that cross such a call
 * are boxed for good.
 */
public final class KernelWarmUp {
  private static final int CALLS = 25;
  private static final int CALLS_IN_A_ROUND = 10 * CALLS;

  /**
   * HotSpot begins to profile a method after 200 calls, and compiles it with C2 after 5000 more.
   */
  private static final int ROUNDS_WITHOUT_A_BREAK = 25;

  /** While C2 compiles, there is nothing to do but to look. */
  private static final int BREAK_MILLIS = 2;

  private static final long PATIENCE_NANOS = 1_500_000_000L;

  /** A kernel that isn't compiled allocates more, and asking for the allocated bytes less. */
  private static final int UNCOMPILED_BYTES = 300;

  private final WarmUpCalls calls;
  private final ThreadMXBean threads;

  private KernelWarmUp(Kernels kernels, NetworkKernels chosen, ThreadMXBean threads) {
    this.calls = new WarmUpCalls(kernels, chosen);
    this.threads = threads;
  }

  /**
   * Starts the work on a daemon thread, which ends when the kernels run here without boxing, or if
   * they can't, after a second and a half. The scalar kernels need none, and a JVM that doesn't
   * count what a thread allocates gets none.
   *
   * @param kernels the kernel set that training will use
   * @param chosen its kernels that the network has chosen
   * @return the thread; training that begins before its end takes processors away from the compiler
   */
  public static Thread start(Kernels kernels, NetworkKernels chosen) {
    return start(kernels, chosen, () -> {});
  }

  /**
   * {@link #start(Kernels, NetworkKernels)}, and then something else on the same thread.
   *
   * @param kernels the kernel set that training will use
   * @param chosen its kernels that the network has chosen
   * @param then what the thread does at its end
   * @return the thread
   */
  public static Thread start(Kernels kernels, NetworkKernels chosen, Runnable then) {
    Thread thread =
        new Thread(
            () -> {
              try {
                warmUp(kernels, chosen);
              } finally {
                then.run();
              }
            },
            "simdann-warm-up");
    thread.setDaemon(true);
    try {
      thread.start();
    } catch (OutOfMemoryError noMoreThreads) {
      // The kernels get to the compiler in the course of the training.
      then.run();
    }
    return thread;
  }

  private static void warmUp(Kernels kernels, NetworkKernels chosen) {
    if (kernels.vectorBits() > Float.SIZE
        && ManagementFactory.getThreadMXBean() instanceof ThreadMXBean threads
        && threads.isThreadAllocatedMemorySupported()
        && threads.isThreadAllocatedMemoryEnabled()) {
      try {
        new KernelWarmUp(kernels, chosen, threads).run();
      } catch (InterruptedException e) {
        // Who interrupts a warm-up wants no more of it.
        Thread.currentThread().interrupt();
      }
    }
  }

  private void run() throws InterruptedException {
    long start = System.nanoTime();
    BitSet uncompiled = new BitSet();
    uncompiled.set(0, calls.count());
    for (int kernel = 0; kernel < calls.count(); kernel++) {
      // Profiled before there is work to see.
      calls.call(kernel, false, CALLS_IN_A_ROUND);
    }
    for (int round = 0;
        !uncompiled.isEmpty() && System.nanoTime() - start < PATIENCE_NANOS;
        round++) {
      for (int kernel = 0; kernel < calls.count(); kernel++) {
        if (uncompiled.get(kernel) && isCompiled(kernel)) {
          uncompiled.clear(kernel);
        }
      }
      if (round >= ROUNDS_WITHOUT_A_BREAK) {
        Thread.sleep(BREAK_MILLIS);
      }
    }
  }

  /** Calls a kernel for a round, or until it allocates nothing. */
  private boolean isCompiled(int kernel) {
    for (int count = 0; count < CALLS_IN_A_ROUND; count += CALLS) {
      long before = threads.getCurrentThreadAllocatedBytes();
      calls.call(kernel, true, 1);
      if (threads.getCurrentThreadAllocatedBytes() - before < UNCOMPILED_BYTES) {
        return true;
      }
      calls.call(kernel, false, CALLS - 1);
    }
    return false;
  }
}
