package io.simdann.spark;

import io.simdann.gemm.BlockSizes;
import io.simdann.kernel.CpuFacts;
import io.simdann.kernel.Kernels;
import io.simdann.nn.NetworkSpec;
import io.simdann.parallel.PairwiseReduction;
import io.simdann.parallel.Shards;
import io.simdann.parallel.WorkerTeam;
import io.simdann.sparse.SampleValues;
import io.simdann.step.Batch;
import io.simdann.step.Costs;
import io.simdann.step.GradientLayout;
import io.simdann.step.GradientSlots;
import io.simdann.step.PackedSamples;
import io.simdann.step.SampleTargets;
import io.simdann.step.ShardPass;
import io.simdann.step.TrainingWeights;
import java.util.Arrays;
import java.util.stream.DoubleStream;

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

  private final GradientSlots sums;

  /** Of a shard that is evaluated. */
  private float[] sampleCosts = {};

  private final double[] costSums = new double[Kernels.SUM_WAYS];

  /** Those of the evaluation in progress that are classified correctly. */
  private int correct;

  /**
   * Packs samples.
   *
   * @param layout the layout of the data set
   * @param partition the partition
   * @param spec the network
   * @param values the samples by their places; not to be changed any more
   * @param classIndices their classes
   * @param checksum a number that tells these samples from others
   * @param kernels the kernel set
   */
  PackedPartition(
      BatchLayout layout,
      int partition,
      NetworkSpec spec,
      SampleValues values,
      int[] classIndices,
      long checksum,
      Kernels kernels) {
    this.layout = layout;
    this.partition = partition;
    this.checksum = checksum;
    CpuFacts cpu = CpuFacts.here();
    BlockSizes sizes = BlockSizes.of(kernels, cpu);
    PackedSamples inputs;
    try (WorkerTeam team = WorkerTeam.ofThreads(1)) {
      inputs = PackedSamples.of(values, PackedSamples.Zeros.BY_DENSITY, kernels, sizes, cpu, team);
    }
    this.gradientLayout = new GradientLayout(spec, kernels, values.scale());
    this.weights = new TrainingWeights(spec, kernels, inputs.panelLanes(), values.scale());
    this.pass = new ShardPass(spec, kernels, sizes, inputs, cpu, gradientLayout);
    this.sums = new GradientSlots(gradientLayout, kernels);
    int[] places = new int[values.samples()];
    Arrays.setAll(places, place -> place);
    this.batch =
        new Batch(
            places,
            SampleTargets.ofClasses(classIndices),
            layout.isFullBatch() ? inputs.newTileCache(values.samples()) : null);
  }

  long checksum() {
    return checksum;
  }

  /**
   * What this partition adds to the gradient of a batch.
   *
   * @param parameters the flat parameters
   * @param number the batch
   * @return the sums of its subtrees; none if it has no samples of the batch
   */
  synchronized PartialGradient gradient(float[] parameters, int number) {
    pack(parameters);
    Shards shards = layout.shards(number);
    int to = layout.firstShard(number, partition + 1);
    int[] firsts = layout.subtrees(number, partition);
    float[][] gradients = new float[firsts.length][gradientLayout.size()];
    double[] costs = new double[firsts.length];
    BatchShards training = new BatchShards(number);
    for (int i = 0; i < firsts.length; i++) {
      int count = (i + 1 < firsts.length ? firsts[i + 1] : to) - firsts[i];
      costs[i] = sum(shards, firsts[i], count, training.place(firsts[i]));
      System.arraycopy(sums.array(0), sums.offset(0), gradients[i], 0, gradients[i].length);
    }
    return new PartialGradient(firsts, gradients, costs);
  }

  /** The shards of a batch that this partition has. */
  private final class BatchShards {
    private final Shards shards;
    private final int firstShard;
    private final int firstPlace;

    BatchShards(int number) {
      this.shards = layout.shards(number);
      this.firstShard = layout.firstShard(number, partition);
      this.firstPlace = layout.firstPlace(number, partition);
    }

    private int place(int shard) {
      return firstPlace + (shard - firstShard) * shards.shardSize();
    }

    /** A subtree's cost, in an evaluation. */
    double cost(int shard, int height) {
      if (height > 0) {
        int upper = shard + (1 << height - 1);
        double cost = cost(shard, height - 1);
        return upper < shards.count() ? cost + cost(upper, height - 1) : cost;
      }
      int start = place(shard);
      int samples = shards.size(shard);
      if (sampleCosts.length < samples) {
        sampleCosts = new float[samples];
      }
      correct += pass.evaluate(batch, start, start + samples, weights, sampleCosts, 0);
      return Costs.sum(sampleCosts, 0, samples, costSums);
    }
  }

  /**
   * Leaves a subtree's gradient in slot 0, and returns its cost.
   *
   * @param first its first shard
   * @param count its shards
   * @param place where the samples of the first one begin
   */
  private double sum(Shards shards, int first, int count, int place) {
    sums.reserve(count, 1);
    double[] costs = new double[count];
    PairwiseReduction.Addition add =
        (into, from) -> sums.add(PairwiseReduction.slot(into), PairwiseReduction.slot(from));
    for (int i = 0; i < count; i++) {
      int slot = PairwiseReduction.slot(i);
      int start = place + i * shards.shardSize();
      int end = start + shards.size(first + i);
      costs[i] = pass.train(batch, start, end, weights, sums.array(slot), sums.offset(slot));
      PairwiseReduction.forEachPairOf(i, count, add);
    }
    PairwiseReduction.forEachPair(count, (into, from) -> costs[into] += costs[from]);
    return costs[0];
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
    pack(parameters);
    correct = 0;
    DoubleStream.Builder costs = DoubleStream.builder();
    for (int number = from; number < to; number++) {
      BatchShards evaluation = new BatchShards(number);
      int end = layout.firstShard(number, partition + 1);
      for (int first : layout.subtrees(number, partition)) {
        int height = Subtrees.height(first, end, layout.shards(number).count());
        costs.add(evaluation.cost(first, height));
      }
    }
    return new PartialEvaluation(costs.build().toArray(), correct);
  }

  private void pack(float[] parameters) {
    for (int task = 0; task < weights.tasks(); task++) {
      weights.pack(task, parameters);
    }
  }
}
