package io.simdann.kernel;

import java.util.Arrays;
import java.util.List;

/**
 * The calls by which {@link KernelWarmUp} brings the kernels of a full batch to the compiler. No
 * call may write what another reads: values that grow from call to call would in the end be none
 * that a network has, and C2 would compile what kernels do with those.
 */
final class WarmUpCalls {
  /** The kernels of every network, its loss among them; two called side by side count as one. */
  private static final int COMMON = 5;

  private static final int STEPS = 4;
  private static final int STRIDE = 64;

  /** What lies in rows. */
  private static final int FLOATS = STEPS * STRIDE;

  /** HotSpot compiles with C2 after 600 calls, too, if with iterations they are 15000. */
  private static final int ENTRIES = 24;

  private static final int ENTRY_LISTS = 4;

  private final Kernels kernels;
  private final List<ActivationKernel> activations;
  private final LossKernel loss;

  /** Null if nothing is dropped. */
  private final DropoutKernel dropout;

  private final DropoutMask mask = new DropoutMask(0.5, 1);
  private final int[] numbers = new int[STEPS];
  private final int[] words = new int[DropoutKernel.WORDS];
  private final float[] a = new float[1024];
  private final float[] b = new float[1024];
  private final float[] table = new float[256];
  private final char[] entries = new char[ENTRIES];

  /** Rows of a layer: z, activations and their gradient. */
  private final float[] layer = new float[3 * FLOATS];

  private final float[] panel = new float[STEPS * Kernels.LANES];
  private final float[] costs = new float[Kernels.LANES];

  /** What sums and products go to. */
  private final float[] c = new float[1024];

  WarmUpCalls(Kernels kernels, NetworkKernels chosen) {
    this.kernels = kernels;
    this.activations = List.copyOf(chosen.activations());
    this.loss = chosen.loss();
    this.dropout = chosen.dropout().orElse(null);
    Arrays.fill(a, 0.01f);
    Arrays.fill(b, 0.01f);
    Arrays.fill(layer, 0.01f);
    for (int i = 0; i < ENTRIES; i++) {
      entries[i] = (char) (i << 8 | i);
    }
  }

  /** How many kernels there are to be called. */
  int count() {
    return COMMON + 2 * activations.size() + (dropout == null ? 0 : 1);
  }

  /**
   * Calls a kernel. Each loop is in a method of its own, so that C2 doesn't take it for a part of
   * the others.
   *
   * @param kernel 0 to {@link #count} − 1
   * @param working whether calls have a little work, else nothing to do; the sparse kernel isn't
   *     called at all then
   * @param times how often; the sparse kernel is called {@value #ENTRY_LISTS} times
   */
  void call(int kernel, boolean working, int times) {
    switch (kernel) {
      case 0 -> multiply(working ? STEPS : -1, times);
      case 1 -> multiplyNarrow(working ? STEPS : -1, times);
      case 2 -> loss(working ? STEPS : 0, times);
      case 3 -> sums(working ? STEPS : 0, times);
      case 4 -> accumulate(working ? ENTRY_LISTS : 0);
      default -> {
        int direction = kernel - COMMON;
        if (direction == 2 * activations.size()) {
          drop(working ? STEPS : 0, times);
          return;
        }
        ActivationKernel activation = activations.get(direction / 2);
        if (direction % 2 == 0) {
          forward(activation, working ? STEPS : 0, times);
        } else {
          backward(activation, working ? STEPS : 0, times);
        }
      }
    }
  }

  /** Packed lanes with columns of B, as going forward and backward has them. */
  private void multiply(int depth, int times) {
    int mr = kernels.mr();
    for (int call = 0; call < times; call++) {
      kernels.multiply(depth, a, 0, mr, b, 0, 1, 16, c, 0, mr, c, 0, mr);
    }
  }

  /** Packed lanes with rows of B, as weight gradients have them. */
  private void multiplyNarrow(int depth, int times) {
    for (int call = 0; call < times; call++) {
      kernels.multiplyNarrow(depth, a, 0, 16, b, 0, 16, 1, c, 0, 16, c, 0, 16);
    }
  }

  private void forward(ActivationKernel activation, int rows, int times) {
    for (int call = 0; call < times; call++) {
      activation.forward(layer, 0, FLOATS, rows, STRIDE, b, 0);
    }
  }

  private void backward(ActivationKernel activation, int rows, int times) {
    for (int call = 0; call < times; call++) {
      activation.backward(layer, 0, FLOATS, 2 * FLOATS, rows, STRIDE, c);
    }
  }

  private void drop(int rows, int times) {
    for (int call = 0; call < times; call++) {
      dropout.apply(mask, numbers, 0, rows, 0, c, 0, 0, STRIDE, words);
    }
  }

  private void loss(int rows, int times) {
    for (int call = 0; call < times; call++) {
      loss.outputs(panel, 0, rows, b, 0);
      loss.gradient(panel, 0, rows, b, 0, b, costs);
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
