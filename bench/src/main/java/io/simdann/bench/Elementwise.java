package io.simdann.bench;

import io.simdann.kernel.Backend;
import io.simdann.kernel.KernelSelection;
import io.simdann.kernel.Kernels;
import java.util.function.DoubleUnaryOperator;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** exp, log and the sigmoid of arrays in the L1 cache. */
public class Elementwise extends BenchmarkSettings {
  private static final int COUNT = 2048;

  @Param({"VECTOR", "SCALAR"})
  public Backend backend;

  private Kernels kernels;
  private final float[] anySign = RandomFloats.uniform(COUNT, -8f, 8f);
  private final float[] positive = RandomFloats.uniform(COUNT, 1e-8f, 1f);
  private final float[] result = new float[COUNT];

  @Setup
  public void prepare() {
    kernels = KernelSelection.choose(backend, KernelSelection.WIDEST).kernels();
    kernels.exp(anySign, 0, result, 0, COUNT);
    check("exp", anySign, Math::exp, 1);
    kernels.log(positive, 0, result, 0, COUNT);
    check("log", positive, Math::log, 1);
    kernels.sigmoid(anySign, 0, result, 0, COUNT);
    check("sigmoid", anySign, x -> 1 / (1 + Math.exp(-x)), 4);
  }

  /** Against float64, with a bound in units in the last place. */
  private void check(String name, float[] x, DoubleUnaryOperator function, int ulps) {
    for (int i = 0; i < COUNT; i++) {
      double expected = function.applyAsDouble(x[i]);
      Check.near(name, i, result[i], expected, ulps * Math.ulp((float) expected));
    }
  }

  @Benchmark
  public void exp(Elements counter) {
    kernels.exp(anySign, 0, result, 0, COUNT);
    counter.elements += COUNT;
  }

  @Benchmark
  public void log(Elements counter) {
    kernels.log(positive, 0, result, 0, COUNT);
    counter.elements += COUNT;
  }

  @Benchmark
  public void sigmoid(Elements counter) {
    kernels.sigmoid(anySign, 0, result, 0, COUNT);
    counter.elements += COUNT;
  }
}
