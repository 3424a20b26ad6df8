package io.simdann.predict;

import io.simdann.gemm.Micropanels;
import io.simdann.gemm.Operand;
import io.simdann.gemm.Packing;
import io.simdann.gemm.Rows;
import io.simdann.kernel.AlignedFloats;
import io.simdann.kernel.Kernels;
import io.simdann.nn.Network;
import io.simdann.nn.NetworkSpec;

/**
 * A network's parameters as prediction reads them, packed once. Immutable, for any number of
 * threads.
 *
 * <pre>
 *   weights(l): panels of 64 lanes, lanes are outputs, steps are inputs
 *   bias(l):    the biases, padded with zeros
 * </pre>
 *
 * What samples are to be multiplied with (1/255 for bytes) is folded into the first layer's
 * weights.
 *
 * @hidden internal
 */
public final class InferenceWeights {
  private final int[] weights;
  private final int[] bias;
  private final float[] memory;
  private final boolean hasNonFiniteWeights;

  /**
   * Packs parameters.
   *
   * @param network the network
   * @param inputScale what each input value is to be multiplied with
   */
  public InferenceWeights(Network network, float inputScale) {
    NetworkSpec spec = network.spec();
    int layers = spec.layers();
    this.weights = new int[layers + 1];
    this.bias = new int[layers + 1];
    long next = AlignedFloats.FIRST;
    for (int layer = 1; layer <= layers; layer++) {
      int stride = Rows.stride(spec.size(layer));
      weights[layer] = (int) next;
      next += (long) stride * spec.size(layer - 1);
      bias[layer] = (int) next;
      next += stride;
    }
    this.memory = AlignedFloats.allocate(next);
    float[] parameters = network.parameters();
    for (int layer = 1; layer <= layers; layer++) {
      int inputs = spec.size(layer - 1);
      int outputs = spec.size(layer);
      int stride = Rows.stride(outputs);
      Operand source = new Operand().columnMajor(parameters, spec.weightOffset(layer), outputs);
      Micropanels panels =
          new Micropanels().packed(memory, weights[layer], Kernels.WIDE_LANES, stride, inputs);
      Packing.pack(source, outputs, 0, inputs, panels);
      Packing.scale(panels, layer == 1 ? inputScale : 1f);
      System.arraycopy(parameters, spec.biasOffset(layer), memory, bias[layer], outputs);
    }
    this.hasNonFiniteWeights = !allFinite(parameters, spec.weightOffset(1), spec.biasOffset(1));
  }

  private static boolean allFinite(float[] parameters, int from, int to) {
    for (int i = from; i < to; i++) {
      if (!Float.isFinite(parameters[i])) {
        return false;
      }
    }
    return true;
  }

  /** Whether a weight of the first layer is NaN or infinite, so that 0 times it is NaN. */
  boolean hasNonFiniteWeights() {
    return hasNonFiniteWeights;
  }

  float[] memory() {
    return memory;
  }

  int weights(int layer) {
    return weights[layer];
  }

  int bias(int layer) {
    return bias[layer];
  }
}
