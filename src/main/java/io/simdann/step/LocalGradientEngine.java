package io.simdann.step;

import io.simdann.data.DataSet;
import io.simdann.data.Features;
import io.simdann.data.Labels;
import io.simdann.data.NotFiniteException;
import io.simdann.data.SampleWeights;
import io.simdann.data.Targets;
import io.simdann.gemm.BlockSizes;
import io.simdann.kernel.CpuFacts;
import io.simdann.kernel.Kernels;
import io.simdann.nn.NetworkSpec;
import io.simdann.parallel.PairwiseReduction;
import io.simdann.parallel.Shards;
import io.simdann.parallel.WorkerTeam;
import io.simdann.sparse.FeatureLists;
import java.util.Locale;
import java.util.OptionalInt;

/**
 * Gradients on this machine: the shards of a batch are processed by a worker team, on samples
 * packed once beforehand.
 *
 * <p>A batch is processed by a {@link TileMajorPlan} or, if it is small or the network wide, by a
 * {@link ParameterMajorPlan}. An engine serves one caller at a time.
 */
public final class LocalGradientEngine implements GradientEngine {
  private static final double NOT_SUMMED = -1;

  private final int samples;
  private final OptionalInt pictureRows;
  private final Targets unweighted;

  /** Each sample's own weight; null if that is 1. */
  private final float[] ownWeights;

  private SampleTargets targets;
  private final SampleOrder order;
  private final StepSetup setup;
  private final TileMajorPlan tileMajor;
  private final ParameterMajorPlan parameterMajor;
  private final PlanChoice choice;
  private final GradientTarget target;
  private final Step step = new Step();

  /** Null if nothing is dropped. */
  private final Dropout dropout;

  /** Any samples, and any of which something is dropped. */
  private Batch anyBatch;

  private Batch anyDropping;

  /** All samples, with what is kept for the next time; null before the first time. */
  private Batch fullBatch;

  /** The same, with something dropped. */
  private Batch fullDropping;

  private double[] shardCosts = {};
  private double[] shardWeights = {};
  private final double[] weightSums = new double[Kernels.SUM_WAYS];

