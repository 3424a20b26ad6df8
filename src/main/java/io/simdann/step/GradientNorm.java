package io.simdann.step;

import io.simdann.kernel.Kernels;
import io.simdann.parallel.PairwiseReduction;
import io.simdann.parallel.WorkerTeam;

/**
 * The 2-norm of a gradient over all parameters, by a team: squares are summed as {@link BlockSums}
 * says, so the sum doesn't depend on the threads.
 */
final class GradientNorm {
  private final WorkerTeam team;
  private final double[][] ways;
  private double[] sums = {};
  private float[] gradient;
  private final WorkerTeam.Task sumBlock = this::sumBlock;

  GradientNorm(WorkerTeam team) {
    this.team = team;
    this.ways = new double[team.size()][Kernels.SUM_WAYS];
  }

  /** Makes room for the sums of so many parameters. */
  void reserve(int parameters) {
    if (sums.length < BlockSums.blocks(parameters)) {
      sums = new double[BlockSums.blocks(parameters)];
    }
  }

  /** The norm of a gradient for which there is room. */
  double of(float[] whole) {
    gradient = whole;
    int blocks = BlockSums.blocks(whole.length);
    team.run(blocks, sumBlock);
    return Math.sqrt(PairwiseReduction.sum(sums, blocks));
  }

  private void sumBlock(int block, int worker) {
    int from = block * BlockSums.BLOCK;
    int to = from + Math.min(BlockSums.BLOCK, gradient.length - from);
    sums[block] = BlockSums.ofBlock(gradient, gradient, from, to, ways[worker]);
  }
}
