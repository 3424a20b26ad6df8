package io.simdann.step;

import java.util.function.IntToDoubleFunction;

/** Arrays of floats by a formula. */
public final class Floats {

  /** The value of each index, rounded. */
  public static float[] of(int length, IntToDoubleFunction value) {
    float[] floats = new float[length];
    for (int i = 0; i < length; i++) {
      floats[i] = (float) value.applyAsDouble(i);
    }
    return floats;
  }

  private Floats() {}
}
