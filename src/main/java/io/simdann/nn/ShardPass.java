package io.simdann.nn;

import io.simdann.gemm.BlockSizes;
import io.simdann.gemm.DenseProduct;
import io.simdann.gemm.Packing;
import io.simdann.gemm.Rows;
import io.simdann.kernel.AlignedFloats;
import io.simdann.kernel.CpuFacts;
import io.simdann.kernel.Kernels;
import java.util.Arrays;

/**
 * The training step on one shard: forward, loss and backward for one tile of samples after the
 * other, while the tile's activations stay in the second-level cache.
 *
 * <p>All values of a layer lie in {@link Rows}, one per sample of the tile; s(l) is the stride of
 * layer l, T the samples of a tile:
 *
 * <pre>
 *   activation(l)  T × s(l)     Z(l), then A(l); for the last layer A − Y after the loss
 *   gradient(l)    T × s(l)     dA(l), then dZ(l), for hidden layers
 *   biasSums[l]    16 × s(l)    partial sums of dZ(l) over the shard's samples
 *   panel          outputs × 16 logits of 16 samples, lanes over samples, for the softmax
 * </pre>
 *
 * An object belongs to one thread.
 */
public final class ShardPass {
  private final Architecture architecture;
  private final Kernels kernels;
  private final DenseProduct product;
  private final int tileLanes;
  private final int tileSamples;
  private final FirstLayer firstLayer;
  private final GradientLayout layout;
  private final int layers;
  private final int[] strides;
  private final int[] activation;
  private final int[] gradient;
  private final float[] memory;
  private final float[] lanePanel;
  private final float[][] biasSums;
  private final float[] panel;
  private final float[] labels = new float[Kernels.LANES];
  private final float[] costs = new float[Kernels.LANES];
  private final double[] costSums = new double[Kernels.SUM_WAYS];

