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
public final class FixedTree {

  private FixedTree() {}

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
}
