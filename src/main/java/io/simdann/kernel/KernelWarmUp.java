package io.simdann.kernel;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
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

  private static final int KERNELS = 7;
  private static final int STEPS = 4;
  private static final int STRIDE = 64;

  /** HotSpot compiles with C2 after 600 calls, too, if with iterations they are 15000. */
  private static final int ENTRIES = 24;

  private static final int ENTRY_LISTS = 4;

  private final Kernels kernels;
  private final ThreadMXBean threads;
  private final float[] a = new float[1024];
  private final float[] b = new float[1024];
  private final float[] c = new float[1024];
  private final float[] table = new float[256];
  private final char[] entries = new char[ENTRIES];

  private KernelWarmUp(Kernels kernels, ThreadMXBean threads) {
    this.kernels = kernels;
    this.threads = threads;
    Arrays.fill(a, 0.01f);
    Arrays.fill(b, 0.01f);
    for (int i = 0; i < ENTRIES; i++) {
      entries[i] = (char) (i << 8 | i);
    }
  }

  /**
   * Starts the work on a daemon thread, which ends when the kernels run here without boxing, or if
   * they can't, after a second and a half. The scalar kernels need none, and a JVM that doesn't
   * count what a thread allocates gets none.
   *
   * @param kernels the kernels that training will use
   * @return the thread; training that begins before its end takes processors away from the compiler
   */
  public static Thread start(Kernels kernels) {
    return start(kernels, () -> {});
  }

  /**
   * {@link #start(Kernels)}, and then something else on the same thread.
   *
   * @param kernels the kernels that training will use
   * @param then what the thread does at its end
   * @return the thread
   */
  public static Thread start(Kernels kernels, Runnable then) {
    Thread thread =
        new Thread(
            () -> {
              try {
                warmUp(kernels);
              } finally {
                then.run();
              }
            },
            "simdann-warm-up");
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private static void warmUp(Kernels kernels) {
    if (kernels.vectorBits() > Float.SIZE
        && ManagementFactory.getThreadMXBean() instanceof ThreadMXBean threads
        && threads.isThreadAllocatedMemorySupported()
        && threads.isThreadAllocatedMemoryEnabled()) {
      try {
        new KernelWarmUp(kernels, threads).run();
      } catch (InterruptedException e) {
        // Who interrupts a warm-up wants no more of it.
        Thread.currentThread().interrupt();
      }
    }
  }

  private void run() throws InterruptedException {
    long start = System.nanoTime();
    BitSet uncompiled = new BitSet();
    uncompiled.set(0, KERNELS);
    for (int kernel = 0; kernel < KERNELS; kernel++) {
      // Profiled before there is work to see.
      call(kernel, false, CALLS_IN_A_ROUND);
    }
    for (int round = 0;
        !uncompiled.isEmpty() && System.nanoTime() - start < PATIENCE_NANOS;
        round++) {
      for (int kernel = 0; kernel < KERNELS; kernel++) {
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
    for (int calls = 0; calls < CALLS_IN_A_ROUND; calls += CALLS) {
      long before = threads.getCurrentThreadAllocatedBytes();
      call(kernel, true, 1);
      if (threads.getCurrentThreadAllocatedBytes() - before < UNCOMPILED_BYTES) {
        return true;
      }
      call(kernel, false, CALLS - 1);
    }
    return false;
  }

  /** Each loop in a method of its own, so that C2 doesn't take it for a part of the others. */
  private void call(int kernel, boolean working, int times) {
    switch (kernel) {
      case 0 -> multiply(working ? STEPS : -1, times);
      case 1 -> multiplyNarrow(working ? STEPS : -1, times);
      case 2 -> biasSigmoid(working ? STEPS : 0, times);
      case 3 -> sigmoidGradient(working ? STEPS : 0, times);
      case 4 -> softmax(working ? STEPS : 0, times);
      case 5 -> sums(working ? STEPS : 0, times);
      default -> accumulate(working ? ENTRY_LISTS : 0);
    }
  }

  private void multiply(int depth, int times) {
    for (int call = 0; call < times; call++) {
      kernels.multiply(depth, a, 0, 32, b, 0, 1, 16, c, 0, 32);
    }
  }

  private void multiplyNarrow(int depth, int times) {
    for (int call = 0; call < times; call++) {
      kernels.multiplyNarrow(depth, a, 0, 16, b, 0, 1, 16, c, 0, 16, c, 0, 16);
    }
  }

  private void biasSigmoid(int rows, int times) {
    for (int call = 0; call < times; call++) {
      kernels.biasSigmoid(c, 0, rows, STRIDE, b, 0);
    }
  }

  private void sigmoidGradient(int rows, int times) {
    for (int call = 0; call < times; call++) {
      kernels.sigmoidGradient(a, 0, c, 0, rows, STRIDE, b);
    }
  }

  private void softmax(int rows, int times) {
    for (int call = 0; call < times; call++) {
      kernels.softmax(c, 0, rows, b, 0);
      kernels.softmaxCrossEntropy(c, 0, rows, b, 0, b, 0, table, 0);
    }
  }

  private void sums(int rows, int times) {
    for (int call = 0; call < times; call++) {
      kernels.addRowSums(a, 0, rows, STRIDE, c);
      kernels.add(c, 0, a, 0, rows * STRIDE);
    }
  }

  /**
   * Always with work, of which this kernel has little: C2 takes it into the loops that call it, and
   * unrolls its own by what it has seen.
   */
  private void accumulate(int lists) {
    for (int list = 0; list < lists; list++) {
      kernels.accumulate(entries, 0, ENTRIES, table, 0, a, 0, 0, c, 0);
    }
  }
}
