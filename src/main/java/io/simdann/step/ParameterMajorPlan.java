package io.simdann.step;

import io.simdann.gemm.BlockSizes;
import io.simdann.kernel.CpuFacts;
import io.simdann.kernel.Kernels;
import io.simdann.nn.NetworkSpec;
import io.simdann.parallel.Shards;
import io.simdann.parallel.WorkerTeam;
import java.util.Arrays;
import java.util.List;

/**
 * The {@link Activations} of all samples of a batch are kept. Two loops of independent parts, which
 * any number of threads may share:
 *
 * <ol>
 *   <li>forward, loss and backward for some of the samples;
 *   <li>some rows of the gradient, over all samples, and the update of their parameters. No thread
 *       needs a whole gradient, nor is that of a shard ever there as a whole.
 * </ol>
 *
 * <p>Sums are those of {@link ShardPass}, bit by bit: over the samples of each shard, then over the
 * shards in the {@link io.simdann.parallel.PairwiseReduction}.
 */
public final class ParameterMajorPlan implements StepPlan {
  /** Parts of the first loop begin at multiples of this many samples, those of one softmax. */
  private static final int SAMPLE_STEP = Kernels.LANES;

  private final StepSetup setup;
  private final SharedWeights weights;
  private final PlanChoice choice;
  private final boolean copiesWeights;
  private final List<GradientPart> parts;
  private final BatchWorker[] workers;
  private final double[] costSums = new double[Kernels.SUM_WAYS];

  /** For steps of microseconds. */
  private final SharingChoice sharing = new SharingChoice();

  /** Null before the first batch. */
  private Activations rows;

  private int mostSamples;
  private long number;
  private Step step;
  private GradientTarget target;
  private final WorkerTeam.Task forwardBackward = this::forwardBackward;
  private final WorkerTeam.Task sumPart = this::sumPart;

  ParameterMajorPlan(StepSetup setup, SharedWeights weights, PlanChoice choice) {
    this.setup = setup;
    this.weights = weights;
    this.choice = choice;
    int threads = setup.team().size();
    this.copiesWeights = copiesWeights(setup.spec(), threads, setup.cpu());
    this.parts = GradientPart.all(setup.spec(), setup.inputs(), partInputs(setup.sizes()));
    this.workers = new BatchWorker[threads];
  }

  /** The inputs of a part of the second loop, in layers beyond the first. */
  private static int partInputs(BlockSizes sizes) {
    return Tuning.PART_GROUPS * sizes.nr();
  }

  /**
   * Whether each thread packs the weights for itself. Where they are few, that takes less time than
   * to fetch what another core has packed.
   */
  private static boolean copiesWeights(NetworkSpec spec, int threads, CpuFacts cpu) {
    return threads > 1 && TrainingWeights.bytes(spec) <= Tuning.ownWeightBytes(cpu);
  }

  /**
   * What an object takes of the heap.
   *
   * @param spec the network
   * @param kernels the kernel set
   * @param sizes its block sizes
   * @param plan how the samples are going to be packed
   * @param cpu the cache sizes
   * @param threads how many may work at the same time
   * @param largest the shards of the largest batch that goes by this plan
   * @return bytes
   */
  public static long heapBytes(
      NetworkSpec spec,
      Kernels kernels,
      BlockSizes sizes,
      PackedSamplesPlan plan,
      CpuFacts cpu,
      int threads,
      Shards largest) {
    long worker =
        BatchWorker.heapBytes(
                spec, kernels, sizes, plan, Tuning.PART_SAMPLES, partInputs(sizes), largest)
            + (copiesWeights(spec, threads, cpu) ? TrainingWeights.heapBytes(spec) : 0);
    return Activations.heapBytes(spec, kernels, largest.samples() + sizes.nr()) + threads * worker;
  }

  /**
   * The parameters of the largest part of the gradient, before there is an object.
   *
   * @param spec the network
   * @param plan how the samples are going to be packed
   * @param sizes the block sizes of the kernel set
   * @return their number at most
   */
  public static int mostParameters(NetworkSpec spec, PackedSamplesPlan plan, BlockSizes sizes) {
    return mostParameters(spec, plan.blockFeatures(spec.size(1), sizes.nr()), sizes);
  }

