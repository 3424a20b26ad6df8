package io.simdann.kernel;

import java.util.stream.Stream;
import org.junit.jupiter.api.Named;

/** The kernel sets that tests run on. Widths that this CPU lacks are emulated, and slow. */
public final class KernelSets {

  /** Scalar, and vectors of every width. */
  public static Stream<Named<Kernels>> all() {
    return Stream.concat(Stream.of(named(scalar())), vectors());
  }

  /** Vectors of every width. */
  public static Stream<Named<Kernels>> vectors() {
    return Stream.of(128, 256, 512).map(KernelSelection::emulated).map(KernelSets::named);
  }

  /** The specification. */
  public static Kernels scalar() {
    return KernelSelection.choose(Backend.SCALAR, KernelSelection.WIDEST).kernels();
  }

  /** The widest vectors of this CPU. */
  public static Kernels widest() {
    return KernelSelection.choose(Backend.VECTOR, KernelSelection.WIDEST).kernels();
  }

  /** Whether a kernel set is emulated here, so that much arithmetic on it would take minutes. */
  public static boolean isEmulated(Kernels kernels) {
    return kernels.vectorBits() > widest().vectorBits();
  }

  private static Named<Kernels> named(Kernels kernels) {
    return Named.of(kernels.name(), kernels);
  }

  private KernelSets() {}
}
