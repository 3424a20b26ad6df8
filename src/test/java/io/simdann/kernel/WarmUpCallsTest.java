package io.simdann.kernel;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** C2 compiles a kernel for the values that it has seen. */
class WarmUpCallsTest {
  private static final int ROUNDS = 5_000;

  @ParameterizedTest
  @ValueSource(strings = {"sigmoid", "relu", "gelu", "elu"})
  void argumentsStayThoseOfANetworkHoweverManyCallsThereAre(String name) {
    float[] largest = {0f};
    Kernels kernels = recording(KernelSets.scalar(), largest);
    NetworkKernels chosen = new NetworkKernels(kernels, List.of(name), "softmax_cross_entropy");
    WarmUpCalls calls = new WarmUpCalls(kernels, chosen);
    for (int round = 0; round < ROUNDS; round++) {
      for (int kernel = 0; kernel < calls.count(); kernel++) {
        calls.call(kernel, true, 1);
      }
    }
    assertTrue(largest[0] > 0f, "no argument was seen");
    assertTrue(largest[0] < Exponential.MODERATE, () -> "an argument of " + largest[0]);
  }

  /** The same kernels, of which activations keep the largest magnitude of an argument. */
  private static Kernels recording(Kernels kernels, float[] largest) {
    return (Kernels)
        Proxy.newProxyInstance(
            Kernels.class.getClassLoader(),
            new Class<?>[] {Kernels.class},
            (proxy, method, arguments) -> {
              Object result = method.invoke(kernels, arguments);
              return result instanceof ActivationKernel activation
                  ? new Recording(activation, largest)
                  : result;
            });
  }

  private record Recording(ActivationKernel kernel, float[] largest) implements ActivationKernel {

    @Override
    public String name() {
      return kernel.name();
    }

    @Override
    public boolean keepsDerivative() {
      return kernel.keepsDerivative();
    }

    @Override
    public void forward(
        float[] memory, int z, int a, int rows, int stride, float[] bias, int biasOffset) {
      for (int row = 0; row < rows; row++) {
        for (int lane = 0; lane < stride; lane++) {
          float x = memory[z + row * stride + lane] + bias[biasOffset + lane];
          largest[0] = Math.max(largest[0], Math.abs(x));
        }
      }
      kernel.forward(memory, z, a, rows, stride, bias, biasOffset);
    }

    @Override
    public void backward(
        float[] memory, int z, int a, int gradient, int rows, int stride, float[] sums) {
      kernel.backward(memory, z, a, gradient, rows, stride, sums);
    }
  }
}
