package io.simdann.kernel;

import java.util.Arrays;

/**
 * A program that prints the choice of kernels, or why there is none, for {@link
 * KernelFallbackTest}.
 */
final class SelectionProbe {

  public static void main(String[] arguments) {
    Backend backend = Backend.valueOf(arguments[0]);
    int vectorBits = Integer.parseInt(arguments[1]);
    try {
      KernelSelection selection = KernelSelection.choose(backend, vectorBits);
      float[] memory = new float[Kernels.LANES];
      float[] ones = new float[Kernels.LANES];
      Arrays.fill(ones, 1f);
      selection.kernels().activation("sigmoid").forward(memory, 0, 0, 1, Kernels.LANES, ones, 0);
      System.out.println(selection.kernels().name() + ", sigmoid(1) = " + memory[0]);
      System.out.println("reason: " + selection.reason());
      System.out.println("warning: " + selection.warning().orElse("none"));
    } catch (IllegalStateException e) {
      System.out.println("refused: " + e.getMessage());
    }
  }

  private SelectionProbe() {}
}
