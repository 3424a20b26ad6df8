package io.simdann.spark;

import io.simdann.data.Features;
import io.simdann.gemm.BlockSizes;
import io.simdann.kernel.CpuFacts;
import io.simdann.kernel.Kernels;
import io.simdann.nn.NetworkSpec;
import io.simdann.parallel.PairwiseReduction;
import io.simdann.parallel.Shards;
import io.simdann.parallel.WorkerTeam;
import io.simdann.step.Batch;
import io.simdann.step.Costs;
import io.simdann.step.Dropout;
import io.simdann.step.GradientLayout;
import io.simdann.step.GradientSlots;
import io.simdann.step.PackedSamples;
import io.simdann.step.SampleScores;
import io.simdann.step.SampleTargets;
import io.simdann.step.ShardPass;
import io.simdann.step.TrainingWeights;
import java.util.Arrays;

/**
 * The samples of one partition, packed once and kept by an executor, and what works on them: the
 * kernels, products and shards of training on one machine.
 *
 * <p>Tasks take turns: Spark may run a partition's task twice at the same time.
 */
final class PackedPartition {
  private final BatchLayout layout;
  private final int partition;
  private final long checksum;
  private final GradientLayout gradientLayout;
  private final TrainingWeights weights;
  private final ShardPass pass;
  private final Batch batch;

  /** Null if nothing is dropped. */
  private final Dropout dropout;

  private final Batch dropping;

  private final GradientSlots sums;

  /** Of a shard that is evaluated. */
  private final SampleScores scores = new SampleScores();

  private final double[] ways = new double[Kernels.SUM_WAYS];

  /**
   * Packs samples.
   *
   * @param layout the layout of the data set
   * @param partition the partition
   * @param spec the network
   * @param values the samples by their places; not to be changed any more
   * @param targets their classes and weights
   * @param numbers their numbers in the data set; null if nothing is dropped
   * @param checksum a number that tells these samples from others
   * @param kernels the kernel set
   */
  PackedPartition(
      BatchLayout layout,
      int partition,
      NetworkSpec spec,
      Features values,
      SampleTargets targets,
      int[] numbers,
      long checksum,
      Kernels kernels) {
    this.layout = layout;
    this.partition = partition;
    this.checksum = checksum;
    CpuFacts cpu = CpuFacts.here();
    BlockSizes sizes = BlockSizes.of(kernels, cpu);
    PackedSamples inputs;
    try (WorkerTeam team = WorkerTeam.ofThreads(1)) {
      inputs =
          PackedSamples.of(
              values, PackedSamples.Zeros.BY_DENSITY.in(spec), kernels, sizes, cpu, team);
    }
    this.gradientLayout = new GradientLayout(spec, kernels, values.scale());
    this.weights = new TrainingWeights(spec, kernels, inputs.panelLanes(), values.scale());
    this.pass = new ShardPass(spec, kernels, sizes, inputs, cpu, gradientLayout);
    this.sums = new GradientSlots(gradientLayout, kernels);
    int[] places = new int[values.samples()];
    Arrays.setAll(places, place -> place);
    this.batch =
        new Batch(
            places, targets, layout.isFullBatch() ? inputs.newTileCache(values.samples()) : null);
    this.dropout = Dropout.of(spec, kernels, numbers);
    this.dropping = batch.with(dropout);
  }

  long checksum() {
    return checksum;
  }

  /**
   * What this partition adds to the gradient of a batch, of which nothing is dropped.
   *
   * @param parameters the flat parameters
   * @param number the batch
   * @return the sums of its subtrees; none if it has no samples of the batch
   */
  synchronized PartialGradient gradient(float[] parameters, int number) {
    return gradient(parameters, number, batch);
  }

  /**
   * What this partition adds to the gradient of a step of a training.
   *
   * @param parameters the flat parameters
   * @param number the batch
   * @param seed the seed of the run
   * @param iteration the number of the step
   * @return the sums of its subtrees; none if it has no samples of the batch
   */
  synchronized PartialGradient gradient(float[] parameters, int number, long seed, int iteration) {
    if (dropout != null) {
      dropout.begin(seed, iteration);
    }
    return gradient(parameters, number, dropping);
  }

