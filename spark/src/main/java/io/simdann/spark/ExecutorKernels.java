package io.simdann.spark;

import io.simdann.kernel.Backend;
import io.simdann.kernel.KernelSelection;
import io.simdann.kernel.KernelWarmUp;
import io.simdann.kernel.Kernels;
import io.simdann.kernel.NamedKernel;
import io.simdann.kernel.NetworkKernels;
import io.simdann.nn.NetworkSpec;
import io.simdann.step.EngineException;
import java.io.Serializable;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Which kernels executors are to use; each chooses for its own CPU. */
final class ExecutorKernels implements Serializable {

  private static final long serialVersionUID = 1L;
  private static final String MODULE = "jdk.incubator.vector";
  private static final Set<NamedKernel> WARMED_UP = ConcurrentHashMap.newKeySet();

  private final Backend backend;
  private final int vectorBits;

  ExecutorKernels(Backend backend, int vectorBits) {
    this.backend = backend;
    this.vectorBits = vectorBits;
  }

  /**
   * The kernels of this JVM. Where nobody would see a warning, slow kernels that come of a missing
   * module are a failure.
   *
   * @param spec the network that they are for
   * @return the kernel set
   * @throws EngineException if the vector kernels can't run for want of the module or as asked for
   */
  Kernels select(NetworkSpec spec) {
    return select(spec, ModuleLayer.boot().findModule(MODULE).isPresent());
  }

  /** With the module being there or not; for tests. */
  Kernels select(NetworkSpec spec, boolean modulePresent) {
    if (backend != Backend.SCALAR && !modulePresent) {
      throw new EngineException(
          String.format(
              Locale.ROOT,
              "%s runs without the module %s: add --add-modules=%s to spark.executor.extraJavaOptions"
                  + " (and, where the driver is an executor, to spark.driver.extraJavaOptions), or"
                  + " ask for the scalar backend, 10 to 100 times slower",
              Executors.here(),
              MODULE,
              MODULE),
          null);
    }
    try {
      Kernels kernels = KernelSelection.choose(backend, vectorBits).kernels();
      NetworkKernels chosen =
          new NetworkKernels(kernels, spec.activations(), spec.loss().name(), spec.hasDropout());
      if (WARMED_UP.addAll(chosen.all())) {
        KernelWarmUp.start(kernels, chosen);
      }
      return kernels;
    } catch (IllegalStateException e) {
      throw new EngineException(Executors.here() + ": " + e.getMessage(), e);
    }
  }
}
