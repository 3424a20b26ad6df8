package io.simdann.kernel.vector;

import static io.simdann.kernel.vector.Lanes.COUNT;
import static io.simdann.kernel.vector.Lanes.INTS;
import static io.simdann.kernel.vector.Lanes.load;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.OR;

import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Finds the values that are not zero, and lists them, both without a branch that depends on where
 * they are: no branch predictor foresees it.
 *
 * <p>A value without its sign, as an integer, is 0 or at least 1: the lesser of it and 1, shifted
 * to the lane's place, is the lane's bit of the mask. (A mask of the Vector API becomes a number
 * only by way of the heap on JDK 17.) The list grows by 8 bits of the mask at a time: the places of
 * the ones come from a table, 8 entries are written whatever they are, and the next ones go over
 * those that were too many.
 *
 * <pre>
 *   bits 0, 2 and 3 of 8:  pattern 00001101 → places | 0 | 2 | 3 | – | – | – | – | – |, 3 entries
 * </pre>
 *
 * <p>Each method is so long, more than 325 bytes of bytecode, that the compiler leaves it a method
 * of its own. Inlined where it is called from, it would lie deeper than the compiler goes on
 * inlining, and its vectors would be boxed.
 */
final class VectorNonZeros {
  private static final int PATTERN_BITS = 8;
  private static final VectorSpecies<Short> PLACES = ShortVector.SPECIES_128;

  /** For each pattern of 8 bits the places of its ones, twice in each entry. */
  private static final short[] PATTERNS = new short[256 * PATTERN_BITS];

  /** 0, 1, 2, …: the lanes of two vectors. */
  private static final int[] LANES = new int[Integer.SIZE];

  static {
    for (int pattern = 0; pattern < 256; pattern++) {
      int next = pattern * PATTERN_BITS;
      for (int place = 0; place < PATTERN_BITS; place++) {
        if ((pattern >>> place & 1) != 0) {
          PATTERNS[next++] = (short) (place * 0x101);
        }
      }
    }
    for (int lane = 0; lane < LANES.length; lane++) {
      LANES[lane] = lane;
    }
  }

  /** The places of one sample. */
  static void nonZeros(float[] values, int offset, int count, long[] masks) {
    IntVector magnitude = IntVector.broadcast(INTS, Integer.MAX_VALUE);
    IntVector one = IntVector.broadcast(INTS, 1);
    IntVector place0 = IntVector.fromArray(INTS, LANES, 0);
    IntVector place1 = IntVector.fromArray(INTS, LANES, COUNT);
    int whole = count - count % (4 * COUNT);
    for (int i = 0; i < whole; i += 4 * COUNT) {
      IntVector x0 = load(values, offset + i).reinterpretAsInts();
      IntVector x1 = load(values, offset + i + COUNT).reinterpretAsInts();
      IntVector x2 = load(values, offset + i + 2 * COUNT).reinterpretAsInts();
      IntVector x3 = load(values, offset + i + 3 * COUNT).reinterpretAsInts();
      x0 = x0.and(magnitude).min(one).lanewise(LSHL, place0);
      x1 = x1.and(magnitude).min(one).lanewise(LSHL, place1);
      x2 = x2.and(magnitude).min(one).lanewise(LSHL, place0);
      x3 = x3.and(magnitude).min(one).lanewise(LSHL, place1);
      long low = x0.or(x1).reduceLanes(OR) & 0xffff_ffffL;
      long high = x2.or(x3).reduceLanes(OR) & 0xffff_ffffL;
      int next = i + 2 * COUNT;
      masks[i / Long.SIZE] |= low << i;
      masks[next / Long.SIZE] |= high << next;
    }
    for (int i = whole; i < count; i++) {
      masks[i / Long.SIZE] |= (values[offset + i] == 0f ? 0L : 1L) << i;
    }
  }

