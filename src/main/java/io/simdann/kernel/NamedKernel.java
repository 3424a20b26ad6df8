package io.simdann.kernel;

import java.util.List;

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
}
