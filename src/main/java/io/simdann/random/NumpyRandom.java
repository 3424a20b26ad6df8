package io.simdann.random;

/**
 * The legacy random numbers of NumPy: what {@code numpy.random.seed(s)} followed by {@code
 * numpy.random.random_sample} and {@code numpy.random.randn} give, bit for bit.
 *
 * <p>The generator is the Mersenne Twister MT19937 (Matsumoto and Nishimura 1998) seeded by {@code
 * init_genrand}; doubles have 53 random bits; normal numbers come in pairs from Marsaglia's polar
 * method, of which the second is kept for the next call.
 */
public final class NumpyRandom {
  private static final int N = 624;
  private static final int M = 397;

  private final int[] state = new int[N];
  private int position = N;
  private double keptGaussian;
  private boolean hasKeptGaussian;

  /**
   * Seeds the generator.
   *
   * @param seed 0 to 2³² − 1
   * @throws IllegalArgumentException if the seed is outside this range
   */
  public NumpyRandom(long seed) {
    if (seed < 0 || seed > 0xffff_ffffL) {
      throw new IllegalArgumentException("seed must be from 0 to 4294967295, but was " + seed);
    }
    state[0] = (int) seed;
    for (int i = 1; i < N; i++) {
      state[i] = 1812433253 * (state[i - 1] ^ (state[i - 1] >>> 30)) + i;
    }
  }

  /**
   * A uniform random number, {@code random_sample()}.
   *
   * @return at least 0, less than 1
   */
  public double nextDouble() {
    int high = nextInt() >>> 5;
    int low = nextInt() >>> 6;
    return (high * 67108864.0 + low) / 9007199254740992.0;
  }

  /**
   * A normal random number of mean 0 and variance 1, {@code randn()}.
   *
   * @return the number
   */
  public double nextGaussian() {
    if (hasKeptGaussian) {
      hasKeptGaussian = false;
      return keptGaussian;
    }
    double x;
    double y;
    double square;
    do {
      x = 2.0 * nextDouble() - 1.0;
      y = 2.0 * nextDouble() - 1.0;
      square = x * x + y * y;
    } while (square >= 1.0 || square == 0.0);
    double factor = Math.sqrt(-2.0 * StrictMath.log(square) / square);
    keptGaussian = factor * x;
    hasKeptGaussian = true;
    return factor * y;
  }

  private int nextInt() {
    if (position == N) {
      refill();
    }
    int y = state[position++];
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    return y ^ (y >>> 18);
  }

  private void refill() {
    for (int i = 0; i < N; i++) {
      int y = (state[i] & 0x80000000) | (state[(i + 1) % N] & 0x7fffffff);
      state[i] = state[(i + M) % N] ^ (y >>> 1) ^ ((y & 1) == 0 ? 0 : 0x9908b0df);
    }
    position = 0;
  }
}
