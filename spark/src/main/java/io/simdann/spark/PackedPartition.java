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

  /** Null if nothing is dropped. */
  private final Dropout dropout;

  private final Batch dropping;

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
   * @param numbers their numbers in the data set; null if nothing is dropped
   * @param checksum a number that tells these samples from others
   * @param kernels the kernel set
   */
  PackedPartition(
      BatchLayout layout,
      int partition,
      NetworkSpec spec,
      Features values,
      int[] classIndices,
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
            places,
            SampleTargets.ofClasses(classIndices),
            layout.isFullBatch() ? inputs.newTileCache(values.samples()) : null);
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
    for (int i = 0; i < firsts.length; i++) {
      costs[i] = sum(number, firsts, i, samples);
      System.arraycopy(sums.array(0), sums.offset(0), gradients[i], 0, gradients[i].length);
    }
    return new PartialGradient(firsts, gradients, costs);
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

  /** A subtree's cost, in an evaluation. */
  private double evaluate(int number, int[] firsts, int subtree) {
    Shards shards = layout.shards(number);
    double[] costs = new double[shards(number, firsts, subtree)];
    for (int i = 0; i < costs.length; i++) {
      int start = place(number, firsts[subtree] + i);
      int samples = shards.size(firsts[subtree] + i);
      if (sampleCosts.length < samples) {
        sampleCosts = new float[samples];
      }
      correct += pass.evaluate(batch, start, start + samples, weights, sampleCosts, 0);
      costs[i] = Costs.sum(sampleCosts, 0, samples, costSums);
    }
    return PairwiseReduction.sum(costs, costs.length);
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
    correct = 0;
    DoubleStream.Builder costs = DoubleStream.builder();
    for (int number = from; number < to; number++) {
      int[] firsts = layout.subtrees(number, partition);
      for (int subtree = 0; subtree < firsts.length; subtree++) {
        costs.add(evaluate(number, firsts, subtree));
      }
    }
    return new PartialEvaluation(costs.build().toArray(), correct);
  }
}
