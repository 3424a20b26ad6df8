package io.simdann.step;

import com.sun.management.ThreadMXBean;
import io.simdann.data.DataSet;
import io.simdann.nn.Initialization;
import io.simdann.nn.NetworkSpec;
import io.simdann.parallel.WorkerTeam;
import io.simdann.random.Shuffle;
import java.lang.management.ManagementFactory;

/**
 * Runs epochs of gradients and steps until three in a row allocate nothing, and prints the bytes of
 * the last: of full batches and of mini-batches in a new order each epoch, on samples of all kinds.
 * In a JVM of its own, because the kernel sets that other tests load side by side mislead the JIT
 * compiler.
 */
final class EngineAllocationProbe {
  private static final int SAMPLES = 700;
  private static final long PATIENCE_NANOS = 30_000_000_000L;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  public static void main(String[] arguments) {
    for (double density : new double[] {0.2, 1}) {
      for (boolean bytes : new boolean[] {true, false}) {
        report("%s, batches of 700", 50, density, bytes, SAMPLES);
        report("%s, batches of 150", 50, density, bytes, 150);
        if (density < 1) {
          report("%s, batches of 150, a wide layer", 130, density, bytes, 150);
        }
      }
    }
    NetworkSpec spec = NetworkSpec.of(70, 50, 10);
    float[] weights = Floats.of(SAMPLES, sample -> sample % 5 / 2f);
    DataSet weighted = SparseData.of(spec, SAMPLES, true, 0.2, 5).withWeights(weights);
    for (int batch : new int[] {SAMPLES, 150}) {
      long bytes = bytesOfAnEpoch(new Descent(1e-3, Engines.best()), spec, weighted, batch);
      System.out.println("weighted, batches of " + batch + ": " + bytes);
    }
    OptimizerState clipping = new OptimizerState(new Momentum(0.9, 0.1, 0.01), 50 * 71 + 10 * 51);
    for (int batch : new int[] {SAMPLES, 150}) {
      long bytes = bytesOfAnEpoch(new Descent(1e-3, clipping), 50, 0.2, true, batch);
      System.out.println("momentum and norm, batches of " + batch + ": " + bytes);
    }
  }

  private static void report(String what, int units, double density, boolean bytes, int batch) {
    String data = (density < 1 ? "sparse " : "dense ") + (bytes ? "bytes" : "floats");
    Descent descent = new Descent(1e-3, Engines.best());
    long allocated = bytesOfAnEpoch(descent, units, density, bytes, batch);
    System.out.println(what.formatted(data) + ": " + allocated);
  }

  private static long bytesOfAnEpoch(
      Descent descent, int units, double density, boolean ofBytes, int batch) {
    NetworkSpec spec = NetworkSpec.of(70, units, 10);
    return bytesOfAnEpoch(descent, spec, SparseData.of(spec, SAMPLES, ofBytes, density, 5), batch);
  }

  private static long bytesOfAnEpoch(Descent descent, NetworkSpec spec, DataSet data, int batch) {
    float[] parameters = Initialization.numpy(spec, 1);
    Shuffle shuffle = new Shuffle(SAMPLES, 1);
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    long bytes = 1;
    try (WorkerTeam team = WorkerTeam.ofThreads(1)) {
      GradientEngine engine = new LocalGradientEngine(data, spec, Engines.best(), team);
      int clean = 0;
      for (int epoch = 0; clean < 3 && System.nanoTime() < deadline; epoch++) {
        if (batch < SAMPLES) {
          engine.reorder(shuffle.order(epoch));
        }
        long before = THREADS.getCurrentThreadAllocatedBytes();
        for (int from = 0; from < SAMPLES; from += batch) {
          int to = Math.min(SAMPLES, from + batch);
          descent.update(engine, parameters, from, to, parameters);
        }
        bytes = THREADS.getCurrentThreadAllocatedBytes() - before;
        clean = bytes == 0 ? clean + 1 : 0;
      }
    }
    return bytes;
  }

  private EngineAllocationProbe() {}
}
