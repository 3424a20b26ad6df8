package io.simdann.kernel;

import java.util.Arrays;

/** The calls by which {@link KernelWarmUp} brings the kernels of a full batch to the compiler. */
final class WarmUpCalls {
  /** How many there are; two that are called side by side count as one. */
  static final int KERNELS = 7;

  private static final int STEPS = 4;
  private static final int STRIDE = 64;

  /** HotSpot compiles with C2 after 600 calls, too, if with iterations they are 15000. */
  private static final int ENTRIES = 24;

  private static final int ENTRY_LISTS = 4;

  private final Kernels kernels;
  private final float[] a = new float[1024];
  private final float[] b = new float[1024];
  private final float[] c = new float[1024];
  private final float[] table = new float[256];
  private final char[] entries = new char[ENTRIES];

  WarmUpCalls(Kernels kernels) {
    this.kernels = kernels;
    Arrays.fill(a, 0.01f);
    Arrays.fill(b, 0.01f);
    for (int i = 0; i < ENTRIES; i++) {
      entries[i] = (char) (i << 8 | i);
    }
  }

  /**
   * Calls a kernel. Each loop is in a method of its own, so that C2 doesn't take it for a part of
   * the others.
   *
   * @param kernel 0 to {@link #KERNELS} − 1
   * @param working whether calls have a little work, else nothing to do; the sparse kernel isn't
   *     called at all then
   * @param times how often; the sparse kernel is called {@value #ENTRY_LISTS} times
   */
  void call(int kernel, boolean working, int times) {
    switch (kernel) {
      case 0 -> multiply(working ? STEPS : -1, times);
      case 1 -> multiplyNarrow(working ? STEPS : -1, times);
      case 2 -> biasSigmoid(working ? STEPS : 0, times);
      case 3 -> sigmoidGradient(working ? STEPS : 0, times);
      case 4 -> softmax(working ? STEPS : 0, times);
      case 5 -> sums(working ? STEPS : 0, times);
      default -> accumulate(working ? ENTRY_LISTS : 0);
    }
  }

  private void multiply(int depth, int times) {
    for (int call = 0; call < times; call++) {
      kernels.multiply(depth, a, 0, 32, b, 0, 1, 16, c, 0, 32, c, 0, 32);
    }
  }

  private void multiplyNarrow(int depth, int times) {
    for (int call = 0; call < times; call++) {
      kernels.multiplyNarrow(depth, a, 0, 16, b, 0, 1, 16, c, 0, 16, c, 0, 16);
    }
  }

  private void biasSigmoid(int rows, int times) {
    for (int call = 0; call < times; call++) {
      kernels.biasSigmoid(c, 0, rows, STRIDE, b, 0);
    }
  }

  private void sigmoidGradient(int rows, int times) {
    for (int call = 0; call < times; call++) {
      kernels.sigmoidGradient(a, 0, c, 0, rows, STRIDE, b);
    }
  }

  private void softmax(int rows, int times) {
    for (int call = 0; call < times; call++) {
      kernels.softmax(c, 0, rows, b, 0);
      kernels.softmaxCrossEntropy(c, 0, rows, b, 0, b, 0, table, 0);
    }
  }

  private void sums(int rows, int times) {
    for (int call = 0; call < times; call++) {
      kernels.addRowSums(a, 0, rows, STRIDE, c);
      kernels.add(c, 0, a, 0, rows * STRIDE);
    }
  }

  /**
   * Always with work, of which this kernel has little: C2 takes it into the loops that call it, and
   * unrolls its own by what it has seen.
   */
  private void accumulate(int lists) {
    for (int list = 0; list < lists; list++) {
      kernels.accumulate(entries, 0, ENTRIES, table, 0, a, 0, 0, c, 0);
    }
  }
}