  /**
   * Makes the buffers.
   *
   * @param architecture the layer sizes
   * @param kernels the kernel set
   * @param sizes its block sizes
   * @param inputs the packed samples
   * @param cpu the cache sizes
   * @param layout where a shard's gradient lies; null for a pass that only predicts
   */
  public ShardPass(
      Architecture architecture,
      Kernels kernels,
      BlockSizes sizes,
      Inputs inputs,
      CpuFacts cpu,
      GradientLayout layout) {
    this.architecture = architecture;
    this.kernels = kernels;
    this.product = new DenseProduct(kernels, sizes);
    this.tileLanes = sizes.mr();
    this.layout = layout;
    this.layers = architecture.layers();
    this.strides = new int[layers + 1];
    long perSample = 0;
    for (int layer = 1; layer <= layers; layer++) {
      strides[layer] = Rows.stride(architecture.size(layer));
      perSample += (layer < layers ? 2L : 1L) * strides[layer];
    }
    this.tileSamples = BlockSizes.tileSamples(perSample + inputs.floatsPerSample(), cpu);
    this.firstLayer = inputs.firstLayer(architecture.size(1), tileSamples);
    this.activation = new int[layers + 1];
    this.gradient = new int[layers + 1];
    this.biasSums = new float[layers + 1][];
    this.memory = AlignedFloats.allocate(perSample * tileSamples);
    int next = AlignedFloats.FIRST;
    for (int layer = 1; layer <= layers; layer++) {
      activation[layer] = next;
      next += tileSamples * strides[layer];
      gradient[layer] = activation[layer];
      if (layer < layers) {
        gradient[layer] = next;
        next += tileSamples * strides[layer];
      }
      biasSums[layer] = new float[Kernels.SUM_WAYS * strides[layer]];
    }
    this.lanePanel = AlignedFloats.allocate((long) tileSamples * tileLanes);
    this.panel = new float[Math.multiplyExact(architecture.outputs(), Kernels.LANES)];
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
   * @return the sum of −log(A[label] + 1e-8) over the samples
   */
  public double train(
      Batch batch, int from, int to, PackedWeights weights, float[] sum, int sumOffset) {
    Arrays.fill(sum, sumOffset, sumOffset + layout.size(), 0f);
    Arrays.fill(costSums, 0.0);
    for (int layer = 1; layer <= layers; layer++) {
      Arrays.fill(biasSums[layer], 0f);
    }
    for (int tile = from; tile < to; tile += tileSamples) {
      int count = Math.min(tileSamples, to - tile);
      forward(batch, tile, count, weights);
      loss(batch, tile, count, weights);
      backward(batch, tile, count, weights, sum, sumOffset);
    }
    for (int layer = 1; layer <= layers; layer++) {
      int bias = sumOffset + layout.biasOffset(layer);
      for (int output = 0; output < architecture.size(layer); output++) {
        sum[bias + output] = Kernels.foldSums(biasSums[layer], output, strides[layer]);
      }
    }
    return foldCosts();
  }

  /**
   * The probabilities of some samples.
   *
   * @param batch the samples
   * @param from the first place in the batch
   * @param to the place after the last
   * @param weights the packed weights
   * @param probabilities overwritten: column-major outputs × samples
   * @param offset where those of the first sample go
   */
  public void predict(
      Batch batch, int from, int to, PackedWeights weights, float[] probabilities, int offset) {
    int outputs = architecture.outputs();
    for (int tile = from; tile < to; tile += tileSamples) {
      int count = Math.min(tileSamples, to - tile);
      forward(batch, tile, count, weights);
      for (int first = 0; first < count; first += Kernels.LANES) {
        int samples = Math.min(Kernels.LANES, count - first);
        softmax(first, samples, weights);
        int target = offset + (tile - from + first) * outputs;
        Packing.panelToRows(panel, probabilities, target, outputs, samples, outputs);
      }
    }
  }

  /**
   * Counts the samples whose most probable class is the right one; of equally probable classes the
   * first counts.
   *
   * @param batch the samples and their classes
   * @param from the first place in the batch
   * @param to the place after the last
   * @param weights the packed weights
   * @return their number
   */
  public int countCorrect(Batch batch, int from, int to, PackedWeights weights) {
    int correct = 0;
    for (int tile = from; tile < to; tile += tileSamples) {
      int count = Math.min(tileSamples, to - tile);
      forward(batch, tile, count, weights);
      for (int first = 0; first < count; first += Kernels.LANES) {
        int samples = Math.min(Kernels.LANES, count - first);
        softmax(first, samples, weights);
        for (int lane = 0; lane < samples; lane++) {
          if (mostProbable(lane) == batch.classIndex(tile + first + lane)) {
            correct++;
          }
        }
      }
    }
    return correct;
  }

  private int mostProbable(int lane) {
    int best = 0;
    for (int output = 1; output < architecture.outputs(); output++) {
      if (panel[output * Kernels.LANES + lane] > panel[best * Kernels.LANES + lane]) {
        best = output;
      }
    }
    return best;
  }

  /** Z(l) = W(l)·A(l−1), A(l) = sigmoid(Z(l) + b(l)); for the last layer only Z. */
  private void forward(Batch batch, int tile, int count, PackedWeights weights) {
    for (int layer = 1; layer <= layers; layer++) {
      int z = activation[layer];
      int stride = strides[layer];
      Arrays.fill(memory, z, z + count * stride, 0f);
      if (layer == 1) {
        firstLayer.forward(
            batch.order(), tile, count, weights.memory(), weights.forward(1), memory, z);
      } else {
        product.add(
            architecture.size(layer - 1),
            weights.memory(),
            weights.forward(layer),
            memory,
            activation[layer - 1],
            1,
            strides[layer - 1],
            count,
            memory,
            z,
            Rows.width(architecture.size(layer)),
            stride);
      }
      if (layer < layers) {
        kernels.biasSigmoid(memory, z, count, stride, weights.memory(), weights.bias(layer));
      }
    }
  }

  /** The probabilities of some samples of the tile, into the panel. */
  private void softmax(int first, int samples, PackedWeights weights) {
    logits(first, samples);
    kernels.softmax(panel, 0, architecture.outputs(), weights.memory(), weights.bias(layers));
  }

  private void logits(int first, int samples) {
    int z = activation[layers] + first * strides[layers];
    Packing.rowsToPanel(memory, z, strides[layers], samples, architecture.outputs(), panel);
  }

  /** dZ(last) = softmax(Z + b) − Y, its sums over samples, and the cost. */
  private void loss(Batch batch, int tile, int count, PackedWeights weights) {
    int outputs = architecture.outputs();
    int stride = strides[layers];
    for (int first = 0; first < count; first += Kernels.LANES) {
      int samples = Math.min(Kernels.LANES, count - first);
      for (int lane = 0; lane < Kernels.LANES; lane++) {
        labels[lane] = lane < samples ? batch.classIndex(tile + first + lane) : -1f;
      }
      logits(first, samples);
      kernels.softmaxCrossEntropy(
          panel, 0, outputs, weights.memory(), weights.bias(layers), labels, 0, costs, 0);
      int dz = activation[layers] + first * stride;
      Packing.panelToRows(panel, memory, dz, stride, samples, outputs);
      for (int lane = 0; lane < samples; lane++) {
        costSums[lane] += costs[lane];
      }
    }
    kernels.addRowSums(memory, activation[layers], count, stride, biasSums[layers]);
  }

  /** dW(l) += dZ(l)·A(l−1)ᵀ; dZ(l−1) = (W(l)ᵀ·dZ(l)) ∘ A(l−1)(1 − A(l−1)), and its sums. */
  private void backward(
      Batch batch, int tile, int count, PackedWeights weights, float[] sum, int sumOffset) {
    for (int layer = layers; layer > 1; layer--) {
      addWeightGradient(layer, count, sum, sumOffset + layout.weightOffset(layer));
      propagate(layer, count, weights);
    }
    firstLayer.addWeightGradient(
        batch.order(),
        tile,
        count,
        batch.tiles(),
        memory,
        gradient[1],
        sum,
        sumOffset + layout.weightOffset(1));
  }

  private void addWeightGradient(int layer, int count, float[] sum, int sumOffset) {
    int stride = strides[layer];
    int width = Rows.width(architecture.size(layer));
    for (int lane = 0, lanes; lane < width; lane += lanes) {
      lanes = Rows.lanes(lane, width, tileLanes);
      int dz = gradient[layer] + lane;
      for (int sample = 0; sample < count; sample++) {
        System.arraycopy(
            memory, dz + sample * stride, lanePanel, AlignedFloats.FIRST + sample * lanes, lanes);
      }
      product.addPanel(
          count,
          lanePanel,
          AlignedFloats.FIRST,
          lanes,
          lanes,
          memory,
          activation[layer - 1],
          strides[layer - 1],
          1,
          architecture.size(layer - 1),
          sum,
          sumOffset + lane,
          stride);
    }
  }

  private void propagate(int layer, int count, PackedWeights weights) {
    int target = gradient[layer - 1];
    int stride = strides[layer - 1];
    Arrays.fill(memory, target, target + count * stride, 0f);
    product.add(
        architecture.size(layer),
        weights.memory(),
        weights.backward(layer),
        memory,
        gradient[layer],
        1,
        strides[layer],
        count,
        memory,
        target,
        Rows.width(architecture.size(layer - 1)),
        stride);
    kernels.sigmoidGradient(
        memory, activation[layer - 1], memory, target, count, stride, biasSums[layer - 1]);
  }

  private double foldCosts() {
    for (int half = Kernels.SUM_WAYS / 2; half > 0; half /= 2) {
      for (int way = 0; way < half; way++) {
        costSums[way] += costSums[way + half];
      }
    }
    return costSums[0];
  }
}
