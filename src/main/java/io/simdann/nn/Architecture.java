package io.simdann.nn;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * The layer sizes of a dense network and the place of each parameter in one flat array.
 *
 * <p>Layers count from 1 (the first hidden one, or the output layer) to {@link #layers()}; size 0
 * is the number of inputs. Hidden layers are sigmoid layers, the last is a softmax layer. The
 * parameters of a layer are its weights, column-major outputs × inputs, then its biases:
 *
 * <pre>
 *   | W1: outputs × inputs | b1 | W2 | b2 | …
 *   weight of layer l from input i to output j: weightOffset(l) + i·size(l) + j
 *   bias of output j:                           biasOffset(l) + j
 * </pre>
 */
public final class Architecture {
  private final int[] sizes;
  private final int[] weightOffsets;
  private final int parameterCount;

  private Architecture(int[] sizes) {
    this.sizes = sizes;
    this.weightOffsets = new int[sizes.length];
    long next = 0;
    for (int layer = 1; layer < sizes.length; layer++) {
      weightOffsets[layer] = (int) next;
      next += (long) sizes[layer] * sizes[layer - 1] + sizes[layer];
      if (next > Integer.MAX_VALUE - 8) {
        throw new IllegalArgumentException(
            "a network of sizes " + this + " has more than 2^31 - 9 parameters");
      }
    }
    this.parameterCount = (int) next;
  }

  /**
   * A network of these sizes.
   *
   * @param sizes inputs, hidden layers, outputs: at least 2 sizes, each at least 1
   * @return the architecture
   * @throws IllegalArgumentException if there are fewer than 2 sizes, one is less than 1, or the
   *     parameters don't fit an array
   */
  public static Architecture of(int... sizes) {
    if (sizes.length < 2) {
      throw new IllegalArgumentException(
          "a network needs at least inputs and outputs, but sizes were " + Arrays.toString(sizes));
    }
    for (int size : sizes) {
      if (size < 1) {
        throw new IllegalArgumentException(
            "layer sizes must be at least 1, but were " + Arrays.toString(sizes));
      }
    }
    return new Architecture(sizes.clone());
  }

  /**
   * The layers with parameters.
   *
   * @return hidden layers + 1
   */
  public int layers() {
    return sizes.length - 1;
  }

  /**
   * The units of a layer.
   *
   * @param layer 0 for the inputs, to {@link #layers()}
   * @return their number
   */
  public int size(int layer) {
    return sizes[layer];
  }

  /**
   * All sizes.
   *
   * @return inputs, hidden layers, outputs
   */
  public int[] sizes() {
    return sizes.clone();
  }

  /**
   * The inputs.
   *
   * @return size 0
   */
  public int inputs() {
    return sizes[0];
  }

  /**
   * The outputs.
   *
   * @return the last size
   */
  public int outputs() {
    return sizes[sizes.length - 1];
  }

  /**
   * All weights and biases.
   *
   * @return their number
   */
  public int parameterCount() {
    return parameterCount;
  }

  /**
   * Where a layer's weights start.
   *
   * @param layer 1 to {@link #layers()}
   * @return an index into the flat parameters
   */
  public int weightOffset(int layer) {
    return weightOffsets[layer];
  }

  /**
   * Where a layer's biases start.
   *
   * @param layer 1 to {@link #layers()}
   * @return an index into the flat parameters
   */
  public int biasOffset(int layer) {
    return weightOffsets[layer] + sizes[layer] * sizes[layer - 1];
  }

  /**
   * The multiply-adds of one training iteration, counted as the field counts them: 2 operations
   * each, forward, weight gradient, and input gradient of all layers but the first, zeros included.
   *
   * @return floating-point operations per sample
   */
  public double trainingFlopPerSample() {
    double flop = 0;
    for (int layer = 1; layer <= layers(); layer++) {
      flop += 2.0 * size(layer) * size(layer - 1) * (layer == 1 ? 2 : 3);
    }
    return flop;
  }

  /**
   * The multiply-adds of the forward pass alone, counted likewise.
   *
   * @return floating-point operations per sample
   */
  public double predictionFlopPerSample() {
    double flop = 0;
    for (int layer = 1; layer <= layers(); layer++) {
      flop += 2.0 * size(layer) * size(layer - 1);
    }
    return flop;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Architecture that && Arrays.equals(sizes, that.sizes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(sizes);
  }

  /** The sizes with hyphens, as in 784-50-10. */
  @Override
  public String toString() {
    return Arrays.stream(sizes).mapToObj(Integer::toString).collect(Collectors.joining("-"));
  }
}
