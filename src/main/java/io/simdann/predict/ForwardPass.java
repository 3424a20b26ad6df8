package io.simdann.predict;

import io.simdann.gemm.BlockSizes;
import io.simdann.gemm.Micropanels;
import io.simdann.gemm.Operand;
import io.simdann.gemm.Packing;
import io.simdann.gemm.Rows;
import io.simdann.gemm.WideProduct;
import io.simdann.kernel.AlignedFloats;
import io.simdann.kernel.CpuFacts;
import io.simdann.kernel.Kernels;
import io.simdann.kernel.NetworkKernels;
import io.simdann.nn.NetworkSpec;
import io.simdann.sparse.SparseRows;
import java.util.Arrays;
import java.util.Locale;

/**
 * Prediction: the forward pass on a tile of samples as they come, which may be a single one. The
 * bits are those of the forward pass of training.
 *
 * <pre>
 *   activation(l)  tile × s(l)    Z(l), then A(l); for the last layer Z without bias
 *   panel          outputs × 16   Z of 16 samples, lanes over samples, for the outputs
 *   rows           tile × s(0)    samples of bytes as floats, or with few zeros; made when they are met first
 * </pre>
 *
 * An object belongs to one thread. From the second pass on it allocates nothing.
 *
 * @hidden internal
 */
public final class ForwardPass {
  /** The longest array that every JVM can allocate, with some room for alignment. */
  private static final int LONGEST_ARRAY = Integer.MAX_VALUE - 1024;

  /** What a tile may take: 64 MB, which only networks of 100,000 units and more would exceed. */
  private static final long MOST_TILE_FLOATS = 1 << 24;

  private final NetworkSpec spec;
  private final Kernels kernels;
  private final NetworkKernels chosen;
  private final int smallestDense;
  private final int tileSamples;
  private final SparseRows sparse;
  private final WideProduct product;
  private final Micropanels a = new Micropanels();
  private final Operand b = new Operand();
  private final Operand c = new Operand();
  private final int layers;
  private final int[] strides;
  private final int[] activation;
  private final float[] memory;
  private final float[] panel;
  private float[] rows;
  private float[] x;
  private int xOffset;
  private int xStride;

  /**
   * Makes the buffers.
   *
   * @param spec the network
   * @param kernels the kernel set
   * @param cpu the cache sizes
   * @param tileSamples the most samples of a tile
   */
  public ForwardPass(NetworkSpec spec, Kernels kernels, CpuFacts cpu, int tileSamples) {
    BlockSizes sizes = BlockSizes.of(kernels, cpu);
    this.spec = spec;
    this.kernels = kernels;
    this.chosen = new NetworkKernels(kernels, spec.activations(), spec.loss().name());
    this.smallestDense = sizes.nr();
    this.tileSamples = tileSamples;
    this.sparse = new SparseRows(kernels, spec.inputs(), tileSamples);
    this.product = new WideProduct(kernels, sizes);
    this.layers = spec.layers();
    this.strides = new int[layers + 1];
    this.activation = new int[layers + 1];
    int next = 0;
    for (int layer = 0; layer <= layers; layer++) {
      strides[layer] = Rows.stride(spec.size(layer));
      if (layer > 0) {
        activation[layer] = next;
        next = Math.addExact(next, Math.multiplyExact(tileSamples, strides[layer]));
      }
    }
    this.memory = new float[next];
    this.panel = new float[Math.multiplyExact(spec.outputs(), Kernels.LANES)];
  }

