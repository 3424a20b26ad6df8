package io.simdann.kernel;

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
      float[] power = {1f};
      selection.kernels().exp(power, 0, power, 0, 1);
      System.out.println(selection.kernels().name() + ", exp(1) = " + power[0]);
      System.out.println("reason: " + selection.reason());
      System.out.println("warning: " + selection.warning().orElse("none"));
    } catch (IllegalStateException e) {
      System.out.println("refused: " + e.getMessage());
    }
  }

  private SelectionProbe() {}
}
