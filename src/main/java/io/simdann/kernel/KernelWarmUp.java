package io.simdann.kernel;

import java.util.Arrays;

/**
 * Brings the kernels of training to the C2 compiler before there is work for them. Until it has
 * compiled a kernel, each vector operation is a call and an object, a hundred times slower; and it
 * compiles what it has seen often enough, however small the work was. So each kernel is called many
 * times on next to nothing, with loops short enough not to be compiled on their own (on-stack
 * replacement), which would take the compiler's time twice.
 */
public final class KernelWarmUp {
  /** HotSpot compiles with C2 after 600 calls if calls and loop iterations are 15000 together. */
  private static final int CALLS = 1_000;

  private static final int STEPS = 20;
  private static final int ROWS = 2;

  private final Kernels kernels;
  private final float[] a = new float[64 * STEPS];
  private final float[] b = new float[64 * STEPS];
  private final float[] c = new float[64 * STEPS];
  private final float[] labels = new float[Kernels.LANES];
  private final float[] costs = new float[Kernels.LANES];
  private final float[] table = new float[256];
  private final char[] entries = new char[STEPS];

  private KernelWarmUp(Kernels kernels) {
    this.kernels = kernels;
    Arrays.fill(a, 0.01f);
    Arrays.fill(b, 0.01f);
    for (int i = 0; i < STEPS; i++) {
      entries[i] = (char) (i << 8 | i);
    }
  }

  /**
   * Starts the work on a daemon thread, which ends by itself within a second. The scalar kernels
   * need none.
   *
   * @param kernels the kernels that training will use
   */
  public static void start(Kernels kernels) {
    if (kernels.vectorBits() > Float.SIZE) {
      Thread thread = new Thread(new KernelWarmUp(kernels)::run, "simdann-warm-up");
      thread.setDaemon(true);
      thread.start();
    }
  }

  private void run() {
    repeat(this::accumulate);
    repeat(this::biasSigmoid);
    repeat(this::multiplyNarrow);
    repeat(this::softmax);
    repeat(this::multiply);
    repeat(this::sigmoidGradient);
    repeat(this::sums);
  }

  private static void repeat(Runnable kernel) {
    for (int call = 0; call < CALLS; call++) {
      kernel.run();
    }
  }

  private void accumulate() {
    kernels.accumulate(entries, 0, STEPS, table, 0, a, 0, 0, c, 0);
  }

  private void multiplyNarrow() {
    kernels.multiplyNarrow(STEPS, a, 0, 16, b, 0, 1, STEPS, c, 0, 16);
  }

  private void multiply() {
    kernels.multiply(STEPS, a, 0, 32, b, 0, 1, STEPS, c, 0, 32);
  }

  private void biasSigmoid() {
    kernels.biasSigmoid(c, 0, ROWS, 64, b, 0);
  }

  private void sigmoidGradient() {
    kernels.sigmoidGradient(a, 0, c, 0, ROWS, 64, b);
  }

  private void softmax() {
    kernels.softmaxCrossEntropy(c, 0, 10, b, 0, labels, 0, costs, 0);
  }

  private void sums() {
    kernels.addRowSums(a, 0, STEPS, 16, c);
    kernels.add(c, 0, a, 0, 256);
  }
}
