package io.simdann.random;

/**
 * The random numbers that samples are shuffled by: SplitMix64, of Steele, Lea and Flood, "Fast
 * splittable pseudorandom number generators" (OOPSLA 2014), with the constants of Vigna's {@code
 * splitmix64.c}. The same numbers on every machine and JDK.
 *
 * <pre>
 *   state ← state + 9e3779b97f4a7c15
 *   z ← state;  z ← (z ⊕ z≫30)·bf58476d1ce4e5b9;  z ← (z ⊕ z≫27)·94d049bb133111eb;  z ⊕ z≫31
 * </pre>
 */
public final class SplitMix64 {
  private static final long GOLDEN_RATIO = 0x9e3779b97f4a7c15L;
  private static final long LOW_HALF = 0xffff_ffffL;

  private long state;

  /**
   * A generator in a given state.
   *
   * @param state any number
   */
  public SplitMix64(long state) {
    this.state = state;
  }

  /**
   * The next number.
   *
   * @return 64 random bits
   */
  long nextLong() {
    state += GOLDEN_RATIO;
    long z = state;
    z = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
    z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
    return z ^ z >>> 31;
  }

  /**
   * The next number below a bound, all equally probable: the upper half of 32 random bits times the
   * bound, unless the lower half is among the few that would favour some numbers; then the next 32
   * bits are tried. Lemire, "Fast random integer generation in an interval" (ACM TOMACS 29, 2019).
   *
   * @param bound 1 or more
   * @return 0 to bound − 1
   */
  public int nextInt(int bound) {
    long product = (nextLong() >>> 32) * bound;
    if ((product & LOW_HALF) < bound) {
      long uneven = (1L << 32) % bound;
      while ((product & LOW_HALF) < uneven) {
        product = (nextLong() >>> 32) * bound;
      }
    }
    return (int) (product >>> 32);
  }
}
