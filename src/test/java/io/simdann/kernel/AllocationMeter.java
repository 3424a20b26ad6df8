package io.simdann.kernel;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Shows whether code allocates nothing once the JIT compiler has compiled it. Until then each
 * vector operation allocates its result, so the code is run until it allocates nothing, or for too
 * long.
 *
 * <p>For programs that run in a {@link FreshJvm}: where vectors of several widths have been used,
 * as by other tests, the type profiles of the Vector API's shared methods no longer tell the JIT
 * compiler which one it sees, and it boxes what a single width would keep in registers.
 */
public final class AllocationMeter {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final int BATCH = 500;
  private static final int CLEAN_BATCHES = 3;
  private static final int RETRIES = 2;
  private static final Predicate<String> CLEAN =
      Pattern.compile(": 0(\\.0 bytes a call)?$").asPredicate();
  private static final long PATIENCE_NANOS = 15_000_000_000L;

  /**
   * Prints how much the code allocates at last, on this thread: {@code what: 0.0 bytes a call}.
   *
   * @param what what to call the code
   * @param code what to run
   */
  public static void report(String what, Runnable code) {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    int clean = 0;
    long bytes = 0;
    while (clean < CLEAN_BATCHES && System.nanoTime() < deadline) {
      long before = THREADS.getCurrentThreadAllocatedBytes();
      for (int call = 0; call < BATCH; call++) {
        code.run();
      }
      bytes = THREADS.getCurrentThreadAllocatedBytes() - before;
      clean = bytes == 0 ? clean + 1 : 0;
    }
    System.out.println(what + ": " + (double) bytes / BATCH + " bytes a call");
  }

  /**
   * What a program that {@linkplain #report reports} prints in a JVM of its own. What the JIT
   * compiler inlines, and so what it must box, depends on what it has seen when it gets to a
   * method; on a busy machine that can be too little, for good. So a program that allocates has two
   * more chances in new JVMs; what allocates by its nature does so in all of them.
   */
  public static List<String> lines(List<String> options, Class<?> program) {
    List<String> lines = FreshJvm.run(options, program);
    for (int retry = 0; retry < RETRIES && !lines.stream().allMatch(CLEAN); retry++) {
      System.err.println("once more, since this JVM allocates: " + lines);
      lines = FreshJvm.run(options, program);
    }
    return lines;
  }

  /**
   * Prints how much the second call of the code allocates, on this thread, in the same words. The
   * first one may link what the code refers to.
   *
   * @param what what to call the code
   * @param code what to run
   */
  public static void reportSecond(String what, Runnable code) {
    code.run();
    long before = THREADS.getCurrentThreadAllocatedBytes();
    code.run();
    long bytes = THREADS.getCurrentThreadAllocatedBytes() - before;
    System.out.println(what + ": " + (double) bytes + " bytes a call");
  }

  private AllocationMeter() {}
}
