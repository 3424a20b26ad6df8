package io.simdann.train;

import com.sun.management.ThreadMXBean;
import io.simdann.data.DataSet;
import io.simdann.kernel.HeapBytes;
import io.simdann.kernel.Kernels;
import io.simdann.nn.NetworkSpec;
import io.simdann.step.Engines;
import io.simdann.step.SparseData;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;

/**
 * Trains on one thread and prints, for each training, the bytes that were counted beforehand, those
 * that were allocated before the first iteration, and those after.
 *
 * <p>For a JVM of its own with a collector that gives arrays their bytes and no more. With the
 * argument "scalar" on kernels that allocate nothing before the JIT compiler has compiled them.
 */
final class TrainingMemoryProbe {
  private static final int SAMPLES = 700;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private static final List<OptimizerSettings> OPTIMIZERS =
      List.of(new Sgd(1e-3), new Sgd(1e-3, 0.9, true), new Adam(1e-3), new Lbfgs());

  private static long atStart;

  public static void main(String[] arguments) {
    Kernels kernels = arguments[0].equals("scalar") ? Engines.scalar() : Engines.best();
    int[][] networks = {{}, {50}, {200, 70}, {700}};
    // What is allocated once, by whoever trains first.
    for (double density : new double[] {0.1, 1}) {
      DataSet data = SparseData.of(NetworkSpec.of(300, 10), SAMPLES, true, density, 5);
      for (int batch : new int[] {SAMPLES, 600, 40}) {
        bytes(kernels, data, batch, 50);
        bytes(kernels, data, batch, 200, 70);
      }
    }
    for (double density : new double[] {0.1, 0.45, 1}) {
      for (boolean ofBytes : new boolean[] {true, false}) {
        DataSet data = SparseData.of(NetworkSpec.of(300, 10), SAMPLES, ofBytes, density, 5);
        for (int batch : new int[] {SAMPLES, 600, 128}) {
          for (int[] hidden : networks) {
            print(
                bytes(kernels, data, batch, hidden),
                String.format(
                    "hidden %s, %s, density %s, batches of %d",
                    Arrays.toString(hidden), ofBytes ? "bytes" : "floats", density, batch));
          }
        }
      }
    }
    DataSet data = SparseData.of(NetworkSpec.of(300, 10), SAMPLES, true, 0.1, 5);
    TrainerBuilder balanced =
        Trainer.builder().hidden(70).classWeights(ClassWeights.BALANCED).learningRate(1e-3);
    bytes(kernels, data, SAMPLES, balanced);
    for (int batch : new int[] {SAMPLES, 600}) {
      print(bytes(kernels, data, batch, balanced), "balanced, batches of " + batch);
    }
    for (OptimizerSettings optimizer : OPTIMIZERS) {
      TrainerBuilder plain = Trainer.builder().hidden(700).optimizer(optimizer);
      bytes(kernels, data, SAMPLES, plain);
      print(bytes(kernels, data, SAMPLES, plain), optimizer.toString());
      if (optimizer instanceof Lbfgs) {
        continue;
      }
      TrainerBuilder clipped =
          plain.regularization(new Regularization(0, 0, Double.POSITIVE_INFINITY, 1));
      bytes(kernels, data, SAMPLES, clipped);
      print(bytes(kernels, data, SAMPLES, clipped), optimizer + ", norm clipped");
    }
    for (int batch : new int[] {SAMPLES, 128}) {
      for (double ofInputs : new double[] {0, 0.2}) {
        TrainerBuilder dropping =
            Trainer.builder().hidden(200, 70).dropout(0.5).inputDropout(ofInputs);
        bytes(kernels, data, batch, dropping);
        print(
            bytes(kernels, data, batch, dropping),
            "dropout of inputs " + ofInputs + ", batches of " + batch);
      }
    }
  }

  private static void print(long[] bytes, String what) {
    System.out.printf("%d %d %d %s%n", bytes[0], bytes[1], bytes[2], what);
  }

  private static long[] bytes(Kernels kernels, DataSet data, int batch, int... hidden) {
    return bytes(kernels, data, batch, Trainer.builder().hidden(hidden).learningRate(1e-3));
  }

  /** Counted; allocated before the first iteration; allocated from there on. */
  private static long[] bytes(Kernels kernels, DataSet data, int batch, TrainerBuilder settings) {
    Trainer trainer = settings.batchSize(batch).epochs(1).threads(1).kernels(kernels).build();
    NetworkSpec spec = trainer.spec(data);
    long counted =
        new TrainingMemory(
                data.features(),
                spec,
                kernels,
                1,
                trainer.epochPlan(data),
                trainer.optimizer().minimizer(kernels, trainer.regularization()),
                data.weights().isPresent() || !trainer.classWeights().areNone())
            .bytes();
    long before = THREADS.getCurrentThreadAllocatedBytes();
    trainer.fit(data, run -> atStart = THREADS.getCurrentThreadAllocatedBytes());
    long after = THREADS.getCurrentThreadAllocatedBytes();
    // The copy of the parameters that is counted for saving them is the classifier's here.
    long copy = HeapBytes.floats(spec.parameterCount());
    return new long[] {counted - copy, atStart - before, after - atStart - copy};
  }

  private TrainingMemoryProbe() {}
}
