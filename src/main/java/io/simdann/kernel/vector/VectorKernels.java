package io.simdann.kernel.vector;

import io.simdann.kernel.Backend;
import io.simdann.kernel.KernelSelection;
import io.simdann.kernel.Kernels;
import io.simdann.kernel.NamedKernel;
import io.simdann.kernel.UpdateKernel;
import java.util.List;

/**
 * The kernel set on SIMD lanes of {@link Lanes#BITS} bits. Updates that aren't listed here are the
 * scalar ones.
 */
public final class VectorKernels
    implements Kernels,
        VectorMatrixKernels,
        VectorSparseKernels,
        VectorActivationKernels,
        VectorElementwiseKernels {
  private static final List<UpdateKernel> UPDATES = List.of(new VectorSgd());

  /** Creates the kernel set; it has no state. */
  public VectorKernels() {}

  @Override
  public String name() {
    return "vector-" + Lanes.BITS;
  }

  @Override
  public int vectorBits() {
    return Lanes.BITS;
  }

  @Override
  public UpdateKernel update(String name) {
    UpdateKernel kernel = NamedKernel.find(UPDATES, name);
    return kernel == null ? scalar().update(name) : kernel;
  }

  private static Kernels scalar() {
    return KernelSelection.choose(Backend.SCALAR, KernelSelection.WIDEST).kernels();
  }
}
