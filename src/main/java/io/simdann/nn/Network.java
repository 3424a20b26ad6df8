package io.simdann.nn;

import io.simdann.matrix.Matrix;

/**
 * A dense network with its parameters: sigmoid hidden layers and a softmax output, as in the
 * article "Understanding and implementing Neural Network with SoftMax in Python from scratch".
 *
 * <p>The parameters are one flat array, laid out as {@link Architecture} says; {@link #weights} and
 * {@link #biases} are views into it.
 */
public final class Network {
  private final Architecture architecture;
  private final float[] parameters;
  private final int[] classLabels;

  /**
   * A network of given parameters.
   *
   * @param architecture its layer sizes
   * @param parameters its weights and biases; not copied
   * @param classLabels the label of each output, in ascending order; copied
   * @throws IllegalArgumentException if a number of values doesn't match the architecture
   */
  public Network(Architecture architecture, float[] parameters, int[] classLabels) {
    if (parameters.length != architecture.parameterCount()) {
      throw new IllegalArgumentException(
          "a network of sizes %s has %d parameters, but %d were given"
              .formatted(architecture, architecture.parameterCount(), parameters.length));
    }
    if (classLabels.length != architecture.outputs()) {
      throw new IllegalArgumentException(
          "a network of sizes %s has %d outputs, but %d class labels were given"
              .formatted(architecture, architecture.outputs(), classLabels.length));
    }
    this.architecture = architecture;
    this.parameters = parameters;
    this.classLabels = classLabels.clone();
  }

  /**
   * The layer sizes.
   *
   * @return the architecture
   */
  public Architecture architecture() {
    return architecture;
  }

  /**
   * All weights and biases.
   *
   * @return the array itself
   */
  public float[] parameters() {
    return parameters;
  }

  /**
   * The label of each output.
   *
   * @return a copy, one label per output
   */
  public int[] classLabels() {
    return classLabels.clone();
  }

  /**
   * The weights of a layer.
   *
   * @param layer 1 to the number of layers
   * @return a view, outputs × inputs
   */
  public Matrix weights(int layer) {
    int outputs = architecture.size(layer);
    return Matrix.wrap(
        parameters,
        architecture.weightOffset(layer),
        outputs,
        architecture.size(layer - 1),
        outputs);
  }

  /**
   * The biases of a layer.
   *
   * @param layer 1 to the number of layers
   * @return a view, outputs × 1
   */
  public Matrix biases(int layer) {
    int outputs = architecture.size(layer);
    return Matrix.wrap(parameters, architecture.biasOffset(layer), outputs, 1, outputs);
  }

  /**
   * Shows the layer sizes, but no parameters.
   *
   * @return for example {@code Network[784-50-10]}
   */
  @Override
  public String toString() {
    return "Network[" + architecture + "]";
  }
}
