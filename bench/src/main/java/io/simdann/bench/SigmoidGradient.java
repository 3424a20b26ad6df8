package io.simdann.bench;

import io.simdann.kernel.Backend;
import io.simdann.kernel.KernelSelection;
import io.simdann.kernel.Kernels;
import java.util.Arrays;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** The sigmoid's derivative and the bias gradient of 64 units and 64 samples, in the L1 cache. */
public class SigmoidGradient extends BenchmarkSettings {
  private static final int UNITS = 64;
  private static final int SAMPLES = 64;

  /**
   * The golden ratio: a·(1 − a) is −1 exactly in float arithmetic. The kernel works in place, and
   * with any smaller factor its values would soon be subnormal, and slow.
   */
  private static final float TIMED_ACTIVATION = 1.618034f;

  @Param({"VECTOR", "SCALAR"})
  public Backend backend;

  private Kernels kernels;
  private final float[] activation = RandomFloats.uniform(UNITS * SAMPLES, 0f, 1f);
  private final float[] gradient = RandomFloats.uniform(UNITS * SAMPLES, -1f, 1f);
  private final float[] sums = new float[UNITS * Kernels.SUM_WAYS];

  @Setup
  public void prepare() {
    kernels = KernelSelection.choose(backend, KernelSelection.WIDEST).kernels();
    check();
    Arrays.fill(activation, TIMED_ACTIVATION);
    RandomFloats.fill(gradient, -1f, 1f);
    Arrays.fill(sums, 0f);
  }

  private void check() {
    double[] expectedSums = new double[UNITS];
    double[] expected = new double[gradient.length];
    for (int i = 0; i < expected.length; i++) {
      expected[i] = gradient[i] * (activation[i] * (1.0 - activation[i]));
      expectedSums[i % UNITS] += expected[i];
    }
    sigmoidGradient();
    for (int i = 0; i < expected.length; i++) {
      Check.near("dz", i, gradient[i], expected[i], 1e-6);
    }
    for (int unit = 0; unit < UNITS; unit++) {
      float sum = Kernels.foldSums(sums, unit, UNITS);
      Check.near("bias gradient", unit, sum, expectedSums[unit], 1e-5);
    }
  }

  @Benchmark
  public void sigmoidGradient(Elements counter) {
    sigmoidGradient();
    counter.elements += UNITS * SAMPLES;
  }

  private void sigmoidGradient() {
    kernels.sigmoidGradient(activation, 0, gradient, 0, SAMPLES, UNITS, sums);
  }
}
