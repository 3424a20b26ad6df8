package io.simdann.kernel;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;

/** Kernel sets that know activations beside their own. */
public final class MoreActivations {
  private static final List<ActivationKernel> MORE = List.of(new TanhKernel(), new SiluKernel());

  /** A kernel set with tanh, and with silu, which keeps its argument. */
  public static Kernels added(Kernels kernels) {
    return (Kernels)
        Proxy.newProxyInstance(
            Kernels.class.getClassLoader(),
            new Class<?>[] {Kernels.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("activation")) {
                ActivationKernel kernel = NamedKernel.find(MORE, (String) arguments[0]);
                if (kernel != null) {
                  return kernel;
                }
              }
              try {
                return method.invoke(kernels, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private MoreActivations() {}
}
