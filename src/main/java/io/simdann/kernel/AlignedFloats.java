package io.simdann.kernel;

import java.util.Locale;

/**
 * Arrays whose floats lie on cache lines, so that no vector of 64 bytes reaches over two of them: a
 * load that does takes twice as long, and the sparse kernel is made of loads.
 *
 * <p>Java doesn't tell where an array is. But G1, the default collector, places an array of half a
 * region or more at the start of a region and doesn't move it, and the floats of an array begin 16
 * bytes after its start. So large arrays whose use begins at {@link #FIRST} are aligned. Other
 * collectors may place them otherwise; that costs speed, never bits.
 */
public final class AlignedFloats {

  /** The index of the first float on a cache line. */
  public static final int FIRST = (64 - 16) / Float.BYTES;

  /** Floats read beyond the last one in use by kernels that work on whole tiles. */
  private static final int SLACK = 64;

  private static final int LINE = 64 / Float.BYTES;
  private static final int LARGE = regionBytes() / 2 / Float.BYTES;

  /** The longest array that HotSpot makes, and some more. */
  private static final int LONGEST = Integer.MAX_VALUE - 8;

  /**
   * A new array of zeros, to be used from {@link #FIRST} on.
   *
   * @param length the floats that are to be used, 0 or more
   * @return an array of at least FIRST + length floats, and some more
   * @throws ArrayTooLongException if there is no such long array
   */
  public static float[] allocate(long length) {
    long total = Math.max(LARGE, FIRST + length + SLACK);
    if (total > LONGEST) {
      throw new ArrayTooLongException(
          String.format(
              Locale.ROOT,
              "%d floats don't fit an array, expected at most 2^31 - 9: use smaller layers or"
                  + " smaller batches",
              total));
    }
    return new float[(int) total];
  }

  /**
   * What {@link #allocate} takes of the heap.
   *
   * @param length the floats that are to be used, 0 or more; may be more than an array can have
   * @return bytes
   */
  public static long heapBytes(long length) {
    return HeapBytes.floats(Math.max(LARGE, FIRST + length + SLACK));
  }

  /**
   * The most floats that {@link #allocate} has an array for.
   *
   * @return 2³¹ less some
   */
  public static long mostFloats() {
    return LONGEST - FIRST - SLACK;
  }

  /**
   * The floats that some floats take up when they end on a cache line.
   *
   * @param length 0 or more
   * @return the smallest multiple of 16 that is not less
   */
  public static int lines(int length) {
    return Math.multiplyExact(Math.floorDiv(length + LINE - 1, LINE), LINE);
  }

  /** The bytes of a region of G1; 0 with another collector. */
  static int regionBytes() {
    String region = JvmOption.value("G1HeapRegionSize");
    boolean g1 = JvmOption.value("UseG1GC").equals("true");
    return g1 && region.matches("\\d{1,9}") ? Integer.parseInt(region) : 0;
  }

  private AlignedFloats() {}
}
