package io.simdann.sparse;

import io.simdann.data.ByteFeatures;
import io.simdann.data.Features;
import io.simdann.data.FloatFeatures;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Finds the values that are not zero. What is zero and what isn't alternates in ways that no branch
 * predictor foresees; so 64 values at a time are turned into a mask, without branches, and then
 * only its ones are gone through.
 */
final class NonZeros {
  private static final int STEP = Long.SIZE;
  private static final VarHandle WORDS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long LOW_BITS = 0x7f7f_7f7f_7f7f_7f7fL;

  /** Moves the lowest bit of byte i to bit 56 + i. */
  private static final long GATHER = 0x0102_0408_1020_4080L;

  /** Returns how many of the values from {@code from} to before {@code to} are not zero. */
  static int count(Features features, int from, int to) {
    return features instanceof ByteFeatures bytes
        ? count(bytes.values(), from, to)
        : count(((FloatFeatures) features).values(), from, to);
  }

  private static int count(float[] values, int from, int to) {
    int count = 0;
    for (int i = from; i < to; i++) {
      count += values[i] == 0f ? 0 : 1;
    }
    return count;
  }

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
    for (int i = from; i < to; i += STEP) {
      int place = i - from;
      for (long mask = mask(values, i, to); mask != 0; mask &= mask - 1) {
        int bit = Long.numberOfTrailingZeros(mask);
        entries[end++] = (char) (place + bit << 8 | values[i + bit] & 255);
      }
    }
    return end;
  }

  /** Bit i tells whether byte {@code from + i} is not zero, for the next 64 or fewer. */
  private static long mask(byte[] values, int from, int to) {
    long mask = 0;
    if (from <= to - STEP) {
      for (int i = 0; i < STEP; i += Long.BYTES) {
        long marks = marks((long) WORDS.get(values, from + i));
        mask |= (marks >>> 7) * GATHER >>> 56 << i;
      }
      return mask;
    }
    for (int i = from; i < to; i++) {
      mask |= (values[i] == 0 ? 0L : 1L) << i - from;
    }
    return mask;
  }

  /** The highest bit of each byte that is not zero. */
  private static long marks(long word) {
    return ((word & LOW_BITS) + LOW_BITS | word) & ~LOW_BITS;
  }

  private NonZeros() {}
}
