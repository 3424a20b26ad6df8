package io.simdann.kernel.scalar;

import io.simdann.kernel.DropoutKernel;
import io.simdann.kernel.DropoutMask;

/** Asks the mask for each value. */
final class ScalarDropout implements DropoutKernel {
  static final ScalarDropout INSTANCE = new ScalarDropout();

  @Override
  public void apply(
      DropoutMask mask,
      int[] numbers,
      int place,
      int rows,
      int unit,
      float[] memory,
      int source,
      int target,
      int stride,
      int[] words) {
    for (int row = 0; row < rows; row++) {
      for (int lane = 0; lane < stride; lane++) {
        int element = row * stride + lane;
        boolean kept = mask.keeps(numbers[place + row], unit + lane);
        memory[target + element] = kept ? memory[source + element] * mask.factor() : 0f;
      }
    }
  }
}
