package io.simdann.step;

import io.simdann.kernel.Kernels;

/** Sums of a layer's dZ over samples, 16 ways: 16 rows, one lane for each unit. */
final class BiasSums {

  /**
   * Adds the rows into the first one, in the order of {@link Kernels#foldSums}, for all lanes at a
   * time.
   */
  static void fold(Kernels kernels, float[] sums, int stride) {
    for (int half = Kernels.SUM_WAYS / 2; half > 0; half /= 2) {
      kernels.add(sums, 0, sums, half * stride, half * stride);
    }
  }

  private BiasSums() {}
}
