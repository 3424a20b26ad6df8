package io.simdann.step;

import io.simdann.kernel.HeapBytes;
import io.simdann.kernel.ParameterRange;
import io.simdann.nn.NetworkSpec;
import io.simdann.parallel.WorkerTeam;
import java.util.Arrays;

/**
 * Where the gradient of a batch goes, part by part, and what becomes of it. Where the gradient is
 * wanted, it goes into an array. Where an update is wanted, a part goes into memory of the thread
 * that made it, and from there into the parameters; but if the optimizer needs the norm, into an
 * array for all of it, from which the parameters are updated when it is complete.
 */
public final class GradientTarget {
  /**
   * From one thread's range to the next, counted in ranges: neighbours would be on one cache line,
   * which each of two threads takes from the other with every part. That is 6 % of a small batch.
   */
  private static final int APART = 8;

  private final NetworkSpec spec;
  private final WorkerTeam team;

  /** For each thread a part of the gradient, and what its update reads and writes. */
  private final float[][] parts;

  private final ParameterRange[] ranges;
  private final GradientNorm norm;

  /** The gradient of which the norm is taken; made when that is wanted first. */
  private float[] normed = {};

  /** The array for all of the gradient; null if its parts are used up one by one. */
  private float[] whole;

  /** What updates parameters; null if only the gradient is wanted. */
  private Optimizer optimizer;

  private final WorkerTeam.Task updateBlock = this::updateBlock;

  /**
   * A target for a network's gradients.
   *
   * @param spec the network
   * @param team who makes the parts
   */
  public GradientTarget(NetworkSpec spec, WorkerTeam team) {
    this.spec = spec;
    this.team = team;
    this.parts = new float[team.size()][0];
    this.ranges = new ParameterRange[team.size() * APART];
    Arrays.setAll(ranges, i -> new ParameterRange());
    this.norm = new GradientNorm(team);
  }

  /**
   * The gradient alone is wanted.
   *
   * @param gradient overwritten, part by part
   */
  public void begin(float[] gradient) {
    whole = gradient;
    optimizer = null;
  }

  /**
   * An update is wanted.
   *
   * @param context where in the training it is made
   * @param weightSum the sum of the weights of the batch's samples
   * @param before the flat parameters
   * @param state what updates
   * @param after overwritten with the flat parameters after the step, part by part
   */
  public void begin(
      StepContext context, double weightSum, float[] before, OptimizerState state, float[] after) {
    context.weigh(weightSum);
    optimizer = state.optimizer();
    optimizer.begin(context);
    for (int worker = 0; worker < team.size(); worker++) {
      ranges[worker * APART].begin(before, state.slots(), after);
    }
    whole = null;
    if (optimizer.needsNorm()) {
      reserveNorm();
      whole = normed;
    }
  }

  /** Makes room for the gradients of optimizers that need the norm. */
  void reserveNorm() {
    if (normed.length == 0) {
      normed = new float[spec.parameterCount()];
      norm.reserve(normed.length);
    }
  }

  /** What that takes of the heap. */
  static long normBytes(int parameters) {
    return HeapBytes.floats(parameters) + BlockSums.heapBytes(parameters);
  }

  /**
   * Makes room for parts.
   *
   * @param mostParameters the parameters of the largest one
   */
  public void reserve(int mostParameters) {
    if (parts[0].length < mostParameters) {
      Arrays.setAll(parts, thread -> new float[mostParameters]);
    }
  }

  /**
   * The array into which a thread puts a part.
   *
   * @param worker the thread
   * @return its own array, or one for all of the gradient
   */
  public float[] array(int worker) {
    return whole == null ? parts[worker] : whole;
  }

  /**
   * Where in that array a part begins.
   *
   * @param from its first parameter
   * @return an index
   */
  public int offset(int from) {
    return whole == null ? 0 : from;
  }

  /**
   * Takes notice of a part that is there.
   *
   * @param from its first parameter
   * @param to the parameter after its last
   * @param worker the thread that made it
   */
  public void finish(int from, int to, int worker) {
    if (optimizer == null) {
      return;
    }
    for (int start = from, end; start < to; start = end) {
      end = rangeEnd(start, to);
      ParameterRange range = range(start, end, offset(from) + start - from, worker);
      optimizer.prepare(range);
      if (whole == null) {
        optimizer.step(range);
      }
    }
  }

  /** Takes notice of the last part: updates what had to wait for it. */
  public void finishAll() {
    if (optimizer != null && whole != null) {
      optimizer.norm(norm.of(whole));
      team.run(BlockSums.blocks(whole.length), updateBlock);
    }
  }

  private void updateBlock(int block, int worker) {
    int from = block * BlockSums.BLOCK;
    int to = Math.min(whole.length, from + BlockSums.BLOCK);
    for (int start = from, end; start < to; start = end) {
      end = rangeEnd(start, to);
      optimizer.step(range(start, end, start, worker));
    }
  }

  private ParameterRange range(int from, int to, int gradientOffset, int worker) {
    ParameterRange range = ranges[worker * APART];
    boolean biases = optimizer.tellsBiasesApart() && from >= spec.biasOffset(layerOf(from));
    range.set(from, to, biases, array(worker), gradientOffset);
    return range;
  }

  /** Where a range ends: where weights and biases meet, if the optimizer tells them apart. */
  private int rangeEnd(int from, int to) {
    if (!optimizer.tellsBiasesApart()) {
      return to;
    }
    int layer = layerOf(from);
    int biases = spec.biasOffset(layer);
    return Math.min(to, from < biases ? biases : biases + spec.size(layer));
  }

  private int layerOf(int parameter) {
    int layer = 1;
    while (layer < spec.layers() && parameter >= spec.weightOffset(layer + 1)) {
      layer++;
    }
    return layer;
  }
}