  /** The places of four samples. */
  static void nonZerosOfRows(float[] values, int offset, int stride, int count, long[] masks) {
    IntVector magnitude = IntVector.broadcast(INTS, Integer.MAX_VALUE);
    IntVector one = IntVector.broadcast(INTS, 1);
    IntVector place = IntVector.fromArray(INTS, LANES, 0);
    IntVector next = IntVector.fromArray(INTS, LANES, COUNT);
    int row1 = offset + stride;
    int row2 = row1 + stride;
    int row3 = row2 + stride;
    int whole = count - count % (2 * COUNT);
    for (int i = 0; i < whole; i += 2 * COUNT) {
      IntVector x0 = load(values, offset + i).reinterpretAsInts();
      IntVector x1 = load(values, row1 + i).reinterpretAsInts();
      IntVector x2 = load(values, row2 + i).reinterpretAsInts();
      IntVector x3 = load(values, row3 + i).reinterpretAsInts();
      IntVector y0 = load(values, offset + i + COUNT).reinterpretAsInts();
      IntVector y1 = load(values, row1 + i + COUNT).reinterpretAsInts();
      IntVector y2 = load(values, row2 + i + COUNT).reinterpretAsInts();
      IntVector y3 = load(values, row3 + i + COUNT).reinterpretAsInts();
      IntVector x = x0.or(x1).or(x2.or(x3));
      IntVector y = y0.or(y1).or(y2.or(y3));
      x = x.and(magnitude).min(one).lanewise(LSHL, place);
      y = y.and(magnitude).min(one).lanewise(LSHL, next);
      masks[i / Long.SIZE] |= (x.or(y).reduceLanes(OR) & 0xffff_ffffL) << i;
    }
    for (int i = whole; i < count; i++) {
      boolean none =
          values[offset + i] == 0f
              && values[row1 + i] == 0f
              && values[row2 + i] == 0f
              && values[row3 + i] == 0f;
      masks[i / Long.SIZE] |= (none ? 0L : 1L) << i;
    }
  }

  static int list(long[] masks, int from, int words, char[] entries, int next) {
    int end = next;
    for (int word = 0; word < words; word++) {
      int low = (int) masks[from + word];
      int high = (int) (masks[from + word] >>> Integer.SIZE);
      int first = word * Long.SIZE;
      int pattern;
      if (low != 0) {
        ShortVector place = ShortVector.broadcast(PLACES, (short) (first * 0x101));
        pattern = low & 255;
        ShortVector.fromArray(PLACES, PATTERNS, pattern * PATTERN_BITS)
            .add(place)
            .intoCharArray(entries, end);
        end += Integer.bitCount(pattern);
        pattern = low >>> 8 & 255;
        ShortVector.fromArray(PLACES, PATTERNS, pattern * PATTERN_BITS)
            .add(place.add((short) (8 * 0x101)))
            .intoCharArray(entries, end);
        end += Integer.bitCount(pattern);
        pattern = low >>> 16 & 255;
        ShortVector.fromArray(PLACES, PATTERNS, pattern * PATTERN_BITS)
            .add(place.add((short) (16 * 0x101)))
            .intoCharArray(entries, end);
        end += Integer.bitCount(pattern);
        pattern = low >>> 24 & 255;
        ShortVector.fromArray(PLACES, PATTERNS, pattern * PATTERN_BITS)
            .add(place.add((short) (24 * 0x101)))
            .intoCharArray(entries, end);
        end += Integer.bitCount(pattern);
      }
      if (high != 0) {
        ShortVector place = ShortVector.broadcast(PLACES, (short) ((first + 32) * 0x101));
        pattern = high & 255;
        ShortVector.fromArray(PLACES, PATTERNS, pattern * PATTERN_BITS)
            .add(place)
            .intoCharArray(entries, end);
        end += Integer.bitCount(pattern);
        pattern = high >>> 8 & 255;
        ShortVector.fromArray(PLACES, PATTERNS, pattern * PATTERN_BITS)
            .add(place.add((short) (8 * 0x101)))
            .intoCharArray(entries, end);
        end += Integer.bitCount(pattern);
        pattern = high >>> 16 & 255;
        ShortVector.fromArray(PLACES, PATTERNS, pattern * PATTERN_BITS)
            .add(place.add((short) (16 * 0x101)))
            .intoCharArray(entries, end);
        end += Integer.bitCount(pattern);
        pattern = high >>> 24 & 255;
        ShortVector.fromArray(PLACES, PATTERNS, pattern * PATTERN_BITS)
            .add(place.add((short) (24 * 0x101)))
            .intoCharArray(entries, end);
        end += Integer.bitCount(pattern);
      }
    }
    return end;
  }

  private VectorNonZeros() {}
}
