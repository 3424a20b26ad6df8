package io.simdann.nn;

import io.simdann.gemm.BlockSizes;
import io.simdann.gemm.PackedShard;
import io.simdann.gemm.Packing;
import io.simdann.gemm.PanelProduct;
import io.simdann.kernel.CpuFacts;
import io.simdann.kernel.Kernels;
import java.util.Arrays;

/**
 * The training step on one shard: forward, loss and backward for one tile of samples after the
 * other, while the tile's activations stay in the second-level cache.
 *
 * <p>Shapes of one tile of T samples (in panels of MR); w(l) is the size of layer l, and w⁺(l) is
 * w(l) rounded up to a multiple of NR:
 *
 * <pre>
 *   activations[l]  panels of w⁺(l) × MR    A(l); for the last layer A − Y after the loss
 *   gradients[l]    panels of w⁺(l) × MR    dA(l), then dZ(l), for hidden layers
 *   groups          w⁺ columns × T steps    dZ(1) or A(l−1) as the micro-kernel's second operand
 *   transposed      blocks of T × MR        dZ(l), l ≥ 2, lanes over outputs
 *   biasSums[l]     w(l) × 16               partial sums of dZ(l) over the shard's samples
 * </pre>
 *
 * An object belongs to one thread.
 */
public final class ShardPass {
  private final Architecture architecture;
  private final Kernels kernels;
  private final PanelProduct product;
  private final GradientLayout layout;
  private final int mr;
  private final int nr;
  private final int layers;
  private final int[] strides;
  private final float[][] activations;
  private final float[][] gradients;
  private final float[][] biasSums;
  private final float[] groups;
  private final float[] transposed;
  private final float[] costs;
  private final double[] costSums = new double[Kernels.SUM_WAYS];

  /**
   * Makes the buffers for training.
   *
   * @param architecture the layer sizes
   * @param kernels the kernel set
   * @param sizes its block sizes
   * @param tileSamples the most samples of a tile, a multiple of MR
   * @param layout where a shard's gradient lies; null for a pass that only predicts
   */
  public ShardPass(
      Architecture architecture,
      Kernels kernels,
      BlockSizes sizes,
      int tileSamples,
      GradientLayout layout) {
    this.architecture = architecture;
    this.kernels = kernels;
    this.product = new PanelProduct(kernels, sizes);
    this.layout = layout;
    this.mr = sizes.mr();
    this.nr = sizes.nr();
    this.layers = architecture.layers();
    this.strides = new int[layers + 1];
    this.activations = new float[layers + 1][];
    this.gradients = new float[layers][];
    this.biasSums = new float[layers + 1][];
    int widest = 0;
    int widestOutput = 0;
    for (int layer = 1; layer <= layers; layer++) {
      int padded = Packing.roundUp(architecture.size(layer), nr);
      strides[layer] = padded * mr;
      activations[layer] = new float[Math.multiplyExact(padded, tileSamples)];
      if (layer < layers) {
        widest = Math.max(widest, padded);
      }
      if (layout != null) {
        biasSums[layer] = new float[architecture.size(layer) * Kernels.SUM_WAYS];
        if (layer < layers) {
          gradients[layer] = new float[padded * tileSamples];
        }
        if (layer > 1) {
          widestOutput = Math.max(widestOutput, Packing.roundUp(architecture.size(layer), mr));
        }
      }
    }
    widest = Math.max(widest, Packing.roundUp(architecture.size(1), nr));
    this.groups = new float[layout == null ? 0 : Math.multiplyExact(widest, tileSamples)];
    this.transposed = new float[Math.multiplyExact(widestOutput, tileSamples)];
    this.costs = new float[tileSamples];
  }

  /**
   * The samples of a tile that suit a network and a CPU; they decide speed, never bits.
   *
   * @param architecture the layer sizes
   * @param sizes the block sizes of the kernel set
   * @param cpu the cache sizes
   * @return a multiple of 32
   */
  public static int tileSamples(Architecture architecture, BlockSizes sizes, CpuFacts cpu) {
    int units = 0;
    for (int layer = 1; layer <= architecture.layers(); layer++) {
      units += Packing.roundUp(architecture.size(layer), sizes.nr());
    }
    return BlockSizes.tileSamples(units, cpu);
  }

