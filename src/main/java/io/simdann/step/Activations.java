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
 *   argument(l)    samples × s(l)   Z(l), or what else f′ follows from; its own place if that is kept, or
 *                                   if values are dropped of A(l); else that of A(l)
 *   activation(l)  samples × s(l)   A(l), some of it dropped; for the last layer Z(l), and dZ(l) after the loss
 *   gradient(l)    samples × s(l)   dA(l), then dZ(l); that of the last layer is its activation
 * </pre>
 *
 * and the cost of each sample.
 */
final class Activations {
  private final int[] strides;
  private final int[] argument;
  private final int[] activation;
  private final int[] gradient;
  final float[] memory;
  final float[] costs;

  /**
   * Makes the memory.
   *
   * @param spec the network
   * @param kernels the kernel set
   * @param samples the most samples
   */
  Activations(NetworkSpec spec, Kernels kernels, int samples) {
    int layers = spec.layers();
    this.strides = new int[layers + 1];
    this.argument = new int[layers + 1];
    this.activation = new int[layers + 1];
    this.gradient = new int[layers + 1];
    this.costs = new float[samples];
    this.memory = AlignedFloats.allocate(floatsPerSample(spec, kernels) * samples);
    int next = AlignedFloats.FIRST;
    for (int layer = 1; layer <= layers; layer++) {
      strides[layer] = Rows.stride(spec.size(layer));
      argument[layer] = next;
      if (keepsArgument(spec, kernels, layer)) {
        next += samples * strides[layer];
      }
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
  static long floatsPerSample(NetworkSpec spec, Kernels kernels) {
    int layers = spec.layers();
    long floats = 0;
    for (int layer = 1; layer <= layers; layer++) {
      long rows = layer == layers ? 1 : keepsArgument(spec, kernels, layer) ? 3 : 2;
      floats += rows * Rows.stride(spec.size(layer));
    }
    return floats;
  }

  private static boolean keepsArgument(NetworkSpec spec, Kernels kernels, int layer) {
    return layer < spec.layers()
        && (spec.dropout(layer) > 0
            || kernels.activation(spec.activation(layer).name()).keepsDerivative());
  }

  /** What they take of the heap for some samples. */
  static long heapBytes(NetworkSpec spec, Kernels kernels, int samples) {
    return AlignedFloats.heapBytes(floatsPerSample(spec, kernels) * samples)
        + HeapBytes.floats(samples);
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
  static float[][] newBiasSums(NetworkSpec spec) {
    float[][] sums = new float[spec.layers() + 1][];
    for (int layer = 1; layer <= spec.layers(); layer++) {
      sums[layer] = new float[Kernels.SUM_WAYS * Rows.stride(spec.size(layer))];
    }
    return sums;
  }

  /** From one sample of a layer to the next. */
  int stride(int layer) {
    return strides[layer];
  }

  /** Where the arguments of a sample's activations go. */
  int argument(int layer, int sample) {
    return argument[layer] + sample * strides[layer];
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
