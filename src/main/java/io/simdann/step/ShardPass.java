package io.simdann.step;

import io.simdann.gemm.BlockSizes;
import io.simdann.gemm.DenseProduct;
import io.simdann.gemm.Micropanels;
import io.simdann.gemm.Operand;
import io.simdann.gemm.Packing;
import io.simdann.gemm.Rows;
import io.simdann.kernel.AlignedFloats;
import io.simdann.kernel.CpuFacts;
import io.simdann.kernel.Kernels;
import io.simdann.nn.NetworkSpec;
import java.util.Arrays;

/**
 * The training step on one shard: forward, loss and backward for one tile of samples after the
 * other, while the tile's {@link Activations} stay in the second-level cache.
 *
 * <p>{@code biasSums[l]}, 16 × s(l), holds the partial sums of dZ(l) over the shard's samples. An
 * object belongs to one thread.
 */
public final class ShardPass {
  private final NetworkSpec spec;
  private final Kernels kernels;
  private final BlockSizes sizes;
  private final GradientLayout layout;
  private final int layers;
  private final int tileSamples;
  private final FirstLayer firstLayer;
  private final TilePass tilePass;
  private final Activations rows;
  private final float[][] biasSums;
  private final DenseProduct product;
  private final Micropanels a = new Micropanels();
  private final Operand b = new Operand();
  private final Operand c = new Operand();

  /** dZ of a layer beyond the first in panels of MR lanes: samples of a tile × width. */
  private final float[] lanePanels;

  /** For each layer beyond the first, made for the first shard for which they pay. */
  private final FeatureLanes[] inputLanes;

  private final double[] costSums = new double[Kernels.SUM_WAYS];

  /**
   * Makes the buffers.
   *
   * @param spec the network
   * @param kernels the kernel set
   * @param sizes its block sizes
   * @param inputs the packed samples
   * @param cpu the cache sizes
   * @param layout where a shard's gradient lies; null for a pass that only predicts
   */
  public ShardPass(
      NetworkSpec spec,
      Kernels kernels,
      BlockSizes sizes,
      PackedSamples inputs,
      CpuFacts cpu,
      GradientLayout layout) {
    this.spec = spec;
    this.kernels = kernels;
    this.sizes = sizes;
    this.layout = layout;
    this.layers = spec.layers();
    this.tileSamples =
        tileSamples(spec, kernels, inputs.floatsPerSample(), inputs.hasLongLists(), cpu);
    this.firstLayer = inputs.firstLayer(spec.size(1), tileSamples);
    this.tilePass = new TilePass(spec, kernels, sizes, firstLayer);
    this.rows = new Activations(spec, kernels, tileSamples);
    this.biasSums = Activations.newBiasSums(spec);
    this.product = new DenseProduct(kernels, sizes);
    this.lanePanels = AlignedFloats.allocate((long) tileSamples * widestDense(spec));
    this.inputLanes = new FeatureLanes[layers + 1];
  }

  private static int tileSamples(
      NetworkSpec spec, Kernels kernels, int inputFloats, boolean longLists, CpuFacts cpu) {
    long perSample = Activations.floatsPerSample(spec, kernels) + inputFloats;
    long largestWeights = 0;
    for (int layer = 2; layer <= spec.layers(); layer++) {
      long weights = (long) spec.size(layer - 1) * Rows.stride(spec.size(layer));
      largestWeights = Math.max(largestWeights, weights);
    }
    return BlockSizes.tileSamples(perSample, largestWeights, longLists, cpu);
  }

  /** The width of the widest layer beyond the first; 0 if there is none. */
  private static int widestDense(NetworkSpec spec) {
    int widest = 0;
    for (int layer = 2; layer <= spec.layers(); layer++) {
      widest = Math.max(widest, Rows.width(spec.size(layer)));
    }
    return widest;
  }

  /**
   * The most samples of a tile, before there is an object.
   *
   * @param spec the network
   * @param kernels the kernel set
   * @param plan how the samples are going to be packed
   * @param cpu the cache sizes
   * @return 80 or 160
   */
  public static int tileSamples(
      NetworkSpec spec, Kernels kernels, PackedSamplesPlan plan, CpuFacts cpu) {
    return tileSamples(spec, kernels, plan.floatsPerSample(), plan.longLists(), cpu);
  }

