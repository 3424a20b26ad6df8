package io.simdann.kernel;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/** Kernel sets that know activations beside their own. */
public final class MoreActivations {
  private static final ActivationKernel SOFTSIGN = new SoftsignKernel();

  /** A kernel set with softsign. */
  public static Kernels added(Kernels kernels) {
    return (Kernels)
        Proxy.newProxyInstance(
            Kernels.class.getClassLoader(),
            new Class<?>[] {Kernels.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("activation") && SOFTSIGN.name().equals(arguments[0])) {
                return SOFTSIGN;
              }
              try {
                return method.invoke(kernels, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  /** f(z) of an activation, by its scalar kernel. */
  public static float value(String name, float z) {
    float[] memory = {z, 0f};
    added(KernelSets.scalar()).activation(name).forward(memory, 0, 1, 1, 1, new float[1], 0);
    return memory[1];
  }

  /** f′(z) of an activation, by its scalar kernel. */
  public static float derivative(String name, float z) {
    float[] memory = {z, 0f, 1f};
    ActivationKernel kernel = added(KernelSets.scalar()).activation(name);
    kernel.forward(memory, 0, 1, 1, 1, new float[1], 0);
    kernel.backward(memory, 0, 1, 2, 1, 1, new float[Kernels.SUM_WAYS]);
    return memory[2];
  }

  private MoreActivations() {}
}