  /** The sum of all weights in the present order. */
  private double fullWeightSum = NOT_SUMMED;

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
    if (data.features().features() != spec.inputs() || !spec.fits(data.targets().outputs())) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "data of %d features and %d classes doesn't fit a network of sizes %s",
              data.features().features(),
              data.targets().outputs(),
              spec));
    }
    Features values = data.features();
    NotFiniteException.requireFinite(values);
    this.samples = values.samples();
    this.pictureRows = values.pictureRows();
    this.unweighted = data.targets();
    this.ownWeights = data.weights().map(SampleWeights::values).orElse(null);
    BlockSizes sizes = BlockSizes.of(kernels, cpu);
    PackedSamples inputs = PackedSamples.of(values, zeros.in(spec), kernels, sizes, cpu, team);
    GradientLayout layout = new GradientLayout(spec, kernels, values.scale());
    this.setup = new StepSetup(spec, kernels, cpu, sizes, inputs, layout, team);
    SharedWeights weights =
        new SharedWeights(
            setup, new TrainingWeights(spec, kernels, inputs.panelLanes(), values.scale()));
    this.tileMajor = new TileMajorPlan(setup, weights);
    this.choice = new PlanChoice(spec, kernels, inputs.skipsZeros(), cpu);
    this.parameterMajor = new ParameterMajorPlan(setup, weights, choice);
    this.target = new GradientTarget(spec, team);
    this.order = new SampleOrder(samples);
    this.dropout = Dropout.of(spec, kernels, order.positions());
    weigh(ownWeights);
  }

  private void weigh(float[] weights) {
    targets = SampleTargets.of(unweighted).weighted(weights);
    anyBatch = new Batch(order.positions(), targets, null);
    anyDropping = anyBatch.with(dropout);
    fullBatch = null;
    fullWeightSum = NOT_SUMMED;
  }

  /**
   * The parts that the samples of a batch make, which is the number of threads that it has work
   * for: a limit for those who ask for more threads than processors. Where the shards of a batch
   * are large, it counts no more than them, though a wide network's dense samples may go by a
   * {@link ParameterMajorPlan}, in which more threads than processors would only take more memory.
   *
   * @param samples the samples of a batch, 1 or more
   * @return the number of its shards, or, if these are small, of what a {@link ParameterMajorPlan}
   *     makes of it if that is more
   */
  public static int mostParts(int samples) {
    Shards shards = Shards.of(samples);
    return shards.shardSize() > FeatureLists.LARGEST_SHARD
        ? shards.count()
        : Math.max(shards.count(), ParameterMajorPlan.mostSampleParts(samples));
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
    return "LocalGradientEngine["
        + setup.spec()
        + ", "
        + samples
        + " samples, "
        + setup.team()
        + "]";
  }

  @Override
  public void reorder(int[] newOrder) {
    order.set(newOrder);
    fullBatch = null;
    fullWeightSum = NOT_SUMMED;
  }

  @Override
  public long[] classCounts() {
    Labels labels = labels();
    long[] counts = new long[labels.classNames().size()];
    for (int classIndex : labels.classIndices()) {
      counts[classIndex]++;
    }
    return counts;
  }

  private Labels labels() {
    if (unweighted instanceof Labels labels) {
      return labels;
    }
    throw new IllegalArgumentException(
        "class weights are for classes, but the targets are numbers; expected weights of samples");
  }

  @Override
  public void weighClasses(double[] classWeights) {
    int[] classes = labels().classIndices();
    weigh(SampleWeights.of(SampleWeights.products(ownWeights, classes, classWeights)).values());
  }

  @Override
  public double gradient(float[] parameters, int from, int to, float[] gradient) {
    prepare(parameters, from, to);
    target.begin(gradient);
    return run(false);
  }

  @Override
  public double update(
      StepContext context,
      float[] parameters,
      int from,
      int to,
      OptimizerState optimizer,
      float[] updated) {
    prepare(parameters, from, to);
    target.begin(context, batchWeight(), parameters, optimizer, updated);
    if (dropout != null) {
      dropout.begin(context.seed(), context.iteration());
    }
    return run(dropout != null);
  }

  @Override
  public double batchWeight() {
    Shards shards = step.shards;
    if (!targets.isWeighted()) {
      return shards.samples();
    }
    if (isFull() && fullWeightSum != NOT_SUMMED) {
      return fullWeightSum;
    }
    for (int shard = 0; shard < shards.count(); shard++) {
      int place = step.first + shards.start(shard);
      shardWeights[shard] =
          targets.weightSum(order.positions(), place, shards.size(shard), weightSums);
    }
    double sum = PairwiseReduction.sum(shardWeights, shards.count());
    fullWeightSum = isFull() ? sum : NOT_SUMMED;
    return sum;
  }

  private double run(boolean drops) {
    if (isFull()) {
      step.batch = fullBatch();
    }
    if (drops) {
      step.batch = isFull() ? fullDropping : anyDropping;
    }
    plan().run(step, target, shardCosts);
    target.finishAll();
    return PairwiseReduction.sum(shardCosts, step.shards.count());
  }

  /** The plan for the step that is prepared. */
  private StepPlan plan() {
    return choice.isParameterMajor(step.shards, isFull()) ? parameterMajor : tileMajor;
  }

  private boolean isFull() {
    return step.shards.samples() == samples;
  }

  /**
   * Allocates all that training needs, so that no iteration allocates anything.
   *
   * @param batchSize the samples of a batch; the last one of an epoch may have fewer
   * @param optimizer what is going to update the parameters
   */
  public void reserve(int batchSize, Optimizer optimizer) {
    if (optimizer.needsNorm()) {
      target.reserveNorm();
    }
    reserve(batchSize);
  }

  /**
   * Allocates all that gradients need.
   *
   * @param batchSize the samples of a batch; the last one of an epoch may have fewer
   */
  public void reserve(int batchSize) {
    reserveBatch(batchSize);
    if (samples % batchSize > 0) {
      reserveBatch(samples % batchSize);
    }
    tileMajor.reserveEvaluation(samples, targets.isWeighted());
  }

  private void reserveBatch(int size) {
    prepare(null, 0, size);
    plan().reserve(step.shards, target);
    if (isFull()) {
      step.batch = fullBatch();
      tileMajor.reserveTiles(step);
    }
  }

  @Override
  public Evaluation evaluate(float[] parameters, int from, int to, int batchSize) {
    if (batchSize < 1) {
      throw new IllegalArgumentException("batch size must be at least 1, but was " + batchSize);
    }
    prepare(parameters, from, to);
    return tileMajor.evaluate(step, batchSize);
  }

  private void prepare(float[] parameters, int from, int to) {
    if (from < 0 || to > samples || from >= to) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "samples %d to %d are not within 0 to %d", from, to, samples));
    }
    step.set(parameters, anyBatch, from, to - from);
    if (shardCosts.length < step.shards.count()) {
      shardCosts = new double[step.shards.count()];
      shardWeights = new double[step.shards.count()];
    }
  }

  private Batch fullBatch() {
    if (fullBatch == null) {
      fullBatch = new Batch(order.positions(), targets, setup.inputs().newTileCache(samples));
      fullDropping = fullBatch.with(dropout);
    }
    return fullBatch;
  }
}
