package io.simdann.random;

/**
 * Threefry-2x32 with 20 rounds, of Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy
 * as 1, 2, 3" (SC 2011): random bits as a function of a key and a counter, without a state. So
 * nobody has to say who draws first, and every number can be had alone.
 *
 * <pre>
 *   key₂ = 1bd11bda ⊕ key₀ ⊕ key₁;  x = counter + key
 *   20 rounds:  x₀ ← x₀ + x₁;  x₁ ← (x₁ rotated left) ⊕ x₀
 *   after each 4 of them, the s-th time:  x₀ ← x₀ + key of (s mod 3);  x₁ ← x₁ + key of (s+1 mod 3) + s
 * </pre>
 *
 * The rotations are 13, 15, 26, 6, 17, 29, 16, 24, and from the front again.
 */
public final class Threefry {
  /** What the third word of the key is made with, so that no key has three zeros. */
  public static final int PARITY = 0x1bd11bda;

  /** The rounds. */
  public static final int ROUNDS = 20;

  private static final int[] ROTATIONS = {13, 15, 26, 6, 17, 29, 16, 24};

  private static final int ROUNDS_OF_A_KEY = 4;

  /**
   * 64 random bits.
   *
   * @param key0 the first word of the key
   * @param key1 the second word of the key
   * @param counter0 the first word of the counter
   * @param counter1 the second word of the counter
   * @return x₀ in the lower half, x₁ in the upper half
   */
  public static long bits(int key0, int key1, int counter0, int counter1) {
    int nextKey = key1;
    int keyAfter = PARITY ^ key0 ^ key1;
    int lastKey = key0;
    int x0 = counter0 + key0;
    int x1 = counter1 + key1;
    for (int round = 0; round < ROUNDS; round++) {
      x0 += x1;
      x1 = Integer.rotateLeft(x1, ROTATIONS[round % ROTATIONS.length]) ^ x0;
      if (round % ROUNDS_OF_A_KEY == ROUNDS_OF_A_KEY - 1) {
        x0 += nextKey;
        x1 += keyAfter + (round + 1) / ROUNDS_OF_A_KEY;
        int used = nextKey;
        nextKey = keyAfter;
        keyAfter = lastKey;
        lastKey = used;
      }
    }
    return (long) x1 << Integer.SIZE | x0 & 0xffff_ffffL;
  }

  /**
   * By how many bits x₁ is rotated in each round, and after eight from the front again.
   *
   * @return a new array
   */
  public static int[] rotations() {
    return ROTATIONS.clone();
  }

  private Threefry() {}
}
