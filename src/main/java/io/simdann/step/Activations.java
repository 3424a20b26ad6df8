package io.simdann.step;

import io.simdann.gemm.Rows;
import io.simdann.kernel.AlignedFloats;
import io.simdann.kernel.HeapBytes;
import io.simdann.kernel.Kernels;
import io.simdann.nn.NetworkSpec;

/**
 * The values of all layers for some samples, in {@link Rows}, one per sample; s(l) is the stride of
 * layer l:
 *
 * <pre>
 *   activation(l)  samples × s(l)   Z(l), then A(l); for the last layer A − Y after the loss
 *   gradient(l)    samples × s(l)   dA(l), then dZ(l); that of the last layer is its activation
 * </pre>
 *
 * and the cost of each sample.
 */
final class Activations {
  private final int[] strides;
  private final int[] activation;
  private final int[] gradient;
  final float[] memory;
  final float[] costs;

  /**
   * Makes the memory.
   *
   * @param spec the network
   * @param samples the most samples
   */
  Activations(NetworkSpec spec, int samples) {
    int layers = spec.layers();
    this.strides = new int[layers + 1];
    this.activation = new int[layers + 1];
    this.gradient = new int[layers + 1];
    this.costs = new float[samples];
    this.memory = AlignedFloats.allocate(floatsPerSample(spec) * samples);
    int next = AlignedFloats.FIRST;
    for (int layer = 1; layer <= layers; layer++) {
      strides[layer] = Rows.stride(spec.size(layer));
      activation[layer] = next;
      next += samples * strides[layer];
      gradient[layer] = activation[layer];
      if (layer < layers) {
        gradient[layer] = next;
        next += samples * strides[layer];
      }
    }
  }

  /** The floats that each sample takes. */
  static long floatsPerSample(NetworkSpec spec) {
    int layers = spec.layers();
    long floats = 0;
    for (int layer = 1; layer <= layers; layer++) {
      floats += (layer < layers ? 2L : 1L) * Rows.stride(spec.size(layer));
    }
    return floats;
  }

  /** What they take of the heap for some samples. */
  static long heapBytes(NetworkSpec spec, int samples) {
    return AlignedFloats.heapBytes(floatsPerSample(spec) * samples) + HeapBytes.floats(samples);
  }

  /** What {@link #newBiasSums} takes. */
  static long biasSumBytes(NetworkSpec spec) {
    long bytes = 0;
    for (int layer = 1; layer <= spec.layers(); layer++) {
      bytes += HeapBytes.floats((long) Kernels.SUM_WAYS * Rows.stride(spec.size(layer)));
    }
    return bytes;
  }

  /** For each layer 16 × s(l), for sums over samples. */
  float[][] newBiasSums() {
    float[][] sums = new float[strides.length][];
    for (int layer = 1; layer < strides.length; layer++) {
      sums[layer] = new float[Kernels.SUM_WAYS * strides[layer]];
    }
    return sums;
  }

  /** From one sample of a layer to the next. */
  int stride(int layer) {
    return strides[layer];
  }

  /** Where a sample's activations are. */
  int activation(int layer, int sample) {
    return activation[layer] + sample * strides[layer];
  }

  /** Where the gradient with respect to them is. */
  int gradient(int layer, int sample) {
    return gradient[layer] + sample * strides[layer];
  }
}
