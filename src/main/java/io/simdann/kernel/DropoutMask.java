package io.simdann.kernel;

import io.simdann.random.Threefry;

/**
 * Which values of a layer are dropped in a step, a function of the seed, the step, the layer, the
 * sample and the unit: nothing is stored, and nobody draws before others.
 *
 * <pre>
 *   key      = Threefry(key (lower half of the seed, its upper half ⊕ 64726f70), counter (iteration, layer))
 *   w₀, w₁   = Threefry(key, counter (sample, ⌊unit/32⌋·16 + unit mod 16))
 *   dropped  if the upper 31 bits of w of (⌊unit/16⌋ mod 2) are less than round(rate·2³¹)
 * </pre>
 *
 * What is kept is multiplied with 1/(1 − rate), computed in float64 and rounded once. So 16 lanes
 * of the generator are the words of 32 units side by side.
 */
public final class DropoutMask {
  /** Tells the keys from what other uses may make of a seed: "drop" in ASCII. */
  private static final int PURPOSE = 0x64726f70;

  /** The units whose words come of as many counters as there are {@link Kernels#LANES}. */
  public static final int UNITS = 2 * Kernels.LANES;

  private final int layer;
  private final int threshold;
  private final float factor;
  private int key0;
  private int key1;

  /**
   * The mask of a layer.
   *
   * @param rate the probability to be dropped, from 0 to less than 1
   * @param layer the layer's number, 0 for the inputs
   */
  public DropoutMask(double rate, int layer) {
    this.layer = layer;
    this.threshold = (int) Math.min(Integer.MAX_VALUE, Math.round(rate * 0x1p31));
    this.factor = (float) (1 / (1 - rate));
  }

  /**
   * Goes on to a step.
   *
   * @param seed the seed of the run
   * @param iteration the number of the step
   */
  public void begin(long seed, int iteration) {
    int seed1 = (int) (seed >>> Integer.SIZE) ^ PURPOSE;
    long key = Threefry.bits((int) seed, seed1, iteration, layer);
    key0 = (int) key;
    key1 = (int) (key >>> Integer.SIZE);
  }

  /**
   * Whether a value is kept in the present step.
   *
   * @param sample the sample's number in the data set
   * @param unit the unit's number in the layer
   * @return false if it is dropped
   */
  public boolean keeps(int sample, int unit) {
    int counter = unit / UNITS * Kernels.LANES + unit % Kernels.LANES;
    long words = Threefry.bits(key0, key1, sample, counter);
    int word = (int) (unit / Kernels.LANES % 2 == 0 ? words : words >>> Integer.SIZE);
    return word >>> 1 >= threshold;
  }

  /**
   * What the upper 31 bits of words are compared with.
   *
   * @return the least that keeps, 0 or more
   */
  public int threshold() {
    return threshold;
  }

  /**
   * What is kept is multiplied with this.
   *
   * @return 1/(1 − rate)
   */
  public float factor() {
    return factor;
  }

  /**
   * The key of the present step.
   *
   * @return its first word
   */
  public int key0() {
    return key0;
  }

  /**
   * The key of the present step.
   *
   * @return its second word
   */
  public int key1() {
    return key1;
  }
}
