package io.simdann.spark;

import io.simdann.data.ByteFeatures;
import io.simdann.data.Features;
import io.simdann.data.FloatFeatures;
import java.io.Serializable;
import java.lang.reflect.Array;

/**
 * The values of samples as Spark sends them, sample after sample: a {@code byte[]} of unsigned
 * bytes, each meaning byte/255, or a {@code float[]}.
 */
final class ValueArrays {

  private ValueArrays() {}

  /** A new array of bytes or floats. */
  static Serializable create(boolean bytes, int length) {
    return bytes ? new byte[length] : new float[length];
  }

  /** The array of some features, not a copy. */
  static Serializable of(Features features) {
    return features instanceof ByteFeatures bytes
        ? bytes.values()
        : ((FloatFeatures) features).values();
  }

  /** Values as a matrix of features × samples, not a copy; not known to be pictures. */
  static Features features(Serializable values, int features, int samples) {
    return values instanceof byte[] bytes
        ? new ByteFeatures(bytes, features, samples)
        : new FloatFeatures((float[]) values, features, samples);
  }

  static boolean areBytes(Serializable values) {
    return values instanceof byte[];
  }

  static int length(Serializable values) {
    return Array.getLength(values);
  }

  /** What a value is multiplied with to get its meaning. */
  static float scale(boolean bytes) {
    return bytes ? ByteFeatures.SCALE : 1f;
  }

  /** The memory that a value takes. */
  static int valueBytes(boolean bytes) {
    return bytes ? 1 : Float.BYTES;
  }

  /** A copy of the values from index {@code from} to before {@code to}. */
  static Serializable copyOfRange(Serializable values, int from, int to) {
    Serializable copy = create(areBytes(values), to - from);
    System.arraycopy(values, from, copy, 0, to - from);
    return copy;
  }
}
