package io.simdann.nn;

import io.simdann.matrix.Matrix;
import java.util.Locale;
import java.util.OptionalInt;

/**
 * A dense network with its parameters: sigmoid hidden layers and a softmax output, as in the
 * article "Understanding and implementing Neural Network with SoftMax in Python from scratch".
 *
 * <p>The parameters are one flat array, laid out as {@link NetworkSpec} says; {@link #weights} and
 * {@link #biases} are views into it.
 */
public final class Network {
  /** The rows of a picture of MNIST, which are as many as its columns. */
  private static final int MNIST_ROWS = 28;

  private final NetworkSpec spec;
  private final float[] parameters;
  private final int[] classLabels;
  private final OptionalInt pictureRows;

  /**
   * A network of given parameters.
   *
   * @param spec what it is
   * @param parameters its weights and biases; not copied
   * @param classLabels the label of each output, in ascending order; copied
   * @throws IllegalArgumentException if a number of values doesn't match the network
   */
  public Network(NetworkSpec spec, float[] parameters, int[] classLabels) {
    this(spec, parameters, classLabels, usualRows(spec));
  }

  private Network(
      NetworkSpec spec, float[] parameters, int[] classLabels, OptionalInt pictureRows) {
    if (parameters.length != spec.parameterCount()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "a network of sizes %s has %d parameters, but %d were given",
              spec,
              spec.parameterCount(),
              parameters.length));
    }
    if (classLabels.length != spec.outputs()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "a network of sizes %s has %d outputs, but %d class labels were given",
              spec,
              spec.outputs(),
              classLabels.length));
    }
    this.spec = spec;
    this.parameters = parameters;
    this.classLabels = classLabels.clone();
    this.pictureRows = pictureRows;
  }

  private static OptionalInt usualRows(NetworkSpec spec) {
    return spec.inputs() == MNIST_ROWS * MNIST_ROWS
        ? OptionalInt.of(MNIST_ROWS)
        : OptionalInt.empty();
  }

  /**
   * The same network, on the same parameters, for pictures.
   *
   * @param rows how many rows of pixels a picture has; a divisor of the inputs
   * @return the network
   * @throws IllegalArgumentException if the inputs are not so many rows
   */
  public Network withPictureRows(int rows) {
    if (rows < 1 || spec.inputs() % rows != 0) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "%d inputs are not %d rows of a picture", spec.inputs(), rows));
    }
    return new Network(spec, parameters, classLabels, OptionalInt.of(rows));
  }

  /**
   * What a sample is: a picture, whose pixels are the inputs in row-major order, or anything else.
   *
   * @return the rows of pixels of a picture; 28 for 784 inputs, unless {@link #withPictureRows}
   *     told otherwise; empty for other inputs that are not known to be pictures
   */
  public OptionalInt pictureRows() {
    return pictureRows;
  }

  /**
   * Whether {@link #pictureRows} is what it is if nobody tells.
   *
   * @return true for 28 rows of 784 inputs, and for other inputs that are not pictures
   */
  public boolean hasUsualPictures() {
    return pictureRows.equals(usualRows(spec));
  }

  /**
   * A network of other parameters, otherwise like this one.
   *
   * @param others weights and biases; not copied
   * @return the network
   */
  public Network withParameters(float[] others) {
    return new Network(spec, others, classLabels, pictureRows);
  }

  /**
   * The layer sizes.
   *
   * @return the network
   */
  public NetworkSpec spec() {
    return spec;
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
    int outputs = spec.size(layer);
    return Matrix.wrap(
        parameters, spec.weightOffset(layer), outputs, spec.size(layer - 1), outputs);
  }

  /**
   * The biases of a layer.
   *
   * @param layer 1 to the number of layers
   * @return a view, outputs × 1
   */
  public Matrix biases(int layer) {
    int outputs = spec.size(layer);
    return Matrix.wrap(parameters, spec.biasOffset(layer), outputs, 1, outputs);
  }

  /**
   * Shows the layer sizes, but no parameters.
   *
   * @return for example {@code Network[784-50-10]}
   */
  @Override
  public String toString() {
    return "Network[" + spec + "]";
  }
}