  /**
   * The gradient and cost of a shard.
   *
   * @param shard the shard
   * @param weights the packed weights
   * @param parameters the flat parameters, for the biases
   * @param gradient overwritten with the sum over the samples, in the {@link GradientLayout}
   * @return the sum of −log(A[label] + 1e-8) over the samples
   */
  public double train(
      TrainingShard shard, PackedWeights weights, float[] parameters, float[] gradient) {
    Arrays.fill(gradient, 0f);
    Arrays.fill(costSums, 0.0);
    for (int layer = 1; layer <= layers; layer++) {
      Arrays.fill(biasSums[layer], 0f);
    }
    PackedShard samples = shard.samples();
    int panelsBefore = 0;
    for (int tile = 0; tile < samples.tiles(); tile++) {
      int count = samples.samplesOf(tile);
      int panels = panels(count);
      forward(samples, tile, panels, weights, parameters);
      loss(shard.labels(), panelsBefore * mr, count, panels, parameters);
      backward(samples, tile, count, panels, weights, gradient);
      panelsBefore += panels;
    }
    for (int layer = 1; layer <= layers; layer++) {
      int bias = layout.biasOffset(layer);
      for (int output = 0; output < architecture.size(layer); output++) {
        gradient[bias + output] = Kernels.foldSums(biasSums[layer], output * Kernels.SUM_WAYS);
      }
    }
    return foldCosts();
  }

  /**
   * The probabilities of a shard's samples.
   *
   * @param samples the shard
   * @param weights the packed weights
   * @param parameters the flat parameters, for the biases
   * @param probabilities overwritten: column-major outputs × samples
   * @param offset where the shard's first sample goes
   */
  public void predict(
      PackedShard samples,
      PackedWeights weights,
      float[] parameters,
      float[] probabilities,
      int offset) {
    int outputs = architecture.outputs();
    float[] last = activations[layers];
    int next = offset;
    for (int tile = 0; tile < samples.tiles(); tile++) {
      int count = samples.samplesOf(tile);
      forwardToProbabilities(samples, tile, panels(count), weights, parameters);
      for (int sample = 0; sample < count; sample++) {
        int lane = sample / mr * strides[layers] + sample % mr;
        for (int output = 0; output < outputs; output++) {
          probabilities[next++] = last[lane + output * mr];
        }
      }
    }
  }

  /**
   * Counts the samples whose most probable class is the right one; of equally probable classes the
   * first counts.
   *
   * @param shard the shard
   * @param weights the packed weights
   * @param parameters the flat parameters, for the biases
   * @return their number
   */
  public int countCorrect(TrainingShard shard, PackedWeights weights, float[] parameters) {
    PackedShard samples = shard.samples();
    float[] last = activations[layers];
    int correct = 0;
    int before = 0;
    for (int tile = 0; tile < samples.tiles(); tile++) {
      int count = samples.samplesOf(tile);
      forwardToProbabilities(samples, tile, panels(count), weights, parameters);
      for (int sample = 0; sample < count; sample++) {
        int lane = sample / mr * strides[layers] + sample % mr;
        int best = 0;
        for (int output = 1; output < architecture.outputs(); output++) {
          if (last[lane + output * mr] > last[lane + best * mr]) {
            best = output;
          }
        }
        if (best == shard.labels()[before + sample]) {
          correct++;
        }
      }
      before += count;
    }
    return correct;
  }

  private int panels(int samples) {
    return (samples + mr - 1) / mr;
  }

  /** Z(l) = W(l)·A(l−1), A(l) = sigmoid(Z(l) + b(l)); for the last layer only Z. */
  private void forward(
      PackedShard samples, int tile, int panels, PackedWeights weights, float[] parameters) {
    for (int layer = 1; layer <= layers; layer++) {
      float[] z = activations[layer];
      int stride = strides[layer];
      Arrays.fill(z, 0, panels * stride, 0f);
      int columns = stride / mr;
      if (layer == 1) {
        int first = samples.firstSamplePanel(tile);
        for (int panel = 0; panel < panels; panel++) {
          product.add(
              samples.samplePanels(),
              first + panel,
              weights.forward(1),
              architecture.inputs(),
              columns,
              z,
              panel * stride);
        }
      } else {
        product.addDense(
            activations[layer - 1],
            strides[layer - 1],
            panels,
            architecture.size(layer - 1),
            weights.forward(layer),
            columns,
            z,
            0,
            stride);
      }
      if (layer < layers) {
        for (int panel = 0; panel < panels; panel++) {
          kernels.biasSigmoid(
              z,
              panel * stride,
              architecture.size(layer),
              parameters,
              architecture.biasOffset(layer));
        }
      }
    }
  }

