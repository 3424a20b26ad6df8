package io.simdann.bench;

import java.util.Random;

/** Input data: the same numbers in every run. */
public final class RandomFloats {

  /**
   * Independent numbers, uniform from low to high.
   *
   * @param count how many
   * @param low the least
   * @param high above the greatest
   * @return the numbers
   */
  public static float[] uniform(int count, float low, float high) {
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