  /**
   * The floats of the longest array for a tile, or what they would be if an array held so many.
   *
   * @param spec the network
   * @param kernels the kernel set
   * @param plan how the samples are going to be packed
   * @param cpu the cache sizes
   * @return their number
   */
  public static long tileFloats(
      NetworkSpec spec, Kernels kernels, PackedSamplesPlan plan, CpuFacts cpu) {
    long each = Math.max(Activations.floatsPerSample(spec, kernels), plan.copiedFloats());
    return each * tileSamples(spec, kernels, plan, cpu);
  }

  /**
   * What an object takes of the heap.
   *
   * @param spec the network
   * @param kernels the kernel set
   * @param sizes the block sizes of the kernel set
   * @param plan how the samples are going to be packed
   * @param cpu the cache sizes
   * @param shardSamples the most samples of a shard
   * @return bytes
   */
  public static long heapBytes(
      NetworkSpec spec,
      Kernels kernels,
      BlockSizes sizes,
      PackedSamplesPlan plan,
      CpuFacts cpu,
      int shardSamples) {
    int tile = tileSamples(spec, kernels, plan, cpu);
    long bytes =
        TilePass.heapBytes(spec, sizes)
            + Activations.heapBytes(spec, kernels, tile)
            + Activations.biasSumBytes(spec)
            + DenseProduct.heapBytes(sizes)
            + AlignedFloats.heapBytes((long) tile * widestDense(spec));
    if (!plan.sparse()) {
      int features = spec.inputs();
      bytes += DenseFirstLayer.heapBytes(features, spec.size(1), tile, shardSamples, sizes);
    }
    for (int layer = 2; layer <= spec.layers(); layer++) {
      int inputs = spec.size(layer - 1);
      bytes += FeatureLanes.heapBytes(inputs, spec.size(layer), shardSamples, sizes);
    }
    return bytes;
  }

  /**
   * Makes the sums that a shard of some samples will need, so that {@link #train} allocates
   * nothing.
   *
   * @param samples the most samples of a shard
   */
  public void reserveSums(int samples) {
    firstLayer.reserveSums(samples);
    for (int layer = 2; layer <= layers; layer++) {
      inputLanes(layer, samples);
    }
  }

  /**
   * Makes room for the transposed tiles of a shard, where the batch keeps them.
   *
   * @param batch the batch's samples
   * @param from the shard's first place in the batch
   * @param to the place after its last
   */
  public void reserveTiles(Batch batch, int from, int to) {
    for (int tile = from; batch.tiles() != null && tile < to; tile += tileSamples) {
      int count = Math.min(tileSamples, to - tile);
      firstLayer.reserveTile(batch.order(), tile, count, batch.tiles());
    }
  }

  /**
   * The gradient and cost of a shard.
   *
   * @param batch the batch's samples and their classes
   * @param from the shard's first place in the batch
   * @param to the place after its last
   * @param weights the packed weights
   * @param sum overwritten with the sum over the samples, in the {@link GradientLayout}
   * @param sumOffset its start
   * @return the sum of the costs over the samples
   */
  public double train(
      Batch batch, int from, int to, TrainingWeights weights, float[] sum, int sumOffset) {
    beginWeightGradients(to - from, sum, sumOffset);
    Arrays.fill(costSums, 0.0);
    for (int layer = 1; layer <= layers; layer++) {
      Arrays.fill(biasSums[layer], 0f);
    }
    for (int tile = from; tile < to; tile += tileSamples) {
      int count = Math.min(tileSamples, to - tile);
      tilePass.forward(batch, tile, count, weights, rows, 0);
      tilePass.loss(batch, tile, count, weights, rows, 0);
      Costs.add(rows.costs, 0, count, costSums);
      int dz = rows.gradient(layers, 0);
      kernels.addRowSums(rows.memory, dz, count, rows.stride(layers), biasSums[layers]);
      tilePass.backward(batch, tile, count, weights, rows, 0, biasSums);
      addWeightGradients(batch, from, to, tile, count, sum, sumOffset);
    }
    endWeightGradients(to - from, sum, sumOffset);
    for (int layer = 1; layer <= layers; layer++) {
      int stride = rows.stride(layer);
      BiasSums.fold(kernels, biasSums[layer], stride);
      System.arraycopy(biasSums[layer], 0, sum, sumOffset + layout.biasOffset(layer), stride);
    }
    return Costs.fold(costSums);
  }

