package io.simdann.bench;

import java.util.Random;

/** Input data: the same numbers in every run. */
final class RandomFloats {

  /** Independent numbers, uniform from low to high. */
  static float[] uniform(int count, float low, float high) {
    float[] values = new float[count];
    fill(values, low, high);
    return values;
  }

  /** Overwrites an array with independent numbers, uniform from low to high. */
  static void fill(float[] values, float low, float high) {
    Random random = new Random(values.length);
    for (int i = 0; i < values.length; i++) {
      values[i] = low + (high - low) * random.nextFloat();
    }
  }

  private RandomFloats() {}
}
