package io.simdann.kernel;

import java.io.IOException;
import java.io.InputStream;

/**
 * Loads the package {@code kernel.vector} once for each vector width.
 *
 * <p>The JIT compiler turns Vector API calls into instructions only where the species is a constant
 * of the class. So that one source serves every width without a copy, each width gets its own
 * defining of the same class files, in which {@code Lanes} reads the width from this loader. Every
 * other class comes from the parent.
 */
public final class VectorWidthLoader extends ClassLoader {
  private static final String PACKAGE = "io.simdann.kernel.vector.";

  static {
    registerAsParallelCapable();
  }

  private final int bits;

  private VectorWidthLoader(int bits) {
    super("simdann-vector-" + bits, VectorWidthLoader.class.getClassLoader());
    this.bits = bits;
  }

  /**
   * Loads the vector kernels for a width.
   *
   * @param bits 128, 256 or 512
   * @return the kernel set
   * @throws LinkageError if the module {@code jdk.incubator.vector} is missing
   */
  static Kernels load(int bits) {
    Kernels kernels = instantiate(new VectorWidthLoader(bits), PACKAGE + "VectorKernels");
    if (kernels.vectorBits() != bits) {
      throw new IllegalStateException(
          "vector kernels were loaded for " + kernels.vectorBits() + " bits, not " + bits);
    }
    return kernels;
  }

  /** Kernel sets are named, not imported: they depend on this package, it must not on them. */
  static Kernels instantiate(ClassLoader loader, String className) {
    try {
      return (Kernels) loader.loadClass(className).getConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("the kernels " + className + " can't be loaded: " + e, e);
    }
  }

  /**
   * The width for which a class of {@code kernel.vector} was loaded.
   *
   * @param type the class that asks
   * @param otherwise the answer if it was not loaded by a loader of this class
   * @return bits
   */
  public static int bitsOf(Class<?> type, int otherwise) {
    return type.getClassLoader() instanceof VectorWidthLoader loader ? loader.bits : otherwise;
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (!name.startsWith(PACKAGE)) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> type = findLoadedClass(name);
      if (type == null) {
        type = define(name);
      }
      if (resolve) {
        resolveClass(type);
      }
      return type;
    }
  }

  private Class<?> define(String name) throws ClassNotFoundException {
    String resource = name.replace('.', '/') + ".class";
    try (InputStream in = getParent().getResourceAsStream(resource)) {
      if (in == null) {
        throw new ClassNotFoundException(name);
      }
      byte[] bytes = in.readAllBytes();
      return defineClass(
          name, bytes, 0, bytes.length, VectorWidthLoader.class.getProtectionDomain());
    } catch (IOException e) {
      throw new ClassNotFoundException(name, e);
    }
  }
}
