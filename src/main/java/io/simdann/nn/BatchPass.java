package io.simdann.nn;

import io.simdann.gemm.BlockSizes;
import io.simdann.gemm.FeatureLists;
import io.simdann.gemm.Rows;
import io.simdann.gemm.SparseProduct;
import io.simdann.gemm.SparseSamples;
import io.simdann.kernel.AlignedFloats;
import io.simdann.kernel.CpuFacts;
import io.simdann.kernel.Kernels;
import io.simdann.parallel.FixedTree;
import io.simdann.parallel.Shards;
import java.util.Arrays;
import java.util.List;

/**
 * The training step on a small batch, whose {@link Activations} fit the second-level cache all at
 * once. Two loops of independent parts, which any number of threads may share:
 *
 * <ol>
 *   <li>{@link #forwardBackward}: forward, loss and backward for some of the samples;
 *   <li>{@link #gradient}: some rows of the gradient, over all samples. No thread needs a whole
 *       gradient, and what is done with a part next finds it in the second-level cache, unless
 *       layers have many hundreds of units.
 * </ol>
 *
 * <p>Sums are those of {@link ShardPass}, bit by bit: over the samples of each shard, then over the
 * shards in the {@link FixedTree}.
 */
public final class BatchPass {
  /** Parts of the first loop begin at multiples of this many samples, those of one softmax. */
  private static final int SAMPLE_STEP = Kernels.LANES;

  /** The most shards: more of them are enough to share out, and gradients of theirs take room. */
  private static final int MOST_SHARDS = 4;

  /** The most samples of a shard of so small a batch. */
  private static final int LARGEST_SHARD = FeatureLists.PLACES;

  /** Groups of NR inputs to a part of the second loop, in layers beyond the first. */
  private static final int PART_GROUPS = 4;

  private final Architecture architecture;
  private final Kernels kernels;
  private final SparseSamples samples;
  private final GradientLayout layout;
  private final boolean copiesWeights;
  private final List<GradientPart> parts;
  private final Worker[] workers;
  private final double[] costSums = new double[Kernels.SUM_WAYS];
  private Activations rows;
  private long step;
  private float[] parameters;
  private Batch batch;
  private int first;
  private Shards shards;

  /**
   * Makes the buffers.
   *
   * @param architecture the layer sizes
   * @param kernels the kernel set
   * @param sizes its block sizes
   * @param inputs the packed samples, of which there are batches that {@linkplain #fits fit}
   * @param cpu the cache sizes
   * @param layout where rows of a gradient go
   * @param weights the packed weights, for all threads
   * @param threads how many may work at the same time
   */
  public BatchPass(
      Architecture architecture,
      Kernels kernels,
      BlockSizes sizes,
      Inputs inputs,
      CpuFacts cpu,
      GradientLayout layout,
      PackedWeights weights,
      int threads) {
    this.architecture = architecture;
    this.kernels = kernels;
    this.samples = ((SparseInputs) inputs).samples();
    this.layout = layout;
    this.copiesWeights = threads > 1 && weights.bytes() <= cpu.l2Bytes() / 4;
    this.parts = GradientPart.all(architecture, samples, PART_GROUPS * sizes.nr());
    this.rows = new Activations(architecture, 0);
    this.workers = new Worker[threads];
    for (int worker = 0; worker < threads; worker++) {
      FirstLayer firstLayer = inputs.firstLayer(architecture.size(1), LARGEST_SHARD);
      workers[worker] =
          new Worker(
              new TilePass(architecture, kernels, sizes, firstLayer, LARGEST_SHARD),
              copiesWeights ? weights.newInstance() : weights);
    }
  }

  /**
   * Whether batches are for such a pass: their samples are packed without zeros, they make at most
   * 4 shards, and their activations fit the second-level cache.
   *
   * @param shards a batch's shards
   * @param inputs the packed samples
   * @param architecture the layer sizes
   * @param cpu the cache sizes
   * @return false if the batch is for {@link ShardPass} alone
   */
  public static boolean fits(
      Shards shards, Inputs inputs, Architecture architecture, CpuFacts cpu) {
    long floats = shards.samples() * Activations.floatsPerSample(architecture);
    return inputs instanceof SparseInputs
        && shards.count() <= MOST_SHARDS
        && shards.shardSize() <= LARGEST_SHARD
        && floats * Float.BYTES <= cpu.l2Bytes();
  }

