package io.simdann.kernel;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * The kernels of one kind in a {@link Kernels kernel set}, by name. Each is made when it is first
 * asked for: classes of kernels that no network has chosen aren't loaded, which the start of a
 * program would wait for.
 *
 * @param <K> the kind
 */
public final class KernelTable<K extends NamedKernel> {
  private final ConcurrentHashMap<String, K> made = new ConcurrentHashMap<>();
  private final Function<String, K> maker;

  /**
   * A table.
   *
   * @param maker makes the kernel of a name, or returns null if there is none
   */
  public KernelTable(Function<String, K> maker) {
    this.maker = maker;
  }

  /**
   * Looks a kernel up.
   *
   * @param name the name
   * @return the kernel, the same object each time; null if none has that name
   * @throws IllegalStateException if the kernel that was made has another name
   */
  public K find(String name) {
    K kernel = made.computeIfAbsent(name, maker);
    if (kernel != null && !kernel.name().equals(name)) {
      throw new IllegalStateException(
          "the kernel made for \"" + name + "\" calls itself \"" + kernel.name() + "\"");
    }
    return kernel;
  }

  /**
   * Looks a kernel up that must be there.
   *
   * @param what what to call the kind
   * @param names all names; the maker has a kernel for each
   * @param name the name
   * @return the kernel, the same object each time
   * @throws IllegalArgumentException if it isn't among the names; the message lists them
   * @throws IllegalStateException if it is, and there is no kernel
   */
  public K require(String what, List<String> names, String name) {
    if (!names.contains(name)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "there is no %s \"%s\", expected one of: %s",
              what,
              name,
              String.join(", ", names)));
    }
    K kernel = find(name);
    if (kernel == null) {
      throw new IllegalStateException("nothing makes the " + what + " \"" + name + "\"");
    }
    return kernel;
  }
}
