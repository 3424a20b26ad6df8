package io.simdann.kernel;

import java.util.List;
import java.util.Locale;

/** A kernel that is looked up by name in a {@link Kernels kernel set}, one object for each set. */
public interface NamedKernel {

  /**
   * The name by which descriptions of networks and model files know it.
   *
   * @return lower case, for example {@code sigmoid}
   */
  String name();

  /**
   * The classes with vector code that it consists of: compilers may need to be told how to treat
   * them.
   *
   * @return its own class first; none if it is plain loops
   */
  default List<Class<?>> vectorClasses() {
    return List.of();
  }

  /**
   * Looks a kernel up.
   *
   * @param <K> what kind it is of
   * @param kernels all of that kind
   * @param name the name
   * @return the kernel, or null if none has that name
   */
  static <K extends NamedKernel> K find(List<K> kernels, String name) {
    for (K kernel : kernels) {
      if (kernel.name().equals(name)) {
        return kernel;
      }
    }
    return null;
  }

  /**
   * Looks a kernel up that must be there.
   *
   * @param <K> what kind it is of
   * @param kernels all of that kind
   * @param what what to call the kind
   * @param name the name
   * @return the kernel
   * @throws IllegalArgumentException if none has that name
   */
  static <K extends NamedKernel> K require(List<K> kernels, String what, String name) {
    K kernel = find(kernels, name);
    if (kernel == null) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "there is no %s \"%s\", expected one of: %s",
              what,
              name,
              String.join(", ", kernels.stream().map(NamedKernel::name).toList())));
    }
    return kernel;
  }
}