  private void forwardToProbabilities(
      PackedShard samples, int tile, int panels, PackedWeights weights, float[] parameters) {
    forward(samples, tile, panels, weights, parameters);
    for (int panel = 0; panel < panels; panel++) {
      kernels.softmax(
          activations[layers],
          panel * strides[layers],
          architecture.outputs(),
          parameters,
          architecture.biasOffset(layers));
    }
  }

  /** dZ(last) = softmax(Z + b) − Y, its sums over samples, and the cost. */
  private void loss(float[] labels, int firstLabel, int count, int panels, float[] parameters) {
    int outputs = architecture.outputs();
    float[] last = activations[layers];
    for (int panel = 0; panel < panels; panel++) {
      int start = panel * strides[layers];
      kernels.softmaxCrossEntropy(
          last,
          start,
          outputs,
          parameters,
          architecture.biasOffset(layers),
          labels,
          firstLabel + panel * mr,
          costs,
          panel * mr);
      kernels.addRowSums(last, start, outputs, biasSums[layers], 0);
    }
    for (int sample = 0; sample < count; sample++) {
      costSums[sample % Kernels.SUM_WAYS] += costs[sample];
    }
  }

  /** dW(l) += dZ(l)·A(l−1)ᵀ; dZ(l−1) = (W(l)ᵀ·dZ(l)) ∘ A(l−1)(1 − A(l−1)), and its sums. */
  private void backward(
      PackedShard samples,
      int tile,
      int count,
      int panels,
      PackedWeights weights,
      float[] gradient) {
    for (int layer = layers; layer > 1; layer--) {
      float[] dz = layer == layers ? activations[layers] : gradients[layer];
      addWeightGradient(layer, dz, count, gradient);
      propagate(layer, dz, panels, weights);
    }
    float[] dz = layers == 1 ? activations[1] : gradients[1];
    Packing.panelsToGroups(dz, strides[1], architecture.size(1), count, mr, nr, groups);
    int columns = layout.blockColumns(1);
    int first = samples.firstFeaturePanel(tile);
    for (int block = 0; block < samples.featureBlocks(); block++) {
      product.add(
          samples.featurePanels(),
          first + block,
          groups,
          count,
          columns,
          gradient,
          layout.weightOffset(1) + block * columns * mr);
    }
  }

  private void addWeightGradient(int layer, float[] dz, int count, float[] gradient) {
    int inputs = architecture.size(layer - 1);
    int outputs = architecture.size(layer);
    Packing.panelsToGroups(
        activations[layer - 1], strides[layer - 1], inputs, count, mr, nr, groups);
    Packing.transposePanels(dz, strides[layer], outputs, count, mr, transposed);
    int columns = layout.blockColumns(layer);
    product.addDense(
        transposed,
        count * mr,
        panels(outputs),
        count,
        groups,
        columns,
        gradient,
        layout.weightOffset(layer),
        columns * mr);
  }

  private void propagate(int layer, float[] dz, int panels, PackedWeights weights) {
    int inputs = architecture.size(layer - 1);
    float[] target = gradients[layer - 1];
    int stride = strides[layer - 1];
    Arrays.fill(target, 0, panels * stride, 0f);
    product.addDense(
        dz,
        strides[layer],
        panels,
        architecture.size(layer),
        weights.backward(layer),
        stride / mr,
        target,
        0,
        stride);
    for (int panel = 0; panel < panels; panel++) {
      int start = panel * stride;
      kernels.sigmoidGradient(
          activations[layer - 1], start, target, start, inputs, biasSums[layer - 1], 0);
    }
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
