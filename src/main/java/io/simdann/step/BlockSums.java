package io.simdann.step;

import io.simdann.kernel.HeapBytes;
import io.simdann.kernel.Kernels;
import io.simdann.parallel.PairwiseReduction;
import java.util.Arrays;

/**
 * The canonical sum over parameters, of products in float64: over blocks of {@value #BLOCK}
 * parameters in flat order, each 16 ways by index modulo 16 and folded in the tree; the blocks in
 * the {@link PairwiseReduction}. So it doesn't depend on who sums which block. An object has room
 * for one sum, and belongs to one thread.
 */
public final class BlockSums {
  /** Parameters of a block, a multiple of 16; worth a task. */
  public static final int BLOCK = 4096;

  private final double[] ways = new double[Kernels.SUM_WAYS];
  private final double[] sums;

  /**
   * Room for sums.
   *
   * @param parameters how many parameters a sum is over, at most
   */
  public BlockSums(int parameters) {
    sums = new double[blocks(parameters)];
  }

  /**
   * What that takes of the heap.
   *
   * @param parameters how many parameters a sum is over
   * @return bytes
   */
  public static long heapBytes(int parameters) {
    return HeapBytes.array(blocks(parameters), Double.BYTES);
  }

  /** The blocks of some parameters, the last of which may be smaller. */
  static int blocks(int parameters) {
    return parameters / BLOCK + (parameters % BLOCK == 0 ? 0 : 1);
  }

  /**
   * The inner product of some values of two vectors; the blocks begin at the first.
   *
   * @param a the one vector
   * @param b the other one, or the same
   * @param from the first index
   * @param to the index after the last, greater than {@code from}
   * @return Σ a[i]·b[i]
   */
  public double dot(float[] a, float[] b, int from, int to) {
    int blocks = blocks(to - from);
    for (int block = 0; block < blocks; block++) {
      int start = from + block * BLOCK;
      sums[block] = ofBlock(a, b, start, start + Math.min(BLOCK, to - start), ways);
    }
    return PairwiseReduction.sum(sums, blocks);
  }

  /**
   * The inner product of two vectors.
   *
   * @param a one vector
   * @param b the other one, of the same length, 1 or more
   * @return Σ a[i]·b[i]
   */
  public double dot(double[] a, float[] b) {
    int blocks = blocks(a.length);
    for (int block = 0; block < blocks; block++) {
      int start = block * BLOCK;
      sums[block] = ofBlock(a, b, start, start + Math.min(BLOCK, a.length - start), ways);
    }
    return PairwiseReduction.sum(sums, blocks);
  }

  /** The sum of a block; overwrites the ways. */
  static double ofBlock(float[] a, float[] b, int from, int to, double[] ways) {
    Arrays.fill(ways, 0.0);
    int i = from;
    for (; i <= to - Kernels.SUM_WAYS; i += Kernels.SUM_WAYS) {
      for (int way = 0; way < Kernels.SUM_WAYS; way++) {
        ways[way] += (double) a[i + way] * b[i + way];
      }
    }
    for (int way = 0; i + way < to; way++) {
      ways[way] += (double) a[i + way] * b[i + way];
    }
    return Costs.fold(ways);
  }

  private static double ofBlock(double[] a, float[] b, int from, int to, double[] ways) {
    Arrays.fill(ways, 0.0);
    int i = from;
    for (; i <= to - Kernels.SUM_WAYS; i += Kernels.SUM_WAYS) {
      for (int way = 0; way < Kernels.SUM_WAYS; way++) {
        ways[way] += a[i + way] * b[i + way];
      }
    }
    for (int way = 0; i + way < to; way++) {
      ways[way] += a[i + way] * b[i + way];
    }
    return Costs.fold(ways);
  }
}
