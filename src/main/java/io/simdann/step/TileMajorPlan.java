package io.simdann.step;

import io.simdann.kernel.AlignedFloats;
import io.simdann.parallel.PairwiseReduction;
import io.simdann.parallel.Shards;
import io.simdann.parallel.WorkerTeam;

/**
 * Each thread takes shards, one after the other, and goes through their samples tile by tile, as a
 * {@link ShardPass} does. Three loops: pack the weights; the shards; for each range of the
 * gradient, the sum over the shards and the update.
 */
final class TileMajorPlan implements StepPlan {
  private final StepSetup setup;
  private final GradientLayout layout;
  private final SharedWeights weights;
  private final WorkerTeam team;
  private final ShardPass[] passes;
  private final RangeSum[] rangeSums;
  private float[] gradients = {};
  private int[] correct = {};

  /** Of the samples that are evaluated. */
  private float[] sampleCosts = {};

  private Step step;
  private GradientTarget target;
  private double[] costs;

  private final WorkerTeam.Task reserveTiles = this::reserveTiles;
  private final WorkerTeam.Task trainShard = this::trainShard;
  private final WorkerTeam.Task evaluateShard = this::evaluateShard;
  private final WorkerTeam.Task addRange = this::addRange;

  TileMajorPlan(StepSetup setup, SharedWeights weights) {
    this.setup = setup;
    this.layout = setup.layout();
    this.weights = weights;
    this.team = setup.team();
    this.passes = new ShardPass[team.size()];
    this.rangeSums = new RangeSum[team.size()];
    for (int worker = 0; worker < team.size(); worker++) {
      passes[worker] =
          new ShardPass(
              setup.spec(), setup.kernels(), setup.sizes(), setup.inputs(), setup.cpu(), layout);
      rangeSums[worker] = new RangeSum();
    }
  }

  @Override
  public void reserve(Shards shards, GradientTarget parts) {
    reserveGradients(shards);
    parts.reserve(layout.mostParameters());
    for (ShardPass pass : passes) {
      pass.reserveSums(Math.min(shards.samples(), shards.shardSize()));
    }
  }

  private void reserveGradients(Shards shards) {
    long needed = (long) shards.count() * layout.size();
    if (gradients.length < AlignedFloats.FIRST + needed) {
      gradients = AlignedFloats.allocate(needed);
    }
  }

  /**
   * Makes room for the transposed tiles of a batch that keeps them.
   *
   * @param fullBatch the batch
   */
  void reserveTiles(Step fullBatch) {
    step = fullBatch;
    team.run(step.shards.count(), reserveTiles);
  }

  private void reserveTiles(int shard, int worker) {
    passes[worker].reserveTiles(step.batch, step.shards.start(shard), step.shards.end(shard));
  }

  @Override
  public void run(Step newStep, GradientTarget newTarget, double[] newCosts) {
    step = newStep;
    target = newTarget;
    costs = newCosts;
    reserveGradients(step.shards);
    target.reserve(layout.mostParameters());
    weights.pack(step.parameters);
    team.run(step.shards.count(), trainShard);
    weights.run(layout.tasks(), addRange);
  }

  private void trainShard(int shard, int worker) {
    costs[shard] =
        passes[worker].train(
            step.batch,
            step.first + step.shards.start(shard),
            step.first + step.shards.end(shard),
            weights.packed(),
            gradients,
            gradientOffset(shard));
  }

  private int gradientOffset(int shard) {
    return AlignedFloats.FIRST + shard * layout.size();
  }

  private void addRange(int task, int worker) {
    rangeSums[worker].addAll(layout.start(task), layout.start(task + 1));
    int from = layout.parameterStart(task);
    int to = layout.parameterStart(task + 1);
    layout.unpack(task, gradients, gradientOffset(0), target.array(worker), target.offset(from));
    target.finish(from, to, worker);
  }

  /**
   * Makes room for evaluating samples.
   *
   * @param samples their number
   */
  void reserveEvaluation(int samples) {
    if (sampleCosts.length < samples) {
      sampleCosts = new float[samples];
    }
  }

  /**
   * Evaluates all samples of a step, as if in batches.
   *
   * @param newStep the parameters and the samples
   * @param batchSize the samples of a batch
   */
  Evaluation evaluate(Step newStep, int batchSize) {
    step = newStep;
    int samples = step.shards.samples();
    reserveEvaluation(samples);
    if (correct.length < step.shards.count()) {
      correct = new int[step.shards.count()];
    }
    weights.pack(step.parameters);
    team.run(step.shards.count(), evaluateShard);
    int allCorrect = 0;
    for (int shard = 0; shard < step.shards.count(); shard++) {
      allCorrect += correct[shard];
    }
    return new Evaluation(Costs.sumOfBatches(sampleCosts, samples, batchSize), allCorrect, samples);
  }

  private void evaluateShard(int shard, int worker) {
    int start = step.shards.start(shard);
    correct[shard] =
        passes[worker].evaluate(
            step.batch,
            step.first + start,
            step.first + step.shards.end(shard),
            weights.packed(),
            sampleCosts,
            start);
  }

  /** Adds one range of all shards' gradients into that of shard 0. */
  private final class RangeSum implements PairwiseReduction.Addition {
    private int start;
    private int count;

    void addAll(int from, int to) {
      start = from;
      count = to - from;
      PairwiseReduction.forEachPair(step.shards.count(), this);
    }

    @Override
    public void add(int into, int from) {
      setup
          .kernels()
          .add(
              gradients,
              gradientOffset(into) + start,
              gradients,
              gradientOffset(from) + start,
              count);
    }
  }
}