  /**
   * Sets the batch for what follows.
   *
   * @param newParameters the flat parameters
   * @param newBatch the samples and their classes
   * @param from the first of them
   * @param batchShards the batch's shards, which {@linkplain #fits fit}
   */
  public void begin(float[] newParameters, Batch newBatch, int from, Shards batchShards) {
    step++;
    parameters = newParameters;
    batch = newBatch;
    first = from;
    shards = batchShards;
    // The last group of a product reads rows that are not there.
    int needed = shards.samples() + kernels.tileColumns();
    if (rows.samples() < needed) {
      rows = new Activations(architecture, needed);
    }
  }

  /**
   * Whether each thread packs the weights for itself. Where they are few, that takes less time than
   * to fetch what another core has packed.
   *
   * @return false if they must have been packed before the first loop
   */
  public boolean packsWeights() {
    return copiesWeights;
  }

  /**
   * The parts of the first loop.
   *
   * @return their number
   */
  public int sampleParts() {
    return Math.min(workers.length, sampleSteps());
  }

  private int sampleSteps() {
    return (shards.samples() + SAMPLE_STEP - 1) / SAMPLE_STEP;
  }

  /** Where a part of the first loop starts. */
  private int sampleStart(int part) {
    long step = (long) sampleSteps() * part / sampleParts();
    return (int) Math.min(shards.samples(), step * SAMPLE_STEP);
  }

  /**
   * Forward, loss and backward for some samples.
   *
   * @param part 0 to {@link #sampleParts()} − 1
   * @param worker 0 to the number of threads − 1: whose memory to use
   */
  public void forwardBackward(int part, int worker) {
    workers[worker].forwardBackward(sampleStart(part), sampleStart(part + 1));
  }

  /**
   * The cost of a shard, after the first loop.
   *
   * @param shard the shard
   * @return the sum of −log(A[label] + 1e-8) over its samples
   */
  public double cost(int shard) {
    Arrays.fill(costSums, 0.0);
    Costs.add(rows.costs, shards.start(shard), shards.size(shard), costSums);
    return Costs.fold(costSums);
  }

  /**
   * The parts of the second loop.
   *
   * @return their number
   */
  public int gradientParts() {
    return parts.size();
  }

  /**
   * Where a part of the gradient starts.
   *
   * @param part 0 to {@link #gradientParts()} − 1
   * @return an index into the flat gradient
   */
  public int gradientStart(int part) {
    return layout.parameter(parts.get(part).layer(), parts.get(part).from());
  }

  /**
   * Where a part of the gradient ends.
   *
   * @param part 0 to {@link #gradientParts()} − 1
   * @return the index after that of its last parameter
   */
  public int gradientEnd(int part) {
    return layout.parameter(parts.get(part).layer(), parts.get(part).end());
  }

  /**
   * The parameters of the largest part.
   *
   * @return their number
   */
  public int mostParameters() {
    int most = 0;
    for (int part = 0; part < gradientParts(); part++) {
      most = Math.max(most, gradientEnd(part) - gradientStart(part));
    }
    return most;
  }

  /**
   * A part of the gradient.
   *
   * @param part 0 to {@link #gradientParts()} − 1
   * @param worker 0 to the number of threads − 1: whose memory to use
   * @param gradient overwritten with the part's gradient, summed over the batch
   * @param gradientOffset where it begins
   */
  public void gradient(int part, int worker, float[] gradient, int gradientOffset) {
    workers[worker].sum(parts.get(part), gradient, gradientOffset);
  }

  /**
   * Whether to list values by feature: once for all units, where these are so many that it pays,
   * and where kernels keep a sum in registers.
   */
  private boolean listsPay() {
    return Rows.width(architecture.size(1)) >= 2 * Kernels.WIDE_LANES
        && kernels.vectorBits() > Float.SIZE;
  }

  /** The floats of a shard's gradient in the largest part. */
  private int largestPart() {
    int largest = 0;
    for (GradientPart part : parts) {
      largest = Math.max(largest, Math.multiplyExact(part.inputs(), rows.stride(part.layer())));
    }
    return largest;
  }

  /** What one thread does, with its memory. */
  private final class Worker implements FixedTree.Addition {
    private final TilePass tilePass;
    private final PackedWeights weights;
    private final SparseProduct product = new SparseProduct(kernels);
    private final float[][] biasSums = rows.newBiasSums();

