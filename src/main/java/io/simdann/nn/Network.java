package io.simdann.nn;

import io.simdann.matrix.Matrix;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;

/**
 * A dense network with its parameters, and the names of the classes that its outputs stand for.
 *
 * <p>The parameters are one flat array, laid out as {@link NetworkSpec} says; {@link #weights} and
 * {@link #biases} are views into it.
 */
public final class Network {
  /** The rows of a picture of MNIST, which are as many as its columns. */
  private static final int MNIST_ROWS = 28;

  private final NetworkSpec spec;
  private final float[] parameters;
  private final List<String> classNames;
  private final OptionalInt pictureRows;

  /**
   * A network of given parameters.
   *
   * @param spec what it is
   * @param parameters its weights and biases; not copied
   * @param classNames the name of each output, as {@code io.simdann.data.ClassNames} has them;
   *     copied
   * @throws IllegalArgumentException if a number of values doesn't match the network
   */
  public Network(NetworkSpec spec, float[] parameters, List<String> classNames) {
    this(spec, parameters, List.copyOf(classNames), usualRows(spec));
  }

  private Network(
      NetworkSpec spec, float[] parameters, List<String> classNames, OptionalInt pictureRows) {
    if (parameters.length != spec.parameterCount()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "a network of sizes %s has %d parameters, but %d were given",
              spec,
              spec.parameterCount(),
              parameters.length));
    }
    if (classNames.size() != spec.outputs()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "a network of sizes %s has %d outputs, but %d class names were given",
              spec,
              spec.outputs(),
              classNames.size()));
    }
    this.spec = spec;
    this.parameters = parameters;
    this.classNames = classNames;
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
    return new Network(spec, parameters, classNames, OptionalInt.of(rows));
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
   * A network of other parameters, otherwise like this one.
   *
   * @param others weights and biases; not copied
   * @return the network
   */
  public Network withParameters(float[] others) {
    return new Network(spec, others, classNames, pictureRows);
  }

  /**
   * What it is.
   *
   * @return its layers and loss
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
   * The name of each output.
   *
   * @return an immutable list, one name per output
   */
  public List<String> classNames() {
    return classNames;
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
