package io.simdann.step;

import io.simdann.gemm.BlockSizes;
import io.simdann.gemm.Micropanels;
import io.simdann.gemm.Operand;
import io.simdann.gemm.Packing;
import io.simdann.gemm.Rows;
import io.simdann.kernel.AlignedFloats;
import io.simdann.kernel.CpuFacts;
import io.simdann.kernel.Kernels;
import io.simdann.nn.NetworkSpec;
import io.simdann.parallel.PairwiseReduction;
import io.simdann.parallel.Shards;
import io.simdann.sparse.FeatureLists;
import io.simdann.sparse.SparseSamples;
import java.util.Arrays;
import java.util.List;

/**
 * The training step on a batch of which all {@link Activations} are kept, because it is small or
 * the network is wide (see {@link BatchWay}). Two loops of independent parts, which any number of
 * threads may share:
 *
 * <ol>
 *   <li>{@link #forwardBackward}: forward, loss and backward for some of the samples;
 *   <li>{@link #gradient}: some rows of the gradient, over all samples. No thread needs a whole
 *       gradient, nor is that of a shard ever there as a whole.
 * </ol>
 *
 * <p>Sums are those of {@link ShardPass}, bit by bit: over the samples of each shard, then over the
 * shards in the {@link PairwiseReduction}.
 */
public final class BatchPass {
  /** Parts of the first loop begin at multiples of this many samples, those of one softmax. */
  private static final int SAMPLE_STEP = Kernels.LANES;

  /** Groups of NR inputs to a part of the second loop, in layers beyond the first. */
  private static final int PART_GROUPS = 4;

  /** The same in a wide network: with an NR of 10, activations of 1024 samples take 320 KB. */
  private static final int WIDE_PART_GROUPS = 8;

  private final NetworkSpec spec;
  private final Kernels kernels;
  private final SparseSamples samples;
  private final GradientLayout layout;
  private final int mostSamples;
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
   * @param spec the network
   * @param kernels the kernel set
   * @param sizes its block sizes
   * @param inputs the packed samples
   * @param cpu the cache sizes
   * @param layout where rows of a gradient go
   * @param weights the packed weights, for all threads
   * @param threads how many may work at the same time
   * @param way small or wide
   * @param largest the shards of the largest batch, for which that is the way
   */
  public BatchPass(
      NetworkSpec spec,
      Kernels kernels,
      BlockSizes sizes,
      PackedSamples inputs,
      CpuFacts cpu,
      GradientLayout layout,
      TrainingWeights weights,
      int threads,
      BatchWay way,
      Shards largest) {
    this.spec = spec;
    this.kernels = kernels;
    this.samples = ((SparsePackedSamples) inputs).samples();
    this.layout = layout;
    this.mostSamples = largest.samples();
    this.wide = way == BatchWay.WIDE;
    this.copiesWeights = copiesWeights(spec, threads, cpu);
    int partInputs = partInputs(way, sizes);
    this.parts = GradientPart.all(spec, samples, partInputs);
    // The last group of a product reads rows that are not there.
    this.rows = new Activations(spec, mostSamples + sizes.nr());
    this.panelOffsets = new int[spec.layers() + 1];
    long floats = AlignedFloats.FIRST;
    for (int layer = 2; layer <= spec.layers(); layer++) {
      panelOffsets[layer] = (int) floats;
      floats += (long) mostSamples * Rows.width(spec.size(layer));
    }
    this.panels = AlignedFloats.allocate(floats);
    long mostSums = mostSums(spec, way, partInputs);
    this.workers = new Worker[threads];
    for (int worker = 0; worker < threads; worker++) {
      workers[worker] =
          new Worker(
              new TilePass(
                  spec, kernels, sizes, inputs.firstLayer(spec.size(1), largest.shardSize())),
              new FirstLayerSums(spec.size(1), samples, kernels, layout, way, largest),
              new ShardSums(kernels, sizes, way.mostShards(), partInputs),
              copiesWeights ? weights.newInstance() : weights,
              AlignedFloats.allocate(mostSums));
    }
  }

  /** The inputs of a part of the second loop, in layers beyond the first. */
  private static int partInputs(BatchWay way, BlockSizes sizes) {
    return (way == BatchWay.WIDE ? WIDE_PART_GROUPS : PART_GROUPS) * sizes.nr();
  }

  private static boolean copiesWeights(NetworkSpec spec, int threads, CpuFacts cpu) {
    return threads > 1 && TrainingWeights.bytes(spec) <= cpu.l2Bytes() / 4;
  }

  /** The floats that a worker's sums take: of a layer beyond the first, or of its biases. */
  private static long mostSums(NetworkSpec spec, BatchWay way, int partInputs) {
    long most = 0;
    for (int layer = 1; layer <= spec.layers(); layer++) {
      long stride = Rows.stride(spec.size(layer));
      int inputs = layer == 1 ? 0 : Math.min(partInputs, spec.size(layer - 1));
      most = Math.max(most, stride * Math.max(inputs, PairwiseReduction.slots(way.mostShards())));
    }
    return most;
  }

