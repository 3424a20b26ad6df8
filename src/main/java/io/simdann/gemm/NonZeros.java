package io.simdann.gemm;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Finds the values that are not zero. Bytes are looked at in words of eight, since in pictures most
 * words are zero and go by in one step; floats without a branch, since theirs would often be
 * mispredicted.
 */
final class NonZeros {
  private static final VarHandle WORDS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long LOW_BITS = 0x7f7f_7f7f_7f7f_7f7fL;

  /** Returns how many of the bytes from {@code from} to before {@code to} are not zero. */
  static int count(byte[] values, int from, int to) {
    int count = 0;
    int i = from;
    for (; i <= to - Long.BYTES; i += Long.BYTES) {
      count += Long.bitCount(marks((long) WORDS.get(values, i)));
    }
    for (; i < to; i++) {
      count += values[i] == 0 ? 0 : 1;
    }
    return count;
  }

  /** Returns how many of the floats from {@code from} to before {@code to} are not zero. */
  static int count(float[] values, int from, int to) {
    int count = 0;
    for (int i = from; i < to; i++) {
      count += nonZero(values[i]);
    }
    return count;
  }

  /**
   * Lists the bytes that are not zero, as entries of 8 bits place and 8 bits value.
   *
   * @param values the bytes
   * @param from place 0
   * @param to the place after the last, at most 256 places on
   * @param entries where the list goes
   * @param next its start
   * @return its end
   */
  static int list(byte[] values, int from, int to, char[] entries, int next) {
    int end = next;
    int i = from;
    for (; i <= to - Long.BYTES; i += Long.BYTES) {
      long word = (long) WORDS.get(values, i);
      for (long marks = marks(word); marks != 0; marks &= marks - 1) {
        int shift = Long.numberOfTrailingZeros(marks) - 7;
        entries[end++] = (char) (i - from + (shift >>> 3) << 8 | (int) (word >>> shift) & 255);
      }
    }
    for (; i < to; i++) {
      if (values[i] != 0) {
        entries[end++] = (char) (i - from << 8 | values[i] & 255);
      }
    }
    return end;
  }

  /**
   * Lists the floats that are not zero, as entries that name the place twice, so that the floats
   * themselves from {@code from} on are the table of values.
   *
   * @param values the floats
   * @param from place 0
   * @param to the place after the last, at most 256 places on
   * @param entries where the list goes; the entry after its end may be overwritten
   * @param next its start
   * @return its end
   */
  static int list(float[] values, int from, int to, char[] entries, int next) {
    int end = next;
    for (int i = from; i < to; i++) {
      entries[end] = (char) ((i - from) * 0x101);
      end += nonZero(values[i]);
    }
    return end;
  }

  /** The highest bit of each byte that is not zero. */
  private static long marks(long word) {
    return ((word & LOW_BITS) + LOW_BITS | word) & ~LOW_BITS;
  }

  /** 0 for 0 and −0, else 1. */
  private static int nonZero(float value) {
    int magnitude = Float.floatToRawIntBits(value) << 1;
    return (magnitude | -magnitude) >>> 31;
  }

  private NonZeros() {}
}
