package io.simdann.kernel;

import java.util.SplittableRandom;

/**
 * Triples of floats at which {@link FusedMultiplyAdd#inDoubles} is compared with {@link Math#fma}:
 * any bits, and sums that lie next to halfway between two floats, where rounding twice goes wrong.
 *
 * <p>As a program it compares as many as its argument says, for longer than a test may take.
 */
final class FmaCases {
  private static final int SMALLEST_EXPONENT = -149;
  private final SplittableRandom random;

  /** Cases where rounding to double and then to float gives other bits. */
  private long hard;

  FmaCases(long seed) {
    this.random = new SplittableRandom(seed);
  }

  /**
   * Compares some triples of any bits.
   *
   * @throws AssertionError at the first that differs
   */
  void compareAny(long count) {
    for (long i = 0; i < count; i++) {
      long bits = random.nextLong();
      compare(
          Float.intBitsToFloat((int) bits),
          Float.intBitsToFloat((int) (bits >> 32)),
          Float.intBitsToFloat(random.nextInt()));
    }
  }

  /**
   * Compares some triples in which the product is nearly half the distance from c to its neighbour,
   * c being subnormal, too, or the product and c nearly cancel out.
   *
   * @throws AssertionError at the first that differs
   */
  void compareNearTies(long count) {
    for (long i = 0; i < count; i++) {
      int exponent = random.nextInt(SMALLEST_EXPONENT - 3, 125);
      float c = Math.scalb(1 + random.nextFloat(), exponent);
      double product = random.nextInt(4) == 0 ? c : Math.ulp(c) / 2.0 * random.nextInt(1, 4);
      float mantissa = 1 + random.nextFloat();
      int share = Math.getExponent(product) / 2;
      float a = Math.scalb(mantissa, share);
      float b = (float) Math.scalb(product / mantissa, -share);
      compare(random.nextBoolean() ? a : -a, b, random.nextBoolean() ? c : -c);
    }
  }

  /** Compares one triple. */
  void compare(float a, float b, float c) {
    float expected = Math.fma(a, b, c);
    float actual = FusedMultiplyAdd.inDoubles(a, b, c);
    if (!Bits.same(expected, actual)) {
      throw new AssertionError(
          "fma(%a, %a, %a) is %a, must be %a".formatted(a, b, c, actual, expected));
    }
    hard += Bits.same((float) ((double) a * b + c), expected) ? 0 : 1;
  }

  /** How many of the triples so far would be wrong if they were rounded twice. */
  long hard() {
    return hard;
  }

  /** Compares as many triples of either kind as the first argument says; the second is a seed. */
  public static void main(String[] args) {
    FmaCases cases = new FmaCases(Long.parseLong(args[1]));
    long count = Long.parseLong(args[0]);
    cases.compareAny(count);
    cases.compareNearTies(count);
    System.out.printf("%d and %d triples, %d of them hard: the same%n", count, count, cases.hard());
  }
}
