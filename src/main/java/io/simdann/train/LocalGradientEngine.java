package io.simdann.train;

import io.simdann.data.DataSet;
import io.simdann.gemm.BlockSizes;
import io.simdann.gemm.FeatureOrder;
import io.simdann.gemm.PackedShard;
import io.simdann.gemm.SampleValues;
import io.simdann.kernel.CpuFacts;
import io.simdann.kernel.Kernels;
import io.simdann.nn.Architecture;
import io.simdann.nn.GradientLayout;
import io.simdann.nn.PackedWeights;
import io.simdann.nn.ShardPass;
import io.simdann.nn.TrainingShard;
import io.simdann.parallel.FixedTree;
import io.simdann.parallel.Shards;
import io.simdann.parallel.WorkerTeam;
import java.util.Arrays;

/**
 * Gradients on this machine: the shards of a batch are worked off by a worker team, each on samples
 * packed once beforehand.
 *
 * <p>One call is four parallel loops: pack the weights; forward and backward of each shard; add the
 * shards' gradients in the fixed tree, each worker its range of parameters; bring the sum into the
 * order of the parameters. An engine serves one caller at a time.
 */
public final class LocalGradientEngine implements GradientEngine {
  /** Parameters that one task of the tree adds up: the pieces of two shards fit the L1 cache. */
  private static final int REDUCTION_BLOCK = 2048;

  private final SampleValues values;
  private final int[] classIndices;
  private final SampleOrder order;
  private final Kernels kernels;
  private final WorkerTeam team;
  private final BlockSizes sizes;
  private final int tileSamples;
  private final boolean keepZeros;
  private final int[] featureOrder;
  private final GradientLayout layout;
  private final PackedWeights weights;
  private final ShardPass[] passes;
  private final RangeSum[] rangeSums;

  private int packedFrom = -1;
  private int packedTo = -1;
  private TrainingShard[] shards = {};
  private float[][] shardGradients = {};
  private double[] shardCosts = {};
  private int[] shardCorrect = {};

  private float[] parameters;
  private float[] gradient;

  private final WorkerTeam.Task packWeights = this::packWeights;
  private final WorkerTeam.Task trainShard = this::trainShard;
  private final WorkerTeam.Task countShard = this::countShard;
  private final WorkerTeam.Task addRange = this::addRange;
  private final WorkerTeam.Task unpack = this::unpack;

  /**
   * An engine over a data set.
   *
   * @param data the samples and their classes
   * @param architecture the layer sizes; inputs and outputs must be those of the data
   * @param kernels the kernel set
   * @param team who works; stays the caller's to close
   * @throws IllegalArgumentException if the data doesn't match the architecture
   */
  public LocalGradientEngine(
      DataSet data, Architecture architecture, Kernels kernels, WorkerTeam team) {
    this(data, architecture, kernels, team, false);
  }

  /** With {@code keepZeros} all-zero slices are computed too, which changes no bit; for tests. */
  LocalGradientEngine(
      DataSet data,
      Architecture architecture,
      Kernels kernels,
      WorkerTeam team,
      boolean keepZeros) {
    int classes = data.labels().categories().size();
    if (data.features().features() != architecture.inputs() || classes != architecture.outputs()) {
      throw new IllegalArgumentException(
          "data of %d features and %d classes doesn't fit a network of sizes %s"
              .formatted(data.features().features(), classes, architecture));
    }
    this.values = Samples.of(data.features());
    this.classIndices = data.labels().classIndices();
    this.order = new SampleOrder(data.samples());
    this.kernels = kernels;
    this.team = team;
    this.keepZeros = keepZeros;
    this.sizes = BlockSizes.of(kernels, CpuFacts.here());
    this.tileSamples = ShardPass.tileSamples(architecture, sizes, CpuFacts.here());
    this.featureOrder = FeatureOrder.byFrequency(values, team);
    this.layout = new GradientLayout(architecture, sizes, featureOrder, values.scale());
    this.weights = new PackedWeights(architecture, sizes, values.scale());
    this.passes = new ShardPass[team.size()];
    this.rangeSums = new RangeSum[team.size()];
    for (int worker = 0; worker < team.size(); worker++) {
      passes[worker] = new ShardPass(architecture, kernels, sizes, tileSamples, layout);
      rangeSums[worker] = new RangeSum();
    }
  }

