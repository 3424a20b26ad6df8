package io.simdann.step;

import io.simdann.kernel.Backend;
import io.simdann.kernel.KernelSelection;
import io.simdann.kernel.Kernels;
import java.util.List;

/** Every kernel set, for tests that demand the same bits of all. */
public final class Engines {

  /** Scalar first; widths that this CPU lacks are emulated by the JVM, slowly. */
  public static List<Kernels> all() {
    return List.of(
        scalar(),
        KernelSelection.emulated(128),
        KernelSelection.emulated(256),
        KernelSelection.emulated(512));
  }

  public static Kernels scalar() {
    return KernelSelection.choose(Backend.SCALAR, KernelSelection.WIDEST).kernels();
  }

  public static Kernels best() {
    return KernelSelection.choose(Backend.AUTO, KernelSelection.WIDEST).kernels();
  }

  private Engines() {}
}
