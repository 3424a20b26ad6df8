package io.simdann.cli;

import com.sun.management.ThreadMXBean;
import io.simdann.kernel.Kernels;
import io.simdann.parallel.WorkerTeam;
import java.lang.management.ManagementFactory;
import java.util.Arrays;

/**
 * Measures how fast the micro-kernel multiplies and adds with its operands in the first-level
 * cache: more multiply-adds than these no training can do. What it shows as its speed may be more
 * all the same, since that counts the multiply-adds with zeros, which are left out.
 */
final class MicroKernelRate {

  /** Steps of a chain: with 32 rows, panel, group and tile fill half of a 48 KB cache. */
  private static final int DEPTH = 128;

  /** Long against a clock tick and a hand-off to the team, short against a time slice. */
  private static final double BATCH_SECONDS = 0.005;

  /** The clock has settled when for so long nothing improves. */
  private static final double STEADY_SECONDS = 0.3;

  /** The calls after which the JIT compiler has what it needs, and some more. */
  private static final int CALLS_TO_COMPILE = 20_000;

  /** A vector kernel that isn't compiled allocates more in a call. */
  private static final int UNCOMPILED_BYTES = 300;

  /** How long a busy machine may take to compile one. */
  private static final long PATIENCE_NANOS = 60_000_000_000L;

  private static final double IMPROVEMENT = 1.02;
  private static final double LONGEST_SECONDS = 3;

  private final Kernels kernels;

  /**
   * Waits until the JIT compiler has compiled the kernel.
   *
   * @param kernels the kernel set
   */
  MicroKernelRate(Kernels kernels) {
    this.kernels = kernels;
    awaitCompiler(new Operands(kernels));
  }

  /**
   * Calls the kernel until it allocates nothing: before it is compiled, each vector operation makes
   * an object. That nothing improves for a while says nothing, since on a busy machine the compiler
   * takes longer. Where nothing tells, as on scalar kernels, a good many calls must do.
   */
  private static void awaitCompiler(Operands operands) {
    if (!operands.isVector()
        || !(ManagementFactory.getThreadMXBean() instanceof ThreadMXBean threads)
        || !threads.isThreadAllocatedMemoryEnabled()) {
      operands.multiply(CALLS_TO_COMPILE);
      return;
    }
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    long allocated;
    do {
      long before = threads.getCurrentThreadAllocatedBytes();
      operands.multiply(1);
      allocated = threads.getCurrentThreadAllocatedBytes() - before;
    } while (allocated > UNCOMPILED_BYTES && System.nanoTime() < deadline);
  }

  /**
   * Measures with some threads, until nothing improves any more: for about half a second.
   *
   * @param threads how many at the same time
   * @return floating-point operations per second of all threads together, a multiply-add counting
   *     as two: the best of many short batches
   */
  double measure(int threads) {
    try (WorkerTeam team = WorkerTeam.ofThreads(threads)) {
      Operands[] operands = new Operands[threads];
      Arrays.setAll(operands, worker -> new Operands(kernels));
      long start = System.nanoTime();
      int calls = 1;
      double best = 0;
      double improvedAt = 0;
      double elapsed = 0;
      while (elapsed - improvedAt < STEADY_SECONDS && elapsed < LONGEST_SECONDS) {
        double seconds = batch(team, operands, calls);
        double rate = threads * calls * operands[0].flop() / seconds;
        elapsed = (System.nanoTime() - start) / 1e9;
        if (rate > best * IMPROVEMENT) {
          improvedAt = elapsed;
        }
        best = Math.max(best, rate);
        if (seconds < BATCH_SECONDS / 2) {
          calls *= 2;
        }
      }
      return best;
    }
  }

  /** Every thread calls the kernel so many times; returns the seconds that took. */
  private static double batch(WorkerTeam team, Operands[] operands, int calls) {
    long start = System.nanoTime();
    team.run(operands.length, (task, worker) -> operands[worker].multiply(calls));
    return Math.max(1, System.nanoTime() - start) / 1e9;
  }

  /** One thread's panel, group and tile. */
  private static final class Operands {
    private final Kernels kernels;
    private final float[] panel;
    private final float[] group;
    private final float[] tile;

    Operands(Kernels kernels) {
      this.kernels = kernels;
      this.panel = new float[DEPTH * kernels.mr()];
      this.group = new float[DEPTH * kernels.nr()];
      this.tile = new float[kernels.mr() * kernels.nr()];
      Arrays.fill(panel, 1e-3f);
      Arrays.fill(group, 1e-3f);
    }

    boolean isVector() {
      return kernels.vectorBits() > Float.SIZE;
    }

    double flop() {
      return 2.0 * DEPTH * tile.length;
    }

    void multiply(int calls) {
      int mr = kernels.mr();
      int nr = kernels.nr();
      for (int call = 0; call < calls; call++) {
        kernels.multiply(DEPTH, panel, 0, mr, group, 0, nr, 1, tile, 0, mr, tile, 0, mr);
      }
    }
  }
}
