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
import io.simdann.step.GradientLayout;
import io.simdann.step.GradientSlots;
import io.simdann.step.PackedSamples;
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

  private final GradientSlots sums;

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
            classIndices,
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
    int from = layout.firstShard(number, partition);
    int to = layout.firstShard(number, partition + 1);
    int[] firsts = Subtrees.split(from, to, shards.count());
    float[][] gradients = new float[firsts.length][gradientLayout.size()];
    double[] costs = new double[firsts.length];
    for (int i = 0; i < firsts.length; i++) {
      int count = (i + 1 < firsts.length ? firsts[i + 1] : to) - firsts[i];
      int place = layout.firstPlace(number, partition) + (firsts[i] - from) * shards.shardSize();
      costs[i] = sum(shards, firsts[i], count, place);
      System.arraycopy(sums.array(0), sums.offset(0), gradients[i], 0, gradients[i].length);
    }
    return new PartialGradient(firsts, gradients, costs);
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
   * Counts the samples that are classified correctly, of those at some positions.
   *
   * @param parameters the flat parameters
   * @param from the first position
   * @param to the position after the last
   * @return their number
   */
  synchronized int countCorrect(float[] parameters, int from, int to) {
    pack(parameters);
    int correct = 0;
    for (int number = 0; number < layout.batches(); number++) {
      int start = layout.firstPlace(number, partition);
      int end = start + layout.rangeSamples(number, partition);
      if (start == end) {
        continue;
      }
      int position = layout.position(start, partition);
      int first = start + Math.max(0, from - position);
      int last = end - Math.max(0, position + (end - start) - to);
      if (first < last) {
        correct += pass.countCorrect(batch, first, last, weights);
      }
    }
    return correct;
  }

  private void pack(float[] parameters) {
    for (int task = 0; task < weights.tasks(); task++) {
      weights.pack(task, parameters);
    }
  }
}