    /** The first layer's values by feature; null if they are taken as they are packed. */
    private final FeatureLists lists;

    /** The step whose weights were packed last. */
    private long packedStep;

    /** Some rows of the shards' gradients, in the slots of the {@link FixedTree}. */
    private final float[] sums;

    /** The floats of one shard's rows. */
    private int size;

    Worker(TilePass tilePass, PackedWeights weights) {
      this.tilePass = tilePass;
      this.weights = weights;
      this.lists = listsPay() ? new FeatureLists(samples) : null;
      this.sums = AlignedFloats.allocate((long) FixedTree.slots(MOST_SHARDS) * largestPart());
    }

    void forwardBackward(int from, int to) {
      if (copiesWeights && packedStep != step) {
        weights.packAll(parameters);
        packedStep = step;
      }
      int count = to - from;
      tilePass.forward(batch, first + from, count, weights, rows, from);
      tilePass.loss(batch, first + from, count, weights, rows, from);
      // Bias sums over these samples are of no use: sumBiases makes those of the shards.
      tilePass.backward(count, weights, rows, from, biasSums);
    }

    void sum(GradientPart part, float[] gradient, int gradientOffset) {
      int layer = part.layer();
      size = part.inputs() * rows.stride(layer);
      if (layer > 1) {
        sumDense(part);
      } else if (lists == null) {
        sumScattered(part);
      } else {
        sumListed(part);
      }
      layout.unpack(layer, part.from(), part.to(), sums, slot(0), gradient, gradientOffset);
      if (part.hasBiases()) {
        int biases = gradientOffset + part.inputs() * architecture.size(layer);
        sumBiases(layer, gradient, biases);
      }
    }

    private void sumDense(GradientPart part) {
      for (int shard = 0; shard < shards.count(); shard++) {
        int start = shards.start(shard);
        int count = shards.size(shard);
        tilePass.addWeightGradient(
            part.layer(), part.from(), part.inputs(), rows, start, count, true, sums, slot(shard));
        FixedTree.forEachPairOf(shard, shards.count(), this);
      }
    }

    private void sumScattered(GradientPart part) {
      for (int shard = 0; shard < shards.count(); shard++) {
        int sum = slot(shard);
        int start = shards.start(shard);
        Arrays.fill(sums, sum, sum + size, 0f);
        product.scatterBlock(
            samples,
            part.block(),
            batch.order(),
            first + start,
            shards.size(shard),
            rows.memory,
            rows.gradient(1, start),
            sums,
            sum,
            architecture.size(1));
        FixedTree.forEachPairOf(shard, shards.count(), this);
      }
    }

    /** Neighbouring shards, which the tree adds first, are added in registers. */
    private void sumListed(GradientPart part) {
      int pairs = (shards.count() + 1) / 2;
      for (int pair = 0; pair < pairs; pair++) {
        int shard = 2 * pair;
        int start = shards.start(shard);
        int second = shard + 1 < shards.count() ? shards.size(shard + 1) : 0;
        lists.fill(part.block(), batch.order(), first + start, shards.size(shard), second);
        product.sumLists(
            lists,
            part.inputs(),
            rows.memory,
            rows.gradient(1, start),
            sums,
            slot(pair),
            architecture.size(1));
        FixedTree.forEachPairOf(pair, pairs, this);
      }
    }

    void sumBiases(int layer, float[] gradient, int gradientOffset) {
      int stride = rows.stride(layer);
      size = stride;
      for (int shard = 0; shard < shards.count(); shard++) {
        int dz = rows.gradient(layer, shards.start(shard));
        Arrays.fill(biasSums[layer], 0f);
        kernels.addRowSums(rows.memory, dz, shards.size(shard), stride, biasSums[layer]);
        for (int output = 0; output < architecture.size(layer); output++) {
          sums[slot(shard) + output] = Kernels.foldSums(biasSums[layer], output, stride);
        }
        FixedTree.forEachPairOf(shard, shards.count(), this);
      }
      int row = architecture.size(layer - 1);
      layout.unpack(layer, row, row + 1, sums, slot(0), gradient, gradientOffset);
    }

    private int slot(int shard) {
      return AlignedFloats.FIRST + FixedTree.slot(shard) * size;
    }

    @Override
    public void add(int into, int from) {
      kernels.add(sums, slot(into), sums, slot(from), size);
    }
  }
}
