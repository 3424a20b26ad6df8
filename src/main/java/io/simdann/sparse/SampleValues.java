package io.simdann.sparse;

/**
 * The input samples of a network as they lie in memory: column-major features × samples, so that
 * feature i of sample j is at {@code j·features + i}. Exactly one of the arrays is there.
 *
 * @param bytes unsigned bytes, of which each means value/255; or null
 * @param floats floats; or null
 * @param features rows, at least 1
 * @param samples columns
 */
public record SampleValues(byte[] bytes, float[] floats, int features, int samples) {

  /** What a byte is multiplied with to get its meaning. */
  public static final float BYTE_SCALE = 1f / 255f;

  /**
   * Checks that there is one array, of the right length.
   *
   * @param bytes features · samples of them, or null
   * @param floats features · samples of them, or null
   * @param features 1 or more
   * @param samples 0 or more
   * @throws IllegalArgumentException if there are both arrays or none, or the sizes don't match
   */
  public SampleValues {
    if ((bytes == null) == (floats == null)) {
      throw new IllegalArgumentException("samples must be either bytes or floats");
    }
    int length = bytes == null ? floats.length : bytes.length;
    if (features < 1 || samples < 0 || (long) features * samples != length) {
      throw new IllegalArgumentException(
          features + " features x " + samples + " samples don't match " + length + " values");
    }
  }

  /**
   * What each value is multiplied with to get its meaning.
   *
   * @return 1/255 for bytes, 1 for floats
   */
  public float scale() {
    return bytes == null ? 1f : BYTE_SCALE;
  }

  /**
   * Counts the values that are not zero.
   *
   * @return their number
   */
  public long countNonZeros() {
    long count = 0;
    for (int sample = 0; sample < samples; sample++) {
      count += countNonZeros(sample * features, (sample + 1) * features);
    }
    return count;
  }

  /** Counts the values from index {@code from} to before {@code to} that are not zero. */
  int countNonZeros(int from, int to) {
    if (bytes != null) {
      return NonZeros.count(bytes, from, to);
    }
    int count = 0;
    for (int i = from; i < to; i++) {
      count += floats[i] == 0f ? 0 : 1;
    }
    return count;
  }

  boolean isZero(int index) {
    return bytes == null ? floats[index] == 0f : bytes[index] == 0;
  }
}