  /**
   * Refuses networks so large that not even a small tile, or not all packed weights, fit an array.
   *
   * @param spec the network
   * @throws IllegalArgumentException if that is so; the message is fit for a user
   */
  public static void requireFits(NetworkSpec spec) {
    long units = 0;
    long weights = 0;
    for (int layer = 0; layer <= spec.layers(); layer++) {
      long size = spec.size(layer);
      // Padding is counted in ints; a layer so large is refused for its size alone.
      long stride = size > LONGEST_ARRAY / Kernels.LANES ? size : Rows.stride((int) size);
      units += stride;
      weights += layer == 0 ? 0 : stride * (spec.size(layer - 1) + 1L);
    }
    long values = Math.max(units * Kernels.LANES, weights);
    if (values > LONGEST_ARRAY - AlignedFloats.FIRST) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "a network of sizes %s is too large to predict with: that takes %d values, at most %d fit an array",
              spec,
              values,
              LONGEST_ARRAY - AlignedFloats.FIRST));
    }
  }

  /**
   * The samples of a tile that suits a CPU when there are many.
   *
   * @param spec the network
   * @param cpu the cache sizes
   * @return their number
   */
  public static int tileSamples(NetworkSpec spec, CpuFacts cpu) {
    long floats = 0;
    for (int layer = 0; layer <= spec.layers(); layer++) {
      floats += Rows.stride(spec.size(layer));
    }
    // What 16 samples take at once can't be less: a panel has so many lanes.
    long bounded = Math.max(1, MOST_TILE_FLOATS / floats / Kernels.LANES) * Kernels.LANES;
    return (int) Math.min(bounded, BlockSizes.tileSamples(floats, 0, false, cpu));
  }

  /**
   * Takes the samples that {@link #run} is to work on.
   *
   * @param samples unsigned bytes, one sample after the other
   * @param offset the first value of the first sample
   * @param count the samples, at most those of a tile
   */
  public void take(byte[] samples, int offset, int count) {
    float[] rows = rows();
    int features = spec.inputs();
    for (int row = 0; row < count; row++) {
      kernels.widen(samples, offset + row * features, rows, row * strides[0], features);
    }
    x = rows;
    xOffset = 0;
    xStride = strides[0];
  }

  /**
   * Takes the samples that {@link #run} is to work on. They are read there.
   *
   * @param samples floats, one sample after the other
   * @param offset the first value of the first sample
   */
  public void take(float[] samples, int offset) {
    x = samples;
    xOffset = offset;
    xStride = spec.inputs();
  }

  private float[] rows() {
    if (rows == null) {
      rows = new float[Math.multiplyExact(tileSamples, strides[0])];
    }
    return rows;
  }

  /**
   * The probabilities of the samples that were taken.
   *
   * @param weights the network's weights, packed for bytes or for floats as the samples are
   * @param count the samples, at most those of a tile
   * @param probabilities overwritten: one row of outputs per sample
   * @param to the first row
   */
  public void run(InferenceWeights weights, int count, float[] probabilities, int to) {
    clear(1, count);
    if (!weights.hasNonFiniteWeights()
        && sparse.list(x, xOffset, xStride, count, count < smallestDense)) {
      sparse.addProduct(
          x,
          xOffset,
          xStride,
          count,
          weights.memory(),
          weights.weights(1),
          memory,
          activation[1],
          strides[1]);
    } else {
      copyToRows(count);
      addProduct(1, rows, 0, count, weights);
    }
    x = null;
    for (int layer = 2; layer <= layers; layer++) {
      int below = activation[layer - 1];
      int bias = weights.bias(layer - 1);
      chosen
          .activation(layer - 1)
          .forward(memory, below, below, count, strides[layer - 1], weights.memory(), bias);
      clear(layer, count);
      addProduct(layer, memory, below, count, weights);
    }
    for (int first = 0; first < count; first += Kernels.LANES) {
      int samples = Math.min(Kernels.LANES, count - first);
      outputs(first, samples, weights, probabilities, to + first * spec.outputs());
    }
  }

  private void copyToRows(int count) {
    float[] target = rows();
    for (int row = 0; row < count && x != target; row++) {
      System.arraycopy(x, xOffset + row * xStride, target, row * strides[0], spec.inputs());
    }
  }

  private void clear(int layer, int count) {
    Arrays.fill(memory, activation[layer], activation[layer] + count * strides[layer], 0f);
  }

  private void addProduct(
      int layer, float[] from, int offset, int count, InferenceWeights weights) {
    int inputs = spec.size(layer - 1);
    product.accumulate(
        a.packed(
            weights.memory(), weights.weights(layer), Kernels.WIDE_LANES, strides[layer], inputs),
        b.columnMajor(from, offset, strides[layer - 1]),
        count,
        c.columnMajor(memory, activation[layer], strides[layer]));
  }

  private void outputs(
      int first, int samples, InferenceWeights weights, float[] probabilities, int to) {
    int outputs = spec.outputs();
    int z = activation[layers] + first * strides[layers];
    Packing.rowsToPanel(memory, z, strides[layers], samples, outputs, panel);
    chosen.loss().outputs(panel, 0, outputs, weights.memory(), weights.bias(layers));
    Packing.panelToRows(panel, probabilities, to, outputs, samples, outputs);
  }
}
