package io.simdann.step;

import io.simdann.data.DataSet;
import io.simdann.gemm.BlockSizes;
import io.simdann.kernel.AlignedFloats;
import io.simdann.kernel.CpuFacts;
import io.simdann.kernel.Kernels;
import io.simdann.nn.NetworkSpec;
import io.simdann.parallel.PairwiseReduction;
import io.simdann.parallel.Shards;
import io.simdann.parallel.WorkerTeam;
import io.simdann.sparse.SampleValues;
import java.util.Arrays;
import java.util.Locale;
import java.util.OptionalInt;

/**
 * Gradients on this machine: the shards of a batch are processed by a worker team, on samples
 * packed once beforehand.
 *
 * <p>One call is three parallel loops: pack the weights; forward and backward of each shard; add
 * the shards' gradients in the fixed tree, bring the sum into the order of the parameters and, if
 * that is wanted, update these, each worker its range. Small batches and those of wide networks are
 * processed by a {@link BatchPass}. An engine serves one caller at a time.
 */
public final class LocalGradientEngine implements GradientEngine {
  /** Parameters that are worth a hand-off to other threads when they are packed or added. */
  private static final int SHARED_PARAMETERS = 1 << 14;

  /** Multiply-adds of a small batch's forward pass, zeros included, that are worth as much. */
  private static final long SHARED_WORK = 1 << 18;

  private final int samples;
  private final OptionalInt pictureRows;
  private final int[] classIndices;
  private final SampleOrder order;
  private final NetworkSpec spec;
  private final Kernels kernels;
  private final CpuFacts cpu;
  private final BlockSizes sizes;
  private final WorkerTeam team;
  private final GradientLayout layout;
  private final TrainingWeights weights;
  private final PackedSamples inputs;
  private final ShardPass[] passes;
  private final RangeSum[] rangeSums;

  /** For each worker a part of the gradient. */
  private final float[][] partGradients;

  /** For small batches and wide networks; null before the first batch that is for it. */
  private BatchPass batchPass;

  /** For small batches that may be worth sharing out. */
  private final SharingChoice sharing = new SharingChoice();

  /** Any samples. */
  private final Batch anyBatch;

  /** All samples, with what is kept for the next time; null before the first time. */
  private Batch fullBatch;

  private Batch batch;
  private int first;
  private Shards shards = Shards.of(0);

  /** Those of the last batch of another size: the last one of an epoch may be shorter. */
  private Shards otherShards = shards;

  private float[] shardGradients = {};
  private double[] shardCosts = {};
  private int[] shardCorrect = {};

  private float[] parameters;
  private float[] gradient;
  private float[] updated;

  /** What updates parameters; null if only the gradient is wanted. */
  private Optimizer optimizer;

  private final WorkerTeam.Task packWeights = this::packWeights;
  private final WorkerTeam.Task reserveTiles = this::reserveTiles;
  private final WorkerTeam.Task trainShard = this::trainShard;
  private final WorkerTeam.Task countShard = this::countShard;
  private final WorkerTeam.Task addRange = this::addRange;
  private final WorkerTeam.Task forwardBackward = this::forwardBackward;
  private final WorkerTeam.Task addPart = this::addPart;

  /**
   * An engine over a data set.
   *
   * @param data the samples and their classes
   * @param spec the network; inputs and outputs must be those of the data
   * @param kernels the kernel set
   * @param team who works; stays the caller's to close
   * @throws IllegalArgumentException if the data doesn't match the network, or an array would be
   *     too long; whether there is memory is looked at by those who train
   */
  public LocalGradientEngine(DataSet data, NetworkSpec spec, Kernels kernels, WorkerTeam team) {
    this(data, spec, kernels, team, PackedSamples.Zeros.BY_DENSITY, CpuFacts.here());
  }

