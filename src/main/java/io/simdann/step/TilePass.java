package io.simdann.step;

import io.simdann.gemm.BlockSizes;
import io.simdann.gemm.DenseProduct;
import io.simdann.gemm.Micropanels;
import io.simdann.gemm.Operand;
import io.simdann.gemm.Packing;
import io.simdann.gemm.Rows;
import io.simdann.kernel.DropoutKernel;
import io.simdann.kernel.HeapBytes;
import io.simdann.kernel.Kernels;
import io.simdann.kernel.LossKernel;
import io.simdann.kernel.NetworkKernels;
import io.simdann.nn.NetworkSpec;
import java.util.OptionalDouble;

/**
 * Forward, loss and backward for a tile: some samples, whose values lie in {@link Activations} from
 * some row on. An object belongs to one thread, and holds what this thread alone needs: a panel of
 * outputs × 16, Z of 16 samples with lanes over samples, for the loss.
 */
final class TilePass {
  private final NetworkSpec spec;
  private final Kernels kernels;
  private final NetworkKernels chosen;
  private final LossKernel lossKernel;
  private final DenseProduct product;
  private final FirstLayer firstLayer;
  private final int layers;
  private final Micropanels a = new Micropanels();
  private final Operand b = new Operand();
  private final Operand c = new Operand();
  private final float[] panel;
  private final float[] targets;
  private final float[] costs = new float[Kernels.LANES];
  private final float[] laneWeights = new float[Kernels.LANES];

  /** Of the generator of dropout. */
  private final int[] words = new int[DropoutKernel.WORDS];

  /**
   * Makes the buffers.
   *
   * @param spec the network
   * @param kernels the kernel set
   * @param sizes its block sizes
   * @param firstLayer the products of the first layer, for this thread
   */
  TilePass(NetworkSpec spec, Kernels kernels, BlockSizes sizes, FirstLayer firstLayer) {
    this.spec = spec;
    this.kernels = kernels;
    this.chosen = new NetworkKernels(kernels, spec.activations(), spec.loss().name());
    this.lossKernel = lossKernel(spec, chosen);
    this.product = new DenseProduct(kernels, sizes);
    this.firstLayer = firstLayer;
    this.layers = spec.layers();
    this.panel = new float[Math.multiplyExact(spec.outputs(), Kernels.LANES)];
    this.targets = new float[panel.length];
  }

  private static LossKernel lossKernel(NetworkSpec spec, NetworkKernels chosen) {
    OptionalDouble parameter = spec.loss().parameter();
    return parameter.isPresent()
        ? chosen.loss().with((float) parameter.getAsDouble())
        : chosen.loss();
  }

  /** What an object takes of the heap. */
  static long heapBytes(NetworkSpec spec, BlockSizes sizes) {
    return DenseProduct.heapBytes(sizes)
        + HeapBytes.array(DropoutKernel.WORDS, Integer.BYTES)
        + 2 * HeapBytes.floats((long) spec.outputs() * Kernels.LANES);
  }

  /** Z(l) = W(l)·A(l−1) + b(l), A(l) = f(Z(l)); for the last layer only W(l)·A(l−1). */
  void forward(
      Batch batch, int place, int count, TrainingWeights weights, Activations rows, int row) {
    float[] memory = rows.memory;
    for (int layer = 1; layer <= layers; layer++) {
      int z = rows.argument(layer, row);
      int stride = rows.stride(layer);
      if (layer == 1) {
        firstLayer.forward(batch, place, count, weights.memory(), weights.forward(1), memory, z);
      } else {
        int width = Rows.width(spec.size(layer));
        int inputs = spec.size(layer - 1);
        product.multiply(
            a.packed(weights.memory(), weights.forward(layer), kernels.mr(), width, inputs),
            b.columnMajor(memory, rows.activation(layer - 1, row), rows.stride(layer - 1)),
            count,
            c.columnMajor(memory, z, stride));
      }
      if (layer < layers) {
        int whole = whole(batch, layer, rows, row);
        int bias = weights.bias(layer);
        chosen.activation(layer).forward(memory, z, whole, count, stride, weights.memory(), bias);
        if (batch.drops(layer)) {
          int left = rows.activation(layer, row);
          batch.dropout().apply(layer, 0, place, count, memory, whole, left, stride, words);
        }
      }
    }
  }

  /**
   * Where the activations go before any are dropped: where z was, if the derivative is to follow
   * from them.
   */
  private int whole(Batch batch, int layer, Activations rows, int row) {
    return batch.drops(layer) && !chosen.activation(layer).keepsDerivative()
        ? rows.argument(layer, row)
        : rows.activation(layer, row);
  }

