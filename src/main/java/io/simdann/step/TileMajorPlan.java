package io.simdann.step;

import io.simdann.parallel.PairwiseReduction;
import io.simdann.parallel.Shards;
import io.simdann.parallel.SharedReduction;
import io.simdann.parallel.WorkerTeam;

/**
 * Each thread takes shards, one after the other, and goes through their samples tile by tile, as a
 * {@link ShardPass} does. Three loops: pack the weights; the shards, whose gradients are added as
 * they come; for each range of the gradient, the additions that are left and the update.
 */
final class TileMajorPlan implements StepPlan {
  private final GradientLayout layout;
  private final SharedWeights weights;
  private final WorkerTeam team;
  private final ShardPass[] passes;
  private final RangeSum[] rangeSums;
  private final GradientSlots gradients;
  private final SharedReduction reduction;
  private int[] correct = {};

  private final SampleScores scores = new SampleScores();

  private Step step;
  private GradientTarget target;
  private double[] costs;

  private final WorkerTeam.Task reserveTiles = this::reserveTiles;
  private final WorkerTeam.Task trainShard = this::trainShard;
  private final WorkerTeam.Task evaluateShard = this::evaluateShard;
  private final WorkerTeam.Task addRange = this::addRange;

  TileMajorPlan(StepSetup setup, SharedWeights weights) {
    this.layout = setup.layout();
    this.weights = weights;
    this.team = setup.team();
    this.gradients = new GradientSlots(layout, setup.kernels());
    this.reduction = new SharedReduction(team, gradients::add);
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
    gradients.reserve(shards.count(), team.size());
    parts.reserve(layout.mostParameters());
    for (ShardPass pass : passes) {
      pass.reserveSums(Math.min(shards.samples(), shards.shardSize()));
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
    gradients.reserve(step.shards.count(), team.size());
    target.reserve(layout.mostParameters());
    weights.pack(step.parameters);
    reduction.begin(step.shards.count(), gradients.count());
    team.run(step.shards.count(), trainShard);
    reduction.end();
    weights.run(layout.tasks(), addRange);
  }

  /** Processes whichever shard is next. */
  private void trainShard(int task, int worker) {
    int shard = reduction.take();
    if (shard == SharedReduction.NONE) {
      return;
    }
    boolean finished = false;
    try {
      int slot = reduction.slot(shard);
      costs[shard] =
          passes[worker].train(
              step.batch,
              step.first + step.shards.start(shard),
              step.first + step.shards.end(shard),
              weights.packed(),
              gradients.array(slot),
              gradients.offset(slot));
      reduction.finish(shard);
      finished = true;
    } finally {
      if (!finished) {
        reduction.abandon();
      }
    }
  }

  private void addRange(int task, int worker) {
    rangeSums[worker].addAll(layout.start(task), layout.start(task + 1));
    int from = layout.parameterStart(task);
    int to = layout.parameterStart(task + 1);
    int sum = reduction.slot(0);
    layout.unpack(
        task,
        gradients.array(sum),
        gradients.offset(sum),
        target.array(worker),
        target.offset(from));
    target.finish(from, to, worker);
  }

  /**
   * Makes room for evaluating samples.
   *
   * @param samples their number
   * @param weighted whether they have weights
   */
  void reserveEvaluation(int samples, boolean weighted) {
    scores.reserve(samples, weighted);
  }

  /**
   * Evaluates all samples of a step, as if in batches.
   *
   * @param newStep the parameters and the samples
   * @param batchSize the samples of a batch
   */
  Evaluation evaluate(Step newStep, int batchSize) {
    step = newStep;
    SampleTargets targets = step.batch.targets();
    int samples = step.shards.samples();
    reserveEvaluation(samples, targets.isWeighted());
    if (correct.length < step.shards.count()) {
      correct = new int[step.shards.count()];
    }
    weights.pack(step.parameters);
    team.run(step.shards.count(), evaluateShard);
    double loss = Costs.sumOfBatches(scores.costs(), samples, batchSize);
    if (!targets.isWeighted()) {
      int allCorrect = 0;
      for (int shard = 0; shard < step.shards.count(); shard++) {
        allCorrect += correct[shard];
      }
      return new Evaluation(loss, allCorrect, samples);
    }
    float[] each = scores.credits();
    double credit = Costs.sumOfBatches(each, samples, batchSize);
    targets.fillWeights(step.batch.order(), step.first, samples, each);
    return new Evaluation(loss, credit, Costs.sumOfBatches(each, samples, batchSize));
  }

  private void evaluateShard(int shard, int worker) {
    int start = step.shards.start(shard);
    correct[shard] =
        passes[worker].evaluate(
            step.batch,
            step.first + start,
            step.first + step.shards.end(shard),
            weights.packed(),
            scores,
            start);
  }

  /** Makes the additions that are left, of one range. */
  private final class RangeSum implements PairwiseReduction.Addition {
    private int start;
    private int floats;

    void addAll(int from, int to) {
      start = from;
      floats = to - from;
      reduction.forEachLeft(this);
    }

    @Override
    public void add(int into, int from) {
      gradients.add(into, from, start, floats);
    }
  }
}
