package io.simdann.step;

import io.simdann.kernel.Kernels;
import io.simdann.parallel.PairwiseReduction;
import io.simdann.parallel.WorkerTeam;
import java.util.Arrays;

/**
 * The 2-norm of a gradient over all parameters. Squares are summed in float64 over blocks of
 * {@value #BLOCK} parameters, 16 ways and a tree each, and the blocks in the {@link
 * PairwiseReduction}: so the sum doesn't depend on the threads.
 */
final class GradientNorm {
  /** Parameters of a block, a multiple of 16; worth a task. */
  static final int BLOCK = 4096;

  private final WorkerTeam team;
  private final double[][] ways;
  private double[] sums = {};
  private float[] gradient;
  private final WorkerTeam.Task sumBlock = this::sumBlock;

  GradientNorm(WorkerTeam team) {
    this.team = team;
    this.ways = new double[team.size()][Kernels.SUM_WAYS];
  }

  /** The blocks of some parameters, the last of which may be smaller. */
  static int blocks(int parameters) {
    return (parameters + BLOCK - 1) / BLOCK;
  }

  /** Makes room for the sums of so many parameters. */
  void reserve(int parameters) {
    if (sums.length < blocks(parameters)) {
      sums = new double[blocks(parameters)];
    }
  }

  /** The norm of a gradient for which there is room. */
  double of(float[] whole) {
    gradient = whole;
    int blocks = blocks(whole.length);
    team.run(blocks, sumBlock);
    return Math.sqrt(PairwiseReduction.sum(sums, blocks));
  }

  private void sumBlock(int block, int worker) {
    double[] way = ways[worker];
    Arrays.fill(way, 0.0);
    int from = block * BLOCK;
    int count = Math.min(BLOCK, gradient.length - from);
    for (int i = 0; i < count; i++) {
      double value = gradient[from + i];
      way[i % Kernels.SUM_WAYS] += value * value;
    }
    sums[block] = Costs.fold(way);
  }
}