  /** With a choice of what changes no bit, how zeros are treated and the caches; for tests. */
  public LocalGradientEngine(
      DataSet data,
      NetworkSpec spec,
      Kernels kernels,
      WorkerTeam team,
      PackedSamples.Zeros zeros,
      CpuFacts cpu) {
    int classes = data.labels().classNames().size();
    if (data.features().features() != spec.inputs() || classes != spec.outputs()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "data of %d features and %d classes doesn't fit a network of sizes %s",
              data.features().features(),
              classes,
              spec));
    }
    SampleValues values = Samples.of(data.features());
    this.spec = spec;
    this.cpu = cpu;
    this.sizes = BlockSizes.of(kernels, cpu);
    this.samples = values.samples();
    this.pictureRows = data.features().pictureRows();
    this.classIndices = data.labels().classIndices();
    this.kernels = kernels;
    this.team = team;
    this.layout = new GradientLayout(spec, kernels, values.scale());
    this.inputs = PackedSamples.of(values, zeros, kernels, sizes, cpu, team);
    this.weights = new TrainingWeights(spec, kernels, inputs.panelLanes(), values.scale());
    this.passes = new ShardPass[team.size()];
    this.rangeSums = new RangeSum[team.size()];
    for (int worker = 0; worker < team.size(); worker++) {
      passes[worker] = new ShardPass(spec, kernels, sizes, inputs, cpu, layout);
      rangeSums[worker] = new RangeSum();
    }
    this.partGradients = new float[team.size()][layout.mostParameters()];
    this.order = new SampleOrder(samples);
    this.anyBatch = new Batch(order.positions(), classIndices, null);
  }

  /**
   * The parts that the samples of a batch make at most, which is the number of threads that it has
   * work for.
   *
   * @param samples the samples of a batch, 1 or more
   * @return the number of its shards, or of what a {@link BatchPass} makes of it
   */
  public static int mostParts(int samples) {
    Shards shards = Shards.of(samples);
    return Math.max(shards.count(), BatchPass.mostSampleParts(shards));
  }

  @Override
  public int samples() {
    return samples;
  }

  @Override
  public OptionalInt pictureRows() {
    return pictureRows;
  }

  /**
   * Shows the layer sizes, the samples and who works.
   *
   * @return for example {@code LocalGradientEngine[784-50-10, 60000 samples, WorkerTeam[2
   *     threads]]}
   */
  @Override
  public String toString() {
    return "LocalGradientEngine[" + spec + ", " + samples + " samples, " + team + "]";
  }

  @Override
  public void reorder(int[] newOrder) {
    order.set(newOrder);
    fullBatch = null;
  }

  @Override
  public double gradient(float[] parameters, int from, int to, float[] gradient) {
    this.gradient = gradient;
    this.optimizer = null;
    return train(parameters, from, to);
  }

  @Override
  public double update(float[] parameters, int from, int to, Optimizer optimizer, float[] updated) {
    this.optimizer = optimizer;
    this.updated = updated;
    return train(parameters, from, to);
  }

  private double train(float[] parameters, int from, int to) {
    prepare(parameters, from, to);
    BatchWay way = BatchWay.of(shards, inputs, spec, cpu);
    if (to - from == samples) {
      trainShards(fullBatch());
    } else if (way == BatchWay.SHARDS) {
      trainShards(anyBatch);
    } else {
      trainBatch(way);
    }
    PairwiseReduction.forEachPair(shards.count(), addCost);
    return shardCosts[0];
  }

  /**
   * Allocates all that training needs, so that no iteration allocates anything.
   *
   * @param batchSize the samples of a batch; the last one of an epoch may have fewer
   */
  public void reserve(int batchSize) {
    reserveBatch(batchSize);
    if (samples % batchSize > 0) {
      reserveBatch(samples % batchSize);
    }
  }

  private void reserveBatch(int size) {
    prepare(null, 0, size);
    BatchWay way = BatchWay.of(shards, inputs, spec, cpu);
    if (size < samples && way != BatchWay.SHARDS) {
      reserveBatchPass(way);
      return;
    }
    reserveGradients();
    for (ShardPass pass : passes) {
      pass.reserveSums(Math.min(size, shards.shardSize()));
    }
    if (size == samples) {
      batch = fullBatch();
      team.run(shards.count(), reserveTiles);
    }
  }

  private void reserveTiles(int shard, int worker) {
    passes[worker].reserveTiles(batch, shards.start(shard), shards.end(shard));
  }

  private Batch fullBatch() {
    if (fullBatch == null) {
      fullBatch = new Batch(order.positions(), classIndices, inputs.newTileCache(samples));
    }
    return fullBatch;
  }

  private void trainShards(Batch shardsBatch) {
    batch = shardsBatch;
    reserveGradients();
    run(weights.tasks(), packWeights);
    team.run(shards.count(), trainShard);
    run(layout.tasks(), addRange);
  }

  private void trainBatch(BatchWay way) {
    reserveBatchPass(way);
    batchPass.begin(parameters, anyBatch, first, shards);
    boolean shareable = team.size() > 1 && (long) shards.samples() * layout.size() >= SHARED_WORK;
    if (shareable && way == BatchWay.SMALL) {
      long start = System.nanoTime();
      trainBatch(sharing.shared(shards.samples()));
      sharing.took(shards.samples(), System.nanoTime() - start);
    } else {
      trainBatch(shareable);
    }
  }

  private void trainBatch(boolean shared) {
    if (!batchPass.packsWeights()) {
      run(shared && layout.size() >= SHARED_PARAMETERS, weights.tasks(), packWeights);
    }
    run(shared, batchPass.sampleParts(), forwardBackward);
    for (int shard = 0; shard < shards.count(); shard++) {
      shardCosts[shard] = batchPass.cost(shard);
    }
    run(shared, batchPass.gradientParts(), addPart);
  }

  private void reserveBatchPass(BatchWay way) {
    if (batchPass != null && batchPass.holds(shards)) {
      return;
    }
    // So that there are not two of them at a time.
    batchPass = null;
    int threads = team.size();
    batchPass =
        new BatchPass(spec, kernels, sizes, inputs, cpu, layout, weights, threads, way, shards);
    int most = Math.max(layout.mostParameters(), batchPass.mostParameters());
    Arrays.setAll(partGradients, worker -> new float[most]);
  }

  @Override
  public int countCorrect(float[] parameters, int from, int to) {
    prepare(parameters, from, to);
    batch = anyBatch;
    run(weights.tasks(), packWeights);
    team.run(shards.count(), countShard);
    int correct = 0;
    for (int shard = 0; shard < shards.count(); shard++) {
      correct += shardCorrect[shard];
    }
    return correct;
  }

  /** Runs what takes microseconds in a small network: there, on the calling thread alone. */
  private void run(int tasks, WorkerTeam.Task task) {
    run(layout.size() >= SHARED_PARAMETERS, tasks, task);
  }

  private void run(boolean shared, int tasks, WorkerTeam.Task task) {
    if (shared) {
      team.run(tasks, task);
    } else {
      for (int i = 0; i < tasks; i++) {
        task.run(i, 0);
      }
    }
  }

  private void prepare(float[] parameters, int from, int to) {
    if (from < 0 || to > samples || from >= to) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "samples %d to %d are not within 0 to %d", from, to, samples));
    }
    this.parameters = parameters;
    this.first = from;
    if (shards.samples() != to - from) {
      Shards previous = shards;
      shards = otherShards.samples() == to - from ? otherShards : Shards.of(to - from);
      otherShards = previous;
    }
    if (shardCosts.length < shards.count()) {
      shardCosts = new double[shards.count()];
      shardCorrect = new int[shards.count()];
    }
  }

  private void reserveGradients() {
    long needed = (long) shards.count() * layout.size();
    if (shardGradients.length < AlignedFloats.FIRST + needed) {
      shardGradients = AlignedFloats.allocate(needed);
    }
  }

  private int gradientOffset(int shard) {
    return AlignedFloats.FIRST + shard * layout.size();
  }

  private void packWeights(int task, int worker) {
    weights.pack(task, parameters);
  }

  private void trainShard(int shard, int worker) {
    shardCosts[shard] =
        passes[worker].train(
            batch,
            first + shards.start(shard),
            first + shards.end(shard),
            weights,
            shardGradients,
            gradientOffset(shard));
  }

  private void countShard(int shard, int worker) {
    shardCorrect[shard] =
        passes[worker].countCorrect(
            batch, first + shards.start(shard), first + shards.end(shard), weights);
  }

  private void addRange(int task, int worker) {
    rangeSums[worker].addAll(layout.start(task), layout.start(task + 1));
    int from = layout.parameterStart(task);
    int to = layout.parameterStart(task + 1);
    float[] target = target(worker);
    layout.unpack(task, shardGradients, gradientOffset(0), target, targetOffset(from));
    finish(from, to, target);
  }

  private void forwardBackward(int part, int worker) {
    batchPass.forwardBackward(part, worker);
  }

  private void addPart(int part, int worker) {
    int from = batchPass.gradientStart(part);
    int to = batchPass.gradientEnd(part);
    float[] target = target(worker);
    batchPass.gradient(part, worker, target, targetOffset(from));
    finish(from, to, target);
  }

  /** Where a worker puts a part of the gradient: memory of its own if an update is wanted. */
  private float[] target(int worker) {
    return optimizer == null ? gradient : partGradients[worker];
  }

  private int targetOffset(int from) {
    return optimizer == null ? from : 0;
  }

  /** The update of parameters whose gradient is there, if one is wanted. */
  private void finish(int from, int to, float[] part) {
    if (optimizer != null) {
      optimizer.step(parameters, from, to, part, 0, shards.samples(), updated);
    }
  }

  private final PairwiseReduction.Addition addCost =
      (into, from) -> shardCosts[into] += shardCosts[from];

  /** Adds one range of all shards' gradients into that of shard 0. */
  private final class RangeSum implements PairwiseReduction.Addition {
    private int start;
    private int count;

    void addAll(int from, int to) {
      start = from;
      count = to - from;
      PairwiseReduction.forEachPair(shards.count(), this);
    }

    @Override
    public void add(int into, int from) {
      kernels.add(
          shardGradients,
          gradientOffset(into) + start,
          shardGradients,
          gradientOffset(from) + start,
          count);
    }
  }
}
