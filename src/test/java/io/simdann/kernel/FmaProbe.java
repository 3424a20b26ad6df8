package io.simdann.kernel;

import java.util.Arrays;

/** Prints the scalar kernels' name and hashes of what they compute, for JVMs without fma. */
final class FmaProbe {

  public static void main(String[] args) {
    Kernels kernels = KernelSelection.choose(Backend.SCALAR, KernelSelection.WIDEST).kernels();
    float[] x = FloatSweep.values();
    float[] result = new float[x.length];
    System.out.println(kernels.name());
    for (int i = 0; i < x.length; i++) {
      result[i] = ElementaryFunctions.exp(x[i]);
    }
    System.out.println("exp " + Arrays.hashCode(result));
    for (int i = 0; i < x.length; i++) {
      result[i] = ElementaryFunctions.log(x[i]);
    }
    System.out.println("log " + Arrays.hashCode(result));
    float[] values = RandomFloats.wild(3, x.length);
    ParameterRange range = new ParameterRange();
    range.begin(x, null, result);
    range.set(0, x.length, false, values, 0);
    kernels.update("sgd").update(range, new float[] {0.3f});
    System.out.println("update " + Arrays.hashCode(result));
    System.out.println("product " + Arrays.hashCode(product(kernels)));
    System.out.println("sparse " + Arrays.hashCode(sparse(kernels)));
  }

  private static float[] product(Kernels kernels) {
    int depth = 500;
    float[] a = RandomFloats.ordinary(4, depth * kernels.mr());
    float[] b = RandomFloats.ordinary(5, depth * kernels.nr());
    float[] c = RandomFloats.ordinary(6, kernels.mr() * kernels.nr());
    kernels.multiply(
        depth, a, 0, kernels.mr(), b, 0, kernels.nr(), 1, c, 0, kernels.mr(), c, 0, kernels.mr());
    return c;
  }

  private static float[] sparse(Kernels kernels) {
    float[] table = RandomFloats.ordinary(7, 256);
    float[] rows = RandomFloats.ordinary(8, 256 * Kernels.WIDE_LANES);
    char[] entries = new char[1 << 16];
    for (int i = 0; i < entries.length; i++) {
      entries[i] = (char) i;
    }
    float[] sum = new float[Kernels.WIDE_LANES];
    kernels.accumulate(entries, 0, entries.length, table, 0, rows, 0, Kernels.WIDE_LANES, sum, 0);
    return sum;
  }

  private FmaProbe() {}
}
