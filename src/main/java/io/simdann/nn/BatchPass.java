package io.simdann.nn;

import io.simdann.gemm.BlockSizes;
import io.simdann.gemm.FeatureLists;
import io.simdann.gemm.Packing;
import io.simdann.gemm.Rows;
import io.simdann.gemm.ShardSums;
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
 * The training step on a batch of which all {@link Activations} are kept. Two loops of independent
 * parts, which any number of threads may share:
 *
 * <ol>
 *   <li>{@link #forwardBackward}: forward, loss and backward for some of the samples;
 *   <li>{@link #gradient}: some rows of the gradient, over all samples. No thread needs a whole
 *       gradient, nor is that of a shard ever written.
 * </ol>
 *
 * <p>It is for small batches, whose activations fit the second-level cache, and for wide networks,
 * the gradients of whose shards are much larger than that, and than the activations.
 *
 * <p>Sums are those of {@link ShardPass}, bit by bit: over the samples of each shard, then over the
 * shards in the {@link FixedTree}.
 */
public final class BatchPass {
  /** Parts of the first loop begin at multiples of this many samples, those of one softmax. */
  private static final int SAMPLE_STEP = Kernels.LANES;

  /** The most shards of a small batch: more of them are enough to share out. */
  private static final int FEW_SHARDS = 4;

  /** The most samples of a small batch's shard. */
  private static final int SMALL_SHARD = 64;

  /** The most shards of a batch whose shards have at most 128 samples. */
  private static final int MOST_SHARDS = 8;

  /** Caches of the second level that all shards' gradients fill, in a wide network. */
  private static final int MANY_CACHES = 8;

  /** Groups of NR inputs to a part of the second loop, in layers beyond the first. */
  private static final int PART_GROUPS = 4;

  /** The same in a wide network: the part's activations of 1024 samples take 320 KB. */
  private static final int WIDE_PART_GROUPS = 8;

  private final Architecture architecture;
  private final Kernels kernels;
  private final SparseSamples samples;
  private final GradientLayout layout;
  private final int mostSamples;
  private final int shardSamples;
  private final int mostShards;
  private final boolean wide;
  private final boolean copiesWeights;
  private final List<GradientPart> parts;
  private final Worker[] workers;
  private final double[] costSums = new double[Kernels.SUM_WAYS];
  private final Activations rows;

  /** dZ of each layer beyond the first, in panels. */
  private final float[] panels;

  private final int[] panelOffsets;
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
   * @param largest the shards of the largest batch, which fit
   */
  public BatchPass(
      Architecture architecture,
      Kernels kernels,
      BlockSizes sizes,
      Inputs inputs,
      CpuFacts cpu,
      GradientLayout layout,
      PackedWeights weights,
      int threads,
      Shards largest) {
    this.architecture = architecture;
    this.kernels = kernels;
    this.samples = ((SparseInputs) inputs).samples();
    this.layout = layout;
    this.mostSamples = largest.samples();
    this.shardSamples = largest.shardSize();
    this.wide = !isSmall(largest, architecture, cpu);
    // A smaller batch may have more shards, smaller ones.
    this.mostShards = wide ? MOST_SHARDS : FEW_SHARDS;
    this.copiesWeights = threads > 1 && weights.bytes() <= cpu.l2Bytes() / 4;
    int groups = wide ? WIDE_PART_GROUPS : PART_GROUPS;
    this.parts = GradientPart.all(architecture, samples, groups * sizes.nr());
    // The last group of a product reads rows that are not there.
    this.rows = new Activations(architecture, mostSamples + sizes.nr());
    this.panelOffsets = new int[architecture.layers() + 1];
    int floats = AlignedFloats.FIRST;
    for (int layer = 2; layer <= architecture.layers(); layer++) {
      panelOffsets[layer] = floats;
      int width = Rows.width(architecture.size(layer));
      floats = Math.addExact(floats, Math.multiplyExact(mostSamples, width));
    }
    this.panels = AlignedFloats.allocate(floats);
    this.workers = new Worker[threads];
    for (int worker = 0; worker < threads; worker++) {
      workers[worker] =
          new Worker(
              new TilePass(
                  architecture,
                  kernels,
                  sizes,
                  inputs.firstLayer(architecture.size(1), shardSamples),
                  shardSamples),
              new ShardSums(kernels, sizes, mostShards, groups * sizes.nr()),
              copiesWeights ? weights.newInstance() : weights);
    }
  }

  /**
   * Whether batches are for such a pass: their samples are packed without zeros, and the batch is
   * {@linkplain #isSmall small} or the network {@linkplain #isWide wide}.
   *
   * @param shards a batch's shards
   * @param inputs the packed samples
   * @param architecture the layer sizes
   * @param cpu the cache sizes
   * @return false if the batch is for {@link ShardPass} alone
   */
  public static boolean fits(
      Shards shards, Inputs inputs, Architecture architecture, CpuFacts cpu) {
    return inputs instanceof SparseInputs
        && (isSmall(shards, architecture, cpu) || isWide(shards, architecture, cpu));
  }

  /**
   * Whether a batch makes at most 4 shards of 64, and its activations fit the second-level cache.
   *
   * @param shards the batch's shards
   * @param architecture the layer sizes
   * @param cpu the cache sizes
   * @return whether its steps take microseconds
   */
  public static boolean isSmall(Shards shards, Architecture architecture, CpuFacts cpu) {
    return shards.count() <= FEW_SHARDS
        && shards.shardSize() <= SMALL_SHARD
        && activations(shards, architecture) * Float.BYTES <= cpu.l2Bytes();
  }

  /**
   * Whether the gradients of all shards would fill the second-level cache 8 times, and the
   * activations take at most half as much.
   */
  private static boolean isWide(Shards shards, Architecture architecture, CpuFacts cpu) {
    long gradients = (long) shards.count() * architecture.parameterCount();
    return shards.count() > 1
        && shards.shardSize() <= FeatureLists.LARGEST_SHARD
        && gradients * Float.BYTES >= MANY_CACHES * (long) cpu.l2Bytes()
        && activations(shards, architecture) <= gradients / 2;
  }

  private static long activations(Shards shards, Architecture architecture) {
    return shards.samples() * Activations.floatsPerSample(architecture);
  }

  /**
   * Whether the buffers are large enough for a batch.
   *
   * @param batchShards the batch's shards
   * @return false if it is larger than the largest one
   */
  public boolean holds(Shards batchShards) {
    return batchShards.samples() <= mostSamples;
  }

  /**
   * Sets the batch for what follows.
   *
   * @param newParameters the flat parameters
   * @param newBatch the samples and their classes
   * @param from the first of them
   * @param batchShards the batch's shards, which {@linkplain #holds it holds}
   */
  public void begin(float[] newParameters, Batch newBatch, int from, Shards batchShards) {
    step++;
    parameters = newParameters;
    batch = newBatch;
    first = from;
    shards = batchShards;
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
    int parts = wide ? Math.max(workers.length, shards.count()) : workers.length;
    return Math.min(parts, sampleSteps());
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

  /** The floats that the sums of the largest part take. */
  private long largestSums(boolean listed) {
    long most = 0;
    for (GradientPart part : parts) {
      int stride = rows.stride(part.layer());
      long sums = (long) part.inputs() * stride;
      if (part.layer() == 1 && listed) {
        sums = (long) part.inputs() * Kernels.WIDE_LANES * FixedTree.slots(pairs(mostShards));
      } else if (part.layer() == 1) {
        sums *= FixedTree.slots(mostShards);
      }
      long biases = (long) stride * FixedTree.slots(mostShards);
      most = Math.max(most, Math.max(sums, biases));
    }
    return most;
  }

  /** Pairs of neighbouring shards, which the tree adds first; the last one may be half a pair. */
  private static int pairs(int shards) {
    return (shards + 1) / 2;
  }

  /** What one thread does, with its memory. */
  private final class Worker implements FixedTree.Addition {
    private final TilePass tilePass;
    private final ShardSums shardSums;
    private final PackedWeights weights;
    private final SparseProduct product = new SparseProduct(kernels);
    private final float[][] biasSums = rows.newBiasSums();

    /** Each pair's values by feature; none if they are taken as they are packed. */
    private final FeatureLists[] lists;

    /** The step whose weights were packed last. */
    private long packedStep;

    /** Some rows of the shards' gradients, in the slots of the {@link FixedTree}. */
    private final float[] sums;

    /** The floats of one shard's rows. */
    private int size;

    Worker(TilePass tilePass, ShardSums shardSums, PackedWeights weights) {
      this.tilePass = tilePass;
      this.shardSums = shardSums;
      this.weights = weights;
      this.lists = new FeatureLists[listsPay() ? pairs(mostShards) : 0];
      Arrays.setAll(lists, pair -> new FeatureLists(samples, shardSamples));
      this.sums = AlignedFloats.allocate(largestSums(lists.length > 0));
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
      for (int layer = 2; layer <= architecture.layers(); layer++) {
        packGradient(layer, from, to);
      }
    }

    /** dZ of some samples, in panels of lanes over all samples. */
    private void packGradient(int layer, int from, int to) {
      int width = Rows.width(architecture.size(layer));
      Packing.lanePanels(
          rows.memory,
          rows.gradient(layer, 0),
          rows.stride(layer),
          1,
          from,
          to,
          shards.samples(),
          width,
          width,
          kernels.tileRows(),
          1f,
          panels,
          panelOffsets[layer]);
    }

    void sum(GradientPart part, float[] gradient, int gradientOffset) {
      if (part.layer() > 1) {
        sumDense(part, gradient, gradientOffset);
      } else if (lists.length == 0) {
        sumScattered(part, gradient, gradientOffset);
      } else {
        sumListed(part, gradient, gradientOffset);
      }
      if (part.hasBiases()) {
        int biases = gradientOffset + part.inputs() * architecture.size(part.layer());
        sumBiases(part.layer(), gradient, biases);
      }
    }

    private void sumDense(GradientPart part, float[] gradient, int gradientOffset) {
      int layer = part.layer();
      int stride = rows.stride(layer);
      shardSums.sum(
          shards,
          panels,
          panelOffsets[layer],
          rows.memory,
          rows.activation(layer - 1, 0) + part.from(),
          rows.stride(layer - 1),
          part.inputs(),
          sums,
          AlignedFloats.FIRST,
          Rows.width(architecture.size(layer)),
          stride);
      unpack(part, gradient, gradientOffset);
    }

    private void unpack(GradientPart part, float[] gradient, int gradientOffset) {
      layout.unpack(
          part.layer(),
          part.from(),
          part.to(),
          sums,
          AlignedFloats.FIRST,
          gradient,
          gradientOffset);
    }

    private void sumScattered(GradientPart part, float[] gradient, int gradientOffset) {
      size = part.inputs() * rows.stride(1);
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
      unpack(part, gradient, gradientOffset);
    }

    /** Neighbouring shards, which the tree adds first, are added in registers. */
    private void sumListed(GradientPart part, float[] gradient, int gradientOffset) {
      int pairs = pairs(shards.count());
      for (int pair = 0; pair < pairs; pair++) {
        int shard = 2 * pair;
        int second = shard + 1 < shards.count() ? shards.size(shard + 1) : 0;
        int from = first + shards.start(shard);
        lists[pair].fill(part.block(), batch.order(), from, shards.size(shard), second);
      }
      int width = Rows.width(architecture.size(1));
      for (int lane = 0, lanes; lane < width; lane += lanes) {
        lanes = Rows.lanes(lane, width, Kernels.WIDE_LANES);
        size = part.inputs() * lanes;
        for (int pair = 0; pair < pairs; pair++) {
          product.sumLists(
              lists[pair],
              part.inputs(),
              rows.memory,
              rows.gradient(1, shards.start(2 * pair)) + lane,
              rows.stride(1),
              sums,
              slot(pair),
              lanes);
          FixedTree.forEachPairOf(pair, pairs, this);
        }
        layout.unpackLanes(1, part.inputs(), lane, lanes, sums, slot(0), gradient, gradientOffset);
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