  /**
   * What {@link #mostParameters()} is at most, before there is an object.
   *
   * @param spec the network
   * @param plan how the samples are going to be packed
   * @param sizes the block sizes of the kernel set
   * @param way small or wide
   * @return their number
   */
  public static long mostParameters(
      NetworkSpec spec, PackedSamplesPlan plan, BlockSizes sizes, BatchWay way) {
    long most = 0;
    for (int layer = 1; layer <= spec.layers(); layer++) {
      int step = layer == 1 ? plan.blockFeatures() : partInputs(way, sizes);
      int rows = Math.min(step, spec.size(layer - 1)) + 1;
      most = Math.max(most, (long) rows * spec.size(layer));
    }
    return most;
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
   * @param way small or wide
   * @param largest the shards of the largest batch, for which that is the way
   * @return bytes
   */
  public static long heapBytes(
      NetworkSpec spec,
      Kernels kernels,
      BlockSizes sizes,
      PackedSamplesPlan plan,
      CpuFacts cpu,
      int threads,
      BatchWay way,
      Shards largest) {
    long panelFloats = AlignedFloats.FIRST;
    for (int layer = 2; layer <= spec.layers(); layer++) {
      panelFloats += (long) largest.samples() * Rows.width(spec.size(layer));
    }
    long worker =
        TilePass.heapBytes(spec, sizes)
            + FirstLayerSums.heapBytes(spec.size(1), plan, kernels, way, largest)
            + ShardSums.heapBytes(sizes, way.mostShards(), partInputs(way, sizes))
            + AlignedFloats.heapBytes(mostSums(spec, way, partInputs(way, sizes)))
            + Activations.biasSumBytes(spec)
            + (copiesWeights(spec, threads, cpu) ? TrainingWeights.heapBytes(spec) : 0);
    return Activations.heapBytes(spec, largest.samples() + sizes.nr())
        + AlignedFloats.heapBytes(panelFloats)
        + threads * worker;
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

  /**
   * The parts that the first loop has at most, however many threads there are.
   *
   * @param batchShards the batch's shards
   * @return the number of parts; 0 if this is for no such batch
   */
  public static int mostSampleParts(Shards batchShards) {
    boolean large =
        batchShards.count() > BatchWay.WIDE.mostShards()
            || batchShards.shardSize() > FeatureLists.LARGEST_SHARD;
    return large ? 0 : sampleSteps(batchShards);
  }

  private int sampleSteps() {
    return sampleSteps(shards);
  }

  private static int sampleSteps(Shards shards) {
    return (shards.samples() + SAMPLE_STEP - 1) / SAMPLE_STEP;
  }

  /** Where a part of the first loop starts. */
  private int sampleStart(int part) {
    long steps = (long) sampleSteps() * part / sampleParts();
    return (int) Math.min(shards.samples(), steps * SAMPLE_STEP);
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

  /** What one thread does, with its memory. */
  private final class Worker {
    private final TilePass tilePass;
    private final FirstLayerSums firstLayerSums;
    private final ShardSums shardSums;
    private final TrainingWeights weights;
    private final float[][] biasSums = rows.newBiasSums();
    private final Operand gradients = new Operand();
    private final Micropanels packed = new Micropanels();

    /** The step whose weights were packed last. */
    private long packedStep;

    /** Rows of the gradient of a layer beyond the first, or the shards' biases, by slot. */
    private final float[] sums;

    private final PairwiseReduction.Addition addBiases = this::addBiases;

    /** The floats of one shard's biases. */
    private int biasStride;

    Worker(
        TilePass tilePass,
        FirstLayerSums firstLayerSums,
        ShardSums shardSums,
        TrainingWeights weights,
        float[] sums) {
      this.tilePass = tilePass;
      this.firstLayerSums = firstLayerSums;
      this.shardSums = shardSums;
      this.weights = weights;
      this.sums = sums;
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
      for (int layer = 2; layer <= spec.layers(); layer++) {
        packGradient(layer, from, to);
      }
    }

    /** dZ of some samples, in panels of lanes over all samples. */
    private void packGradient(int layer, int from, int to) {
      int width = Rows.width(spec.size(layer));
      int samples = shards.samples();
      Packing.pack(
          gradients.columnMajor(rows.memory, rows.gradient(layer, 0), rows.stride(layer)),
          width,
          from,
          to,
          packed.packed(panels, panelOffsets[layer], kernels.mr(), width, samples));
    }

    void sum(GradientPart part, float[] gradient, int gradientOffset) {
      if (part.layer() == 1) {
        firstLayerSums.sum(part, shards, batch.order(), first, rows, gradient, gradientOffset);
      } else {
        sumDense(part, gradient, gradientOffset);
      }
      if (part.hasBiases()) {
        int biases = gradientOffset + part.inputs() * spec.size(part.layer());
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
          Rows.width(spec.size(layer)),
          stride);
      layout.unpack(
          layer, part.from(), part.to(), sums, AlignedFloats.FIRST, gradient, gradientOffset);
    }

    private void sumBiases(int layer, float[] gradient, int gradientOffset) {
      biasStride = rows.stride(layer);
      for (int shard = 0; shard < shards.count(); shard++) {
        int dz = rows.gradient(layer, shards.start(shard));
        Arrays.fill(biasSums[layer], 0f);
        kernels.addRowSums(rows.memory, dz, shards.size(shard), biasStride, biasSums[layer]);
        for (int output = 0; output < spec.size(layer); output++) {
          sums[slot(shard) + output] = Kernels.foldSums(biasSums[layer], output, biasStride);
        }
        PairwiseReduction.forEachPairOf(shard, shards.count(), addBiases);
      }
      int row = spec.size(layer - 1);
      layout.unpack(layer, row, row + 1, sums, slot(0), gradient, gradientOffset);
    }

    private int slot(int shard) {
      return AlignedFloats.FIRST + PairwiseReduction.slot(shard) * biasStride;
    }

    private void addBiases(int into, int from) {
      kernels.add(sums, slot(into), sums, slot(from), biasStride);
    }
  }
}