  private static int mostParameters(NetworkSpec spec, int blockFeatures, BlockSizes sizes) {
    int most = 0;
    for (int layer = 1; layer <= spec.layers(); layer++) {
      int step = layer == 1 ? blockFeatures : partInputs(sizes);
      int rows = Math.min(step, spec.size(layer - 1)) + 1;
      most = Math.max(most, rows * spec.size(layer));
    }
    return most;
  }

  /**
   * The parts that the first loop has at most, however many threads there are.
   *
   * @param samples the samples of a batch
   * @return their number
   */
  static int mostSampleParts(int samples) {
    return (samples + SAMPLE_STEP - 1) / SAMPLE_STEP;
  }

  @Override
  public void reserve(Shards shards, GradientTarget parts) {
    if (shards.samples() <= mostSamples) {
      return;
    }
    mostSamples = shards.samples();
    // So that there are not two of them at a time.
    rows = null;
    // The last group of a product reads rows that are not there.
    rows = new Activations(setup.spec(), setup.kernels(), mostSamples + setup.sizes().nr());
    for (int worker = 0; worker < workers.length; worker++) {
      if (workers[worker] == null) {
        TrainingWeights packed = weights.packed();
        workers[worker] =
            new BatchWorker(
                setup, copiesWeights ? packed.newInstance() : packed, Tuning.PART_SAMPLES);
      }
      workers[worker].reserve(shards, partInputs(setup.sizes()));
    }
    NetworkSpec spec = setup.spec();
    int blockFeatures = setup.inputs().blockFeatures(spec.size(1));
    parts.reserve(mostParameters(spec, blockFeatures, setup.sizes()));
  }

  /** Where a part's parameters start. */
  private int start(GradientPart part) {
    return setup.layout().parameter(part.layer(), part.from());
  }

  private int end(GradientPart part) {
    return setup.layout().parameter(part.layer(), part.end());
  }

  @Override
  public void run(Step newStep, GradientTarget newTarget, double[] costs) {
    step = newStep;
    target = newTarget;
    number++;
    Shards shards = step.shards;
    reserve(shards, target);
    long work = (long) shards.samples() * setup.layout().size();
    boolean shareable = setup.team().size() > 1 && work >= Tuning.SHARED_WORK;
    if (shareable && choice.fitsCache(shards.samples())) {
      long start = System.nanoTime();
      run(sharing.shared(shards.samples()));
      sharing.took(shards.samples(), System.nanoTime() - start);
    } else {
      run(shareable);
    }
    for (int shard = 0; shard < shards.count(); shard++) {
      Arrays.fill(costSums, 0.0);
      Costs.add(rows.costs, shards.start(shard), shards.size(shard), costSums);
      costs[shard] = Costs.fold(costSums);
    }
  }

  private void run(boolean shared) {
    if (!copiesWeights) {
      weights.pack(step.parameters, shared);
    }
    setup.run(shared, sampleParts(), forwardBackward);
    setup.run(shared, parts.size(), sumPart);
  }

  /** The parts of the first loop: as many for each thread. */
  private int sampleParts() {
    int samples = step.shards.samples();
    int least =
        choice.fitsCache(2 * samples)
            ? 1
            : (samples + Tuning.PART_SAMPLES - 1) / Tuning.PART_SAMPLES;
    int each = (least + workers.length - 1) / workers.length;
    return Math.min(each * workers.length, mostSampleParts(samples));
  }

  /** Where a part of the first loop starts. */
  private int sampleStart(int part) {
    int samples = step.shards.samples();
    long steps = (long) mostSampleParts(samples) * part / sampleParts();
    return (int) Math.min(samples, steps * SAMPLE_STEP);
  }

  private void forwardBackward(int part, int worker) {
    if (copiesWeights) {
      workers[worker].pack(number, step.parameters);
    }
    workers[worker].forwardBackward(step, rows, sampleStart(part), sampleStart(part + 1));
  }

  private void sumPart(int index, int worker) {
    GradientPart part = parts.get(index);
    int from = start(part);
    workers[worker].sum(part, step, rows, target.array(worker), target.offset(from));
    target.finish(from, end(part), worker);
  }
}
