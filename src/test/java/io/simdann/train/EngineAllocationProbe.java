package io.simdann.train;

import com.sun.management.ThreadMXBean;
import io.simdann.data.DataSet;
import io.simdann.nn.Architecture;
import io.simdann.nn.Initialization;
import io.simdann.parallel.WorkerTeam;
import java.lang.management.ManagementFactory;

/**
 * Runs gradients and steps until three in a row allocate nothing, and prints the bytes of the last.
 * In a JVM of its own, because the kernel sets that other tests load side by side mislead the JIT
 * compiler.
 */
final class EngineAllocationProbe {
  private static final int SAMPLES = 700;
  private static final long PATIENCE_NANOS = 60_000_000_000L;

  public static void main(String[] arguments) {
    Architecture architecture = Architecture.of(70, 50, 10);
    DataSet data = LocalGradientEngineTest.data(architecture, SAMPLES, true, 5);
    float[] parameters = Initialization.numpy(architecture, 1);
    float[] gradient = new float[parameters.length];
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    long bytes = 1;
    try (WorkerTeam team = WorkerTeam.ofThreads(1)) {
      GradientEngine engine = new LocalGradientEngine(data, architecture, Engines.best(), team);
      GradientDescent descent = new GradientDescent(1e-3, Engines.best());
      for (int clean = 0; clean < 3 && System.nanoTime() < deadline; ) {
        long before = threads.getCurrentThreadAllocatedBytes();
        engine.gradient(parameters, 0, SAMPLES, gradient);
        descent.step(parameters, gradient, SAMPLES, parameters);
        bytes = threads.getCurrentThreadAllocatedBytes() - before;
        clean = bytes == 0 ? clean + 1 : 0;
      }
    }
    System.out.println(bytes);
  }

  private EngineAllocationProbe() {}
}
