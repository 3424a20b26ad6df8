package io.simdann.parallel;

/**
 * The fixed order in which the results of shards are added.
 *
 * <p>Floating-point addition is not associative, so the order is part of the canonical order of
 * operations. It depends on the number of results alone: neighbours are added first, then
 * neighbours two apart, then four apart, and so on, until result 0 holds the sum. For six results:
 *
 * <pre>
 *   r0   r1   r2   r3   r4   r5
 *    +---'     +---'     +---'     stride 1:  r0 += r1,  r2 += r3,  r4 += r5
 *    +---------'         |         stride 2:  r0 += r2
 *    +-------------------'         stride 4:  r0 += r4
 * </pre>
 *
 * <p>Additions of one stride touch different results, so they may run at the same time; and when a
 * result is a vector of numbers, parts of it may be added at different times, as long as every
 * number meets the others in this order.
 */
public final class PairwiseReduction {

  private PairwiseReduction() {}

  /** One addition of the tree. */
  @FunctionalInterface
  public interface Addition {

    /**
     * Adds one result to another: {@code result[into] += result[from]}.
     *
     * @param into the result that takes the sum
     * @param from the result that is added and not needed any more; greater than {@code into}
     */
    void add(int into, int from);
  }

  /**
   * Calls for those additions of the tree that can be made when results come one after the other
   * and this one has come: so no more than {@link #slots} of them need be kept at a time. For six
   * results:
   *
   * <pre>
   *   1: r0 += r1     3: r2 += r3, r0 += r2     5: r4 += r5, r0 += r4
   * </pre>
   *
   * @param result the result that has come; those before it came before
   * @param results number of results
   * @param addition called for each addition
   */
  public static void forEachPairOf(int result, int results, Addition addition) {
    boolean last = result == results - 1;
    // A long: the last stride, doubled, need not fit an int.
    for (long stride = 1; stride <= result; stride *= 2) {
      if ((result & stride) != 0) {
        int from = (int) (result & -stride);
        addition.add((int) (from - stride), from);
      } else if (!last) {
        return;
      }
    }
  }

  /**
   * Where to keep a result that has come: in a slot that may have been that of results which were
   * added to others since.
   *
   * @param result the result
   * @return 0 to {@link #slots} − 1; a result keeps its slot, and that of result 0 is 0
   */
  public static int slot(int result) {
    return Integer.bitCount(result);
  }

  /**
   * The slots that are needed.
   *
   * @param results number of results
   * @return ⌊log₂ results⌋ + 1, or 0 for none
   */
  public static int slots(int results) {
    return Integer.SIZE - Integer.numberOfLeadingZeros(results);
  }

  /**
   * Calls for every addition of the tree, in order. Allocates nothing.
   *
   * @param results number of results, 0 or more; of fewer than two there is nothing to add
   * @param addition called results − 1 times
   * @throws IllegalArgumentException if the number of results is negative
   */
  public static void forEachPair(int results, Addition addition) {
    if (results < 0) {
      throw new IllegalArgumentException("results must be 0 or more, not " + results);
    }
    // Longs: the last stride, doubled, need not fit an int.
    for (long stride = 1; stride < results; stride *= 2) {
      for (long into = 0; into + stride < results; into += 2 * stride) {
        addition.add((int) into, (int) (into + stride));
      }
    }
  }

  /**
   * Adds numbers up. Allocates nothing.
   *
   * @param numbers the results; used up
   * @param results how many of them, 1 or more
   * @return their sum
   */
  public static double sum(double[] numbers, int results) {
    for (long stride = 1; stride < results; stride *= 2) {
      for (long into = 0; into + stride < results; into += 2 * stride) {
        numbers[(int) into] += numbers[(int) (into + stride)];
      }
    }
    return numbers[0];
  }
}
