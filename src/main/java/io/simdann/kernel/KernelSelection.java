package io.simdann.kernel;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The choice of a kernel set, and why it was made.
 *
 * @param kernels the kernel set
 * @param reason one line for a log: what was chosen and why
 * @param warning one line for the user, where the choice costs speed or departs from what was asked
 */
public record KernelSelection(Kernels kernels, String reason, Optional<String> warning) {
  private static final Set<String> LOGGED = ConcurrentHashMap.newKeySet();

  /** The widths for which vector kernels exist. */
  private static final Set<Integer> WIDTHS = Set.of(128, 256, 512);

  /** Ask for the widest vectors the CPU has. */
  public static final int WIDEST = 0;

  /**
   * Chooses the kernel set. The same arguments give the same choice for the life of the JVM.
   *
   * @param backend what the user asks for
   * @param vectorBits 128, 256 or 512; {@link #WIDEST} for the CPU's own width. A width beyond the
   *     CPU's is narrowed to it with a warning, since all widths give the same bits
   * @return the choice
   * @throws IllegalArgumentException if {@code vectorBits} is none of these
   * @throws IllegalStateException if {@link Backend#VECTOR} is asked for and can't run
   */
  public static KernelSelection choose(Backend backend, int vectorBits) {
    if (vectorBits != WIDEST && !WIDTHS.contains(vectorBits)) {
      throw new IllegalArgumentException(
          "vector bits must be 128, 256 or 512, but were " + vectorBits);
    }
    if (backend == Backend.SCALAR) {
      return new KernelSelection(
          Loaded.SCALAR,
          "scalar kernels, because they were asked for",
          FusedMultiplyAdd.inHardware()
              ? Optional.empty()
              : Optional.of("running on slow scalar kernels: " + VectorSupport.NO_FMA));
    }
    Optional<String> obstacle = VectorSupport.obstacle();
    if (obstacle.isPresent()) {
      if (backend == Backend.VECTOR) {
        throw new IllegalStateException("vector kernels can't run: " + obstacle.get());
      }
      return new KernelSelection(
          Loaded.SCALAR,
          "scalar kernels, because " + obstacle.get(),
          Optional.of("running on slow scalar kernels: " + obstacle.get()));
    }
    return vector(vectorBits);
  }

  /**
   * {@link #choose}, with the reason logged once for each different choice: at level DEBUG, or as a
   * warning if there is one.
   *
   * @param backend what the user asks for
   * @param vectorBits as for {@link #choose}
   * @return the kernel set
   */
  public static Kernels logged(Backend backend, int vectorBits) {
    KernelSelection selection = choose(backend, vectorBits);
    if (LOGGED.add(selection.reason() + selection.warning())) {
      // Not a constant: who only chooses shall not wait for the logging classes.
      System.Logger logger = System.getLogger("io.simdann.kernel");
      logger.log(System.Logger.Level.DEBUG, selection.reason());
      selection.warning().ifPresent(warning -> logger.log(System.Logger.Level.WARNING, warning));
    }
    return selection.kernels();
  }

  private static KernelSelection vector(int askedBits) {
    int widest = Math.min(512, VectorSupport.preferredBits());
    if (askedBits > widest) {
      return new KernelSelection(
          Loaded.vector(widest),
          widest + "-bit vector kernels, the widest this CPU and JVM have",
          Optional.of(
              "this CPU and JVM have no "
                  + askedBits
                  + "-bit vectors, using "
                  + widest
                  + " bits (every width gives the same bits)"));
    }
    int bits = askedBits == WIDEST ? widest : askedBits;
    String why = askedBits == WIDEST ? "the widest this CPU and JVM have" : "as asked for";
    return new KernelSelection(
        Loaded.vector(bits), bits + "-bit vector kernels, " + why, Optional.empty());
  }

  /**
   * The vector kernels of a width, whether or not the CPU has it: on a CPU that has not, the JVM
   * emulates each operation, thousands of times slower, with the same results. For tests.
   *
   * @param bits 128, 256 or 512
   * @return the kernel set
   */
  public static Kernels emulated(int bits) {
    return Loaded.vector(bits);
  }

  /** The kernel sets in use, each created at most once. */
  private static final class Loaded {
    static final Kernels SCALAR =
        VectorWidthLoader.instantiate(
            KernelSelection.class.getClassLoader(), "io.simdann.kernel.scalar.ScalarKernels");
    private static final ConcurrentHashMap<Integer, Kernels> VECTOR = new ConcurrentHashMap<>();

    static Kernels vector(int bits) {
      return VECTOR.computeIfAbsent(bits, VectorWidthLoader::load);
    }
  }
}
