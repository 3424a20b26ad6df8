package io.simdann.bench;

import io.simdann.kernel.ActivationKernel;
import io.simdann.kernel.Backend;
import io.simdann.kernel.KernelSelection;
import io.simdann.kernel.Kernels;
import java.util.Arrays;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/**
 * The sigmoid with its bias, and its derivative with the bias gradient, of 64 units and 64 samples
 * in the L1 cache.
 */
public class Sigmoid extends BenchmarkSettings {
  private static final int UNITS = 64;
  private static final int SAMPLES = 64;
  private static final int COUNT = UNITS * SAMPLES;

  /** Where the gradient lies, behind the activations. */
  private static final int GRADIENT = COUNT;

  /**
   * The golden ratio: a·(1 − a) is −1 exactly in float arithmetic. The kernel works in place, and
   * with any smaller factor its values would soon be subnormal, and slow.
   */
  private static final float TIMED_ACTIVATION = 1.618034f;

  @Param({"VECTOR", "SCALAR"})
  public Backend backend;

  private ActivationKernel sigmoid;
  private final float[] arguments = RandomFloats.uniform(2 * COUNT, -8f, 8f);
  private final float[] bias = RandomFloats.uniform(UNITS, -1f, 1f);
  private final float[] memory = new float[2 * COUNT];
  private final float[] sums = new float[UNITS * Kernels.SUM_WAYS];

  @Setup
  public void prepare() {
    Kernels kernels = KernelSelection.choose(backend, KernelSelection.WIDEST).kernels();
    sigmoid = kernels.activation("sigmoid");
    checkForward();
    checkBackward();
    Arrays.fill(memory, 0, COUNT, TIMED_ACTIVATION);
    System.arraycopy(arguments, 0, memory, GRADIENT, COUNT);
    Arrays.fill(sums, 0f);
  }

  private void checkForward() {
    sigmoid.forward(arguments, 0, COUNT, SAMPLES, UNITS, bias, 0);
    for (int i = 0; i < COUNT; i++) {
      double expected = 1 / (1 + Math.exp(-(arguments[i] + bias[i % UNITS])));
      Check.near("sigmoid", i, arguments[COUNT + i], expected, 4 * Math.ulp((float) expected));
    }
  }

  private void checkBackward() {
    RandomFloats.fill(memory, 0f, 1f);
    double[] expectedSums = new double[UNITS];
    double[] expected = new double[COUNT];
    for (int i = 0; i < COUNT; i++) {
      expected[i] = memory[GRADIENT + i] * (memory[i] * (1.0 - memory[i]));
      expectedSums[i % UNITS] += expected[i];
    }
    sigmoid.backward(memory, 0, 0, GRADIENT, SAMPLES, UNITS, sums);
    for (int i = 0; i < COUNT; i++) {
      Check.near("dz", i, memory[GRADIENT + i], expected[i], 1e-6);
    }
    for (int unit = 0; unit < UNITS; unit++) {
      float sum = Kernels.foldSums(sums, unit, UNITS);
      Check.near("bias gradient", unit, sum, expectedSums[unit], 1e-5);
    }
  }

  @Benchmark
  public void forward(Elements counter) {
    sigmoid.forward(arguments, 0, COUNT, SAMPLES, UNITS, bias, 0);
    counter.elements += COUNT;
  }

  @Benchmark
  public void backward(Elements counter) {
    sigmoid.backward(memory, 0, 0, GRADIENT, SAMPLES, UNITS, sums);
    counter.elements += COUNT;
  }
}
