package io.simdann.train;

import io.simdann.kernel.Backend;
import io.simdann.kernel.KernelSelection;
import io.simdann.kernel.Kernels;
import java.util.List;

/** Every kernel set, for tests that demand the same bits of all. */
final class Engines {

  /** Scalar first; widths that this CPU lacks are emulated by the JVM, slowly. */
  static List<Kernels> all() {
    return List.of(
        scalar(),
        KernelSelection.emulated(128),
        KernelSelection.emulated(256),
        KernelSelection.emulated(512));
  }

  static Kernels scalar() {
    return KernelSelection.choose(Backend.SCALAR, KernelSelection.WIDEST).kernels();
  }

  static Kernels best() {
    return KernelSelection.choose(Backend.AUTO, KernelSelection.WIDEST).kernels();
  }

  private Engines() {}
}