  @Override
  public int samples() {
    return values.samples();
  }

  @Override
  public void reorder(int[] newOrder) {
    order.set(newOrder);
    packedFrom = -1;
    packedTo = -1;
  }

  @Override
  public double gradient(float[] parameters, int from, int to, float[] gradient) {
    pack(from, to);
    this.parameters = parameters;
    this.gradient = gradient;
    team.run(weights.tasks(), packWeights);
    team.run(shards.length, trainShard);
    team.run((layout.size() + REDUCTION_BLOCK - 1) / REDUCTION_BLOCK, addRange);
    team.run(layout.unpackTasks(), unpack);
    return addCosts();
  }

  @Override
  public int countCorrect(float[] parameters, int from, int to) {
    pack(from, to);
    this.parameters = parameters;
    team.run(weights.tasks(), packWeights);
    team.run(shards.length, countShard);
    return Arrays.stream(shardCorrect).sum();
  }

  /** Packs the samples of a range unless the last call was for the same, in the same order. */
  private void pack(int from, int to) {
    if (from == packedFrom && to == packedTo) {
      return;
    }
    if (from < 0 || to > samples() || from >= to) {
      throw new IllegalArgumentException(
          "samples %d to %d are not within 0 to %d".formatted(from, to, samples()));
    }
    Shards bounds = Shards.of(to - from);
    shards = new TrainingShard[bounds.count()];
    shardGradients = new float[bounds.count()][layout.size()];
    shardCosts = new double[bounds.count()];
    shardCorrect = new int[bounds.count()];
    team.run(
        bounds.count(),
        (shard, worker) -> {
          int start = from + bounds.start(shard);
          int end = from + bounds.end(shard);
          shards[shard] =
              order.isNatural()
                  ? packShard(values, classIndices, start, end)
                  : packShard(
                      order.pick(values, start, end),
                      order.pick(classIndices, start, end),
                      0,
                      end - start);
        });
    packedFrom = from;
    packedTo = to;
  }

  private TrainingShard packShard(SampleValues source, int[] classes, int start, int end) {
    PackedShard packed =
        PackedShard.forTraining(
            source, start, end, sizes.mr(), tileSamples, featureOrder, keepZeros);
    return TrainingShard.of(packed, classes, start, sizes.mr());
  }

  private void packWeights(int task, int worker) {
    weights.pack(task, parameters);
  }

  private void trainShard(int shard, int worker) {
    shardCosts[shard] =
        passes[worker].train(shards[shard], weights, parameters, shardGradients[shard]);
  }

  private void countShard(int shard, int worker) {
    shardCorrect[shard] = passes[worker].countCorrect(shards[shard], weights, parameters);
  }

  private void addRange(int block, int worker) {
    rangeSums[worker].add(block * REDUCTION_BLOCK);
  }

  private void unpack(int task, int worker) {
    layout.unpackTask(task, shardGradients[0], gradient);
  }

  private double addCosts() {
    FixedTree.forEachPair(shards.length, addCost);
    return shardCosts[0];
  }

  private final FixedTree.Addition addCost = (into, from) -> shardCosts[into] += shardCosts[from];

  /** Adds one range of all shards' gradients into that of shard 0. */
  private final class RangeSum implements FixedTree.Addition {
    private int start;
    private int count;

    void add(int first) {
      start = first;
      count = Math.min(REDUCTION_BLOCK, layout.size() - first);
      FixedTree.forEachPair(shards.length, this);
    }

    @Override
    public void add(int into, int from) {
      kernels.add(shardGradients[into], start, shardGradients[from], start, count);
    }
  }
}
