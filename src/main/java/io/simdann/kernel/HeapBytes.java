package io.simdann.kernel;

/**
 * What arrays take of the heap, for those who count before they allocate.
 *
 * <p>G1 gives an array of more than half a region whole regions of its own; other collectors give
 * each its bytes.
 */
public final class HeapBytes {
  /** An array's header, and what it is rounded up to. */
  private static final int HEADER = 16;

  private static final int GRANULE = 8;

  /** The bytes of a region of G1; 0 with another collector. */
  private static final long REGION = AlignedFloats.regionBytes();

  /**
   * That of an array.
   *
   * @param length its elements, 0 or more; may be more than an array can have
   * @param elementBytes the bytes of each
   * @return bytes
   */
  public static long array(long length, int elementBytes) {
    long bytes = roundUp(HEADER + length * elementBytes, GRANULE);
    return REGION == 0 || bytes <= REGION / 2 ? bytes : roundUp(bytes, REGION);
  }

  /**
   * That of an array of floats.
   *
   * @param length its elements, 0 or more; may be more than an array can have
   * @return bytes
   */
  public static long floats(long length) {
    return array(length, Float.BYTES);
  }

  private static long roundUp(long bytes, long multiple) {
    return (bytes + multiple - 1) / multiple * multiple;
  }

  private HeapBytes() {}
}