  private void beginWeightGradients(int samples, float[] sum, int sumOffset) {
    firstLayer.beginWeightGradient(samples, sum, sumOffset + layout.weightOffset(1));
    for (int layer = 2; layer <= layers; layer++) {
      FeatureLanes lanes = inputLanes(layer, samples);
      if (lanes != null) {
        lanes.begin();
      }
    }
  }

  private void addWeightGradients(
      Batch batch, int from, int to, int tile, int count, float[] sum, int sumOffset) {
    for (int layer = layers; layer > 1; layer--) {
      FeatureLanes lanes = inputLanes(layer, to - from);
      if (lanes != null) {
        int x = rows.activation(layer - 1, 0);
        int dz = rows.gradient(layer, 0);
        lanes.add(
            count, rows.memory, x, rows.stride(layer - 1), rows.memory, dz, rows.stride(layer));
      } else {
        addWeightGradient(layer, count, tile == from, sum, sumOffset + layout.weightOffset(layer));
      }
    }
    firstLayer.addWeightGradient(
        batch.order(),
        tile,
        count,
        batch.tiles(),
        rows.memory,
        rows.gradient(1, 0),
        sum,
        sumOffset + layout.weightOffset(1));
  }

  /** dW(l) += dZ(l)·A(l−1)ᵀ, or dW(l) = … where the sum is overwritten. */
  private void addWeightGradient(
      int layer, int count, boolean overwrite, float[] sum, int sumOffset) {
    int stride = rows.stride(layer);
    int width = Rows.width(spec.size(layer));
    a.packed(lanePanels, AlignedFloats.FIRST, sizes.mr(), width, count);
    Packing.pack(b.columnMajor(rows.memory, rows.gradient(layer, 0), stride), width, 0, count, a);
    product.multiplyByColumns(
        a,
        b.rowMajor(rows.memory, rows.activation(layer - 1, 0), rows.stride(layer - 1)),
        spec.size(layer - 1),
        c.columnMajor(sum, sumOffset, stride),
        overwrite);
  }

  private void endWeightGradients(int samples, float[] sum, int sumOffset) {
    firstLayer.endWeightGradient(sum, sumOffset + layout.weightOffset(1));
    for (int layer = 2; layer <= layers; layer++) {
      FeatureLanes lanes = inputLanes(layer, samples);
      if (lanes != null) {
        lanes.end(sum, sumOffset + layout.weightOffset(layer));
      }
    }
  }

  /** The sum of a layer's weight gradient with lanes over inputs; null where these don't pay. */
  private FeatureLanes inputLanes(int layer, int samples) {
    int inputs = spec.size(layer - 1);
    int outputs = spec.size(layer);
    if (!FeatureLanes.pay(inputs, outputs, samples, sizes)) {
      return null;
    }
    if (inputLanes[layer] == null) {
      inputLanes[layer] = new FeatureLanes(inputs, outputs, product);
    }
    return inputLanes[layer];
  }

  /**
   * Evaluates some samples. Of equally probable classes the first counts as the most probable one.
   *
   * @param batch the samples and their classes
   * @param from the first place in the batch
   * @param to the place after the last
   * @param weights the packed weights
   * @param scores overwritten with what it says of each sample
   * @param offset where in it the first one goes
   * @return the number of those whose most probable class is the right one
   */
  public int evaluate(
      Batch batch, int from, int to, TrainingWeights weights, SampleScores scores, int offset) {
    int correct = 0;
    for (int tile = from; tile < to; tile += tileSamples) {
      int count = Math.min(tileSamples, to - tile);
      tilePass.forward(batch, tile, count, weights, rows, 0);
      correct += tilePass.evaluate(batch, tile, count, weights, rows, scores, offset + tile - from);
    }
    return correct;
  }
}
