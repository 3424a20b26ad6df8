package io.simdann.nn;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * What a network is: its inputs, hidden layers with their activations, and the loss with its
 * outputs, with what training drops of the layers; and where each parameter lies in one flat array.
 * Immutable, equal by value.
 *
 * <p>Layers count from 1 (the first hidden one, or the output layer) to {@link #layers()}; size 0
 * is the number of inputs. The parameters of a layer are its weights, column-major outputs ×
 * inputs, then its biases:
 *
 * <pre>
 *   | W1: outputs × inputs | b1 | W2 | b2 | …
 *   weight of layer l from input i to output j: weightOffset(l) + i·size(l) + j
 *   bias of output j:                           biasOffset(l) + j
 * </pre>
 */
public final class NetworkSpec {

  private final int[] sizes;
  private final List<Layer> hidden;
  private final Loss loss;
  private final double inputDropout;
  private final int[] weightOffsets;
  private final int parameterCount;

  private NetworkSpec(int[] sizes, List<Layer> hidden, Loss loss, double inputDropout) {
    this.sizes = sizes;
    this.hidden = hidden;
    this.loss = loss;
    this.inputDropout = Layer.requireDropout(inputDropout);
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
   * A network as in the article: sigmoid hidden layers, a softmax output, cross-entropy.
   *
   * @param sizes inputs, hidden layers, outputs: at least 2 sizes, each at least 1
   * @return the network
   * @throws IllegalArgumentException if there are fewer than 2 sizes, one is less than 1, or the
   *     parameters don't fit an array
   */
  public static NetworkSpec of(int... sizes) {
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
    List<Layer> hidden =
        Arrays.stream(sizes, 1, sizes.length - 1)
            .mapToObj(units -> new Layer(units, Activation.SIGMOID))
            .toList();
    return of(sizes[0], hidden, Loss.SOFTMAX_CROSS_ENTROPY, sizes[sizes.length - 1]);
  }

  /**
   * A network of any kind.
   *
   * @param inputs the features of a sample, at least 1
   * @param hidden the hidden layers, the first one first; none for a network without
   * @param loss what training minimizes
   * @param outputs the outputs that the loss wants, at least 1
   * @return the network
   * @throws IllegalArgumentException if there are no inputs or no outputs, or the parameters don't
   *     fit an array
   */
  public static NetworkSpec of(int inputs, List<Layer> hidden, Loss loss, int outputs) {
    if (inputs < 1 || outputs < 1) {
      throw new IllegalArgumentException(
          "a network needs at least 1 input and 1 output, but has " + inputs + " and " + outputs);
    }
    int[] sizes = new int[hidden.size() + 2];
    sizes[0] = inputs;
    for (int layer = 1; layer <= hidden.size(); layer++) {
      sizes[layer] = hidden.get(layer - 1).units();
    }
    sizes[sizes.length - 1] = outputs;
    return new NetworkSpec(sizes, List.copyOf(hidden), Objects.requireNonNull(loss, "loss"), 0);
  }

  /**
   * The same network with dropout of its inputs, which matters for training alone.
   *
   * @param rate the probability of each feature of a sample to be dropped in a step, from 0 to less
   *     than 1
   * @return the network
   * @throws IllegalArgumentException if the rate is anything else
   */
  public NetworkSpec withInputDropout(double rate) {
    return new NetworkSpec(sizes, hidden, loss, rate);
  }

  /**
   * The dropout of the inputs.
   *
   * @return the probability of each to be dropped, 0 if none is
   */
  public double inputDropout() {
    return inputDropout;
  }

  /**
   * The dropout of a layer's outputs.
   *
   * @param layer 0 for the inputs, to {@link #layers()} − 1
   * @return the probability of each to be dropped, 0 if none is
   */
  public double dropout(int layer) {
    return layer == 0 ? inputDropout : hidden.get(layer - 1).dropout();
  }

  /**
   * Whether training drops anything.
   *
   * @return false if all rates are 0
   */
  public boolean hasDropout() {
    return inputDropout > 0 || hidden.stream().anyMatch(layer -> layer.dropout() > 0);
  }

  /**
   * The hidden layers.
   *
   * @return an immutable list, the first layer first
   */
  public List<Layer> hidden() {
    return hidden;
  }

  /**
   * The activation of a hidden layer.
   *
   * @param layer 1 to {@link #layers()} − 1
   * @return its activation
   */
  public Activation activation(int layer) {
    return hidden.get(layer - 1).activation();
  }

  /**
   * The names of the hidden layers' activations.
   *
   * @return one for each hidden layer, the first layer first
   */
  public List<String> activations() {
    return hidden.stream().map(layer -> layer.activation().name()).toList();
  }

  /**
   * What training minimizes, which tells what the outputs are.
   *
   * @return the loss
   */
  public Loss loss() {
    return loss;
  }

  /**
   * The classes that the outputs tell apart, if that is what they do.
   *
   * @return 2 for one output that stands for two classes, else the outputs
   */
  public int classes() {
    return isBinary() ? 2 : outputs();
  }

  /**
   * Whether the outputs can learn targets.
   *
   * @param targets the classes, or the numbers for each sample
   * @return true for as many as there are outputs, and for two classes that one output stands for
   */
  public boolean fits(int targets) {
    return outputs() == targets || classes() == targets;
  }

  /**
   * Whether one output stands for two classes.
   *
   * @return true if it is the probability of the second one
   */
  public boolean isBinary() {
    return outputs() == 1 && loss.name().equals(Loss.SIGMOID_CROSS_ENTROPY.name());
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
    return other instanceof NetworkSpec that
        && Arrays.equals(sizes, that.sizes)
        && hidden.equals(that.hidden)
        && loss.equals(that.loss)
        && inputDropout == that.inputDropout;
  }

  @Override
  public int hashCode() {
    return Objects.hash(Arrays.hashCode(sizes), hidden, loss, inputDropout);
  }

  /** The sizes with hyphens, as in 784-50-10. */
  @Override
  public String toString() {
    return Arrays.stream(sizes).mapToObj(Integer::toString).collect(Collectors.joining("-"));
  }
}