  /** dZ of the last layer, and the costs. */
  void loss(Batch batch, int place, int count, TrainingWeights weights, Activations rows, int row) {
    int outputs = spec.outputs();
    int stride = rows.stride(layers);
    for (int first = 0; first < count; first += Kernels.LANES) {
      int samples = Math.min(Kernels.LANES, count - first);
      batch.targets().fill(batch.order(), place + first, samples, targets);
      logits(rows, row + first, samples);
      lossKernel.gradient(
          panel, 0, outputs, weights.memory(), weights.bias(layers), targets, costs);
      if (batch.targets().isWeighted()) {
        weighCosts(batch, place + first, samples);
        for (int element = 0; element < panel.length; element++) {
          panel[element] *= laneWeights[element % Kernels.LANES];
        }
      }
      int dz = rows.gradient(layers, row + first);
      Packing.panelToRows(panel, rows.memory, dz, stride, samples, outputs);
      System.arraycopy(costs, 0, rows.costs, row + first, samples);
    }
  }

  /**
   * dZ(l−1) = (W(l)ᵀ·dZ(l)) ∘ f′(Z(l−1)) for all hidden layers; of dA what was dropped of A.
   *
   * @param batch the batch
   * @param place the tile's first place in it
   * @param count the tile's samples
   * @param weights the packed weights
   * @param rows the tile's values
   * @param row the first of them
   * @param sums for each hidden layer 16 × s(l), to which dZ(l) is added, sample i of the tile to
   *     row i mod 16
   */
  void backward(
      Batch batch,
      int place,
      int count,
      TrainingWeights weights,
      Activations rows,
      int row,
      float[][] sums) {
    float[] memory = rows.memory;
    for (int layer = layers; layer > 1; layer--) {
      int target = rows.gradient(layer - 1, row);
      int stride = rows.stride(layer - 1);
      int width = Rows.width(spec.size(layer - 1));
      int outputs = spec.size(layer);
      product.multiply(
          a.packed(weights.memory(), weights.backward(layer), kernels.mr(), width, outputs),
          b.columnMajor(memory, rows.gradient(layer, row), rows.stride(layer)),
          count,
          c.columnMajor(memory, target, stride));
      int z = rows.argument(layer - 1, row);
      int whole = whole(batch, layer - 1, rows, row);
      if (batch.drops(layer - 1)) {
        batch.dropout().apply(layer - 1, 0, place, count, memory, target, target, stride, words);
      }
      chosen
          .activation(layer - 1)
          .backward(memory, z, whole, target, count, stride, sums[layer - 1]);
    }
  }

  /** Multiplies the costs of up to 16 samples with their weights, which are kept. */
  private void weighCosts(Batch batch, int place, int samples) {
    batch.targets().fillWeights(batch.order(), place, samples, laneWeights);
    for (int lane = 0; lane < samples; lane++) {
      costs[lane] *= laneWeights[lane];
    }
  }

  /**
   * The costs of the samples of the tile of the last {@link #forward}, with the bits of {@link
   * #loss}.
   *
   * @param scores takes them, and what each adds to those that are classified correctly, if samples
   *     have weights
   * @param offset the first sample's place in it
   * @return how many are classified correctly
   */
  int evaluate(
      Batch batch,
      int place,
      int count,
      TrainingWeights weights,
      Activations rows,
      SampleScores scores,
      int offset) {
    int correct = 0;
    boolean weighted = batch.targets().isWeighted();
    for (int first = 0; first < count; first += Kernels.LANES) {
      int samples = Math.min(Kernels.LANES, count - first);
      outputs(batch, place + first, samples, weights, rows, first);
      if (weighted) {
        weighCosts(batch, place + first, samples);
      }
      System.arraycopy(costs, 0, scores.costs(), offset + first, samples);
      for (int lane = 0; lane < samples; lane++) {
        int sample = batch.order()[place + first + lane];
        boolean isCorrect = batch.targets().isCorrect(sample, panel, lane, spec);
        if (isCorrect) {
          correct++;
        }
        if (weighted) {
          scores.credits()[offset + first + lane] = isCorrect ? laneWeights[lane] : 0f;
        }
      }
    }
    return correct;
  }

  /** The outputs of up to 16 samples, in the panel, and their costs. */
  private void outputs(
      Batch batch, int place, int samples, TrainingWeights weights, Activations rows, int row) {
    batch.targets().fill(batch.order(), place, samples, targets);
    logits(rows, row, samples);
    lossKernel.evaluate(
        panel, 0, spec.outputs(), weights.memory(), weights.bias(layers), targets, costs);
  }

  private void logits(Activations rows, int row, int samples) {
    int z = rows.activation(layers, row);
    Packing.rowsToPanel(rows.memory, z, rows.stride(layers), samples, spec.outputs(), panel);
  }
}