  private PartialGradient gradient(float[] parameters, int number, Batch samples) {
    weights.packAll(parameters);
    int[] firsts = layout.subtrees(number, partition);
    float[][] gradients = new float[firsts.length][gradientLayout.size()];
    double[] costs = new double[firsts.length];
    double[] weightSums = new double[firsts.length];
    for (int i = 0; i < firsts.length; i++) {
      costs[i] = sum(number, firsts, i, samples);
      weightSums[i] = weightSum(number, firsts, i);
      System.arraycopy(sums.array(0), sums.offset(0), gradients[i], 0, gradients[i].length);
    }
    return new PartialGradient(firsts, gradients, costs, weightSums);
  }

  /** The shards of one of the subtrees that begin there. */
  private int shards(int number, int[] firsts, int subtree) {
    int end =
        subtree + 1 < firsts.length
            ? firsts[subtree + 1]
            : layout.firstShard(number, partition + 1);
    return end - firsts[subtree];
  }

  /** Where the samples of a shard begin. */
  private int place(int number, int shard) {
    int before = shard - layout.firstShard(number, partition);
    return layout.firstPlace(number, partition) + before * layout.shards(number).shardSize();
  }

  /** Leaves a subtree's gradient in slot 0, and returns its cost. */
  private double sum(int number, int[] firsts, int subtree, Batch samples) {
    Shards shards = layout.shards(number);
    int count = shards(number, firsts, subtree);
    sums.reserve(count, 1);
    double[] costs = new double[count];
    PairwiseReduction.Addition add =
        (into, from) -> sums.add(PairwiseReduction.slot(into), PairwiseReduction.slot(from));
    for (int i = 0; i < count; i++) {
      int slot = PairwiseReduction.slot(i);
      int start = place(number, firsts[subtree] + i);
      int end = start + shards.size(firsts[subtree] + i);
      costs[i] = pass.train(samples, start, end, weights, sums.array(slot), sums.offset(slot));
      PairwiseReduction.forEachPairOf(i, count, add);
    }
    return PairwiseReduction.sum(costs, costs.length);
  }

  /** The sum of the weights of a subtree's samples. */
  private double weightSum(int number, int[] firsts, int subtree) {
    Shards shards = layout.shards(number);
    double[] sums = new double[shards(number, firsts, subtree)];
    for (int i = 0; i < sums.length; i++) {
      int shard = firsts[subtree] + i;
      sums[i] =
          batch.targets().weightSum(batch.order(), place(number, shard), shards.size(shard), ways);
    }
    return PairwiseReduction.sum(sums, sums.length);
  }

  /** Evaluates a subtree. */
  private void evaluate(int number, int[] firsts, int subtree, PartialEvaluation.Builder result) {
    Shards shards = layout.shards(number);
    boolean weighted = batch.targets().isWeighted();
    double[] costs = new double[shards(number, firsts, subtree)];
    double[] correct = new double[costs.length];
    for (int i = 0; i < costs.length; i++) {
      int start = place(number, firsts[subtree] + i);
      int samples = shards.size(firsts[subtree] + i);
      scores.reserve(samples, weighted);
      int count = pass.evaluate(batch, start, start + samples, weights, scores, 0);
      costs[i] = Costs.sum(scores.costs(), 0, samples, ways);
      correct[i] = weighted ? Costs.sum(scores.credits(), 0, samples, ways) : count;
    }
    result.add(
        PairwiseReduction.sum(costs, costs.length),
        PairwiseReduction.sum(correct, correct.length),
        weightSum(number, firsts, subtree));
  }

  /**
   * What this partition adds to an evaluation.
   *
   * @param parameters the flat parameters
   * @param from the first batch
   * @param to the batch after the last
   * @return the costs of its subtrees, and how many samples are classified correctly
   */
  synchronized PartialEvaluation evaluate(float[] parameters, int from, int to) {
    weights.packAll(parameters);
    PartialEvaluation.Builder result = new PartialEvaluation.Builder();
    for (int number = from; number < to; number++) {
      int[] firsts = layout.subtrees(number, partition);
      for (int subtree = 0; subtree < firsts.length; subtree++) {
        evaluate(number, firsts, subtree, result);
      }
    }
    return result.build();
  }
}
