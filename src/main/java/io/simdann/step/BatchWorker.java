package io.simdann.step;

import io.simdann.gemm.BlockSizes;
import io.simdann.gemm.Rows;
import io.simdann.kernel.Kernels;
import io.simdann.nn.NetworkSpec;
import io.simdann.parallel.Shards;
import java.util.Arrays;

/** What one thread of the {@link ParameterMajorPlan} does, with its memory. */
final class BatchWorker {
  private final StepSetup setup;
  private final NetworkSpec spec;
  private final Kernels kernels;
  private final TrainingWeights weights;
  private final FirstLayer firstLayer;
  private final TilePass tilePass;
  private final TreeSlots slots;
  private final WeightSums weightSums;
  private final float[][] biasSums;

  /** The step whose weights were packed last. */
  private long packedStep;

  /**
   * Makes the buffers.
   *
   * @param setup what steps have in common
   * @param weights the packed weights, of all threads or of this one
   * @param tileSamples the samples that are copied at a time
   */
  BatchWorker(StepSetup setup, TrainingWeights weights, int tileSamples) {
    this.setup = setup;
    this.spec = setup.spec();
    this.kernels = setup.kernels();
    this.weights = weights;
    this.firstLayer = setup.inputs().firstLayer(spec.size(1), tileSamples);
    this.tilePass = new TilePass(spec, kernels, setup.sizes(), firstLayer);
    this.slots = new TreeSlots(kernels);
    this.weightSums = new WeightSums(kernels, setup.sizes(), setup.layout(), slots);
    this.biasSums = Activations.newBiasSums(spec);
  }

  /** What an object takes of the heap, the packed weights not counted. */
  static long heapBytes(
      NetworkSpec spec,
      Kernels kernels,
      BlockSizes sizes,
      PackedSamplesPlan plan,
      int tileSamples,
      int partInputs,
      Shards largest) {
    int units = spec.size(1);
    long slots = 0;
    long transposed = 0;
    for (int layer = 1; layer <= spec.layers(); layer++) {
      slots = Math.max(slots, Rows.stride(spec.size(layer)));
      if (layer > 1) {
        int inputs = Math.min(partInputs, spec.size(layer - 1));
        int some = WeightSums.unitsAtATime(spec.size(layer), sizes);
        slots = Math.max(slots, WeightSums.partFloats(inputs, some));
        transposed = Math.max(transposed, WeightSums.transposedFloats(inputs, some));
      }
    }
    long first =
        plan.sparse()
            ? SparseBlockSums.heapBytes(units, plan, kernels, largest)
            : DenseFirstLayer.heapBytes(spec.inputs(), units, tileSamples, 0, sizes)
                + DenseBlockSums.heapBytes(spec.inputs(), units, largest, sizes);
    return TilePass.heapBytes(spec, sizes)
        + first
        + WeightSums.heapBytes(slots, transposed, largest, sizes)
        + Activations.biasSumBytes(spec);
  }

  /** Makes room for a batch. */
  void reserve(Shards largest, int partInputs) {
    firstLayer.reserveBlocks(setup.layout(), largest);
    for (int layer = 1; layer <= spec.layers(); layer++) {
      slots.reserve(largest, Rows.stride(spec.size(layer)));
      if (layer > 1) {
        int inputs = Math.min(partInputs, spec.size(layer - 1));
        weightSums.reserve(
            largest, inputs, WeightSums.unitsAtATime(spec.size(layer), setup.sizes()));
      }
    }
  }

  /** Packs the weights, if they aren't those of the step already. */
  void pack(long step, float[] parameters) {
    if (packedStep != step) {
      weights.packAll(parameters);
      packedStep = step;
    }
  }

  /** Forward, loss and backward for some samples. */
  void forwardBackward(Step step, Activations rows, int from, int to) {
    int count = to - from;
    int place = step.first + from;
    tilePass.forward(step.batch, place, count, weights, rows, from);
    tilePass.loss(step.batch, place, count, weights, rows, from);
    // Bias sums over these samples are of no use: sumBiases makes those of the shards.
    tilePass.backward(step.batch, place, count, weights, rows, from, biasSums);
  }

  /**
   * A part of the gradient.
   *
   * @param part the part
   * @param step the batch
   * @param rows its values
   * @param gradient overwritten with the part's gradient, summed over the batch
   * @param gradientOffset where it begins
   */
  void sum(GradientPart part, Step step, Activations rows, float[] gradient, int gradientOffset) {
    if (part.layer() == 1) {
      firstLayer.sumBlock(part, step, rows, gradient, gradientOffset);
    } else {
      weightSums.sum(part, step.shards, rows, spec.size(part.layer()), gradient, gradientOffset);
    }
    if (part.hasBiases()) {
      int biases = gradientOffset + part.inputs() * spec.size(part.layer());
      sumBiases(part.layer(), step.shards, rows, gradient, biases);
    }
  }

  private void sumBiases(
      int layer, Shards shards, Activations rows, float[] gradient, int gradientOffset) {
    float[] sums = biasSums[layer];
    int stride = rows.stride(layer);
    slots.begin(stride);
    for (int shard = 0; shard < shards.count(); shard++) {
      Arrays.fill(sums, 0f);
      int dz = rows.gradient(layer, shards.start(shard));
      kernels.addRowSums(rows.memory, dz, shards.size(shard), stride, sums);
      BiasSums.fold(kernels, sums, stride);
      System.arraycopy(sums, 0, slots.memory(), slots.slot(shard), stride);
      slots.came(shard, shards.count());
    }
    int row = spec.size(layer - 1);
    GradientLayout layout = setup.layout();
    layout.unpack(layer, row, row + 1, slots.memory(), slots.sum(), gradient, gradientOffset);
  }
}
