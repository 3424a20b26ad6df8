package io.simdann.nn;

import io.simdann.matrix.Matrix;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;

/**
 * A dense network with its parameters, and the names of what it predicts: of classes, or of
 * numbers, one for each output. Labels of which a sample may have several are numbers, too.
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
  private final List<String> outputNames;
  private final OptionalInt pictureRows;

  /**
   * A network of given parameters that predicts classes.
   *
   * @param spec what it is
   * @param parameters its weights and biases; not copied
   * @param classNames the name of each class, as {@code io.simdann.data.ClassNames} has them: one
   *     for each output, or two where {@link NetworkSpec#isBinary one output} stands for two
   *     classes; copied
   * @throws IllegalArgumentException if a number of values doesn't match the network
   */
  public Network(NetworkSpec spec, float[] parameters, List<String> classNames) {
    this(spec, parameters, List.copyOf(classNames), List.of(), usualRows(spec));
    requireNames(spec, spec.classes(), classNames.size(), "class names");
  }

  /**
   * A network of given parameters that predicts numbers, or whether each of some labels applies.
   *
   * @param spec what it is
   * @param parameters its weights and biases; not copied
   * @param outputNames the name of each output, as {@code io.simdann.data.FloatTargets} has them;
   *     copied
   * @return the network
   * @throws IllegalArgumentException if a number of values doesn't match the network
   */
  public static Network ofValues(NetworkSpec spec, float[] parameters, List<String> outputNames) {
    requireNames(spec, spec.outputs(), outputNames.size(), "output names");
    return new Network(spec, parameters, List.of(), List.copyOf(outputNames), usualRows(spec));
  }

  private Network(
      NetworkSpec spec,
      float[] parameters,
      List<String> classNames,
      List<String> outputNames,
      OptionalInt pictureRows) {
    if (parameters.length != spec.parameterCount()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "a network of sizes %s has %d parameters, but %d were given",
              spec,
              spec.parameterCount(),
              parameters.length));
    }
    this.spec = spec;
    this.parameters = parameters;
    this.classNames = classNames;
    this.outputNames = outputNames;
    this.pictureRows = pictureRows;
  }

  private static void requireNames(NetworkSpec spec, int expected, int found, String what) {
    if (found != expected) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "a network of sizes %s has %d %s, but %d %s were given",
              spec,
              expected,
              expected == spec.outputs() ? "outputs" : "classes for one output",
              found,
              what));
    }
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
    return new Network(spec, parameters, classNames, outputNames, OptionalInt.of(rows));
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
    return new Network(spec, others, classNames, outputNames, pictureRows);
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
   * The names of the classes.
   *
   * @return an immutable list, one name per output, or two where {@link NetworkSpec#isBinary one
   *     output} is the probability of the second class; empty if outputs are numbers
   */
  public List<String> classNames() {
    return classNames;
  }

  /**
   * The names of the numbers, or of the labels.
   *
   * @return an immutable list, one name per output; empty if the network predicts classes
   */
  public List<String> outputNames() {
    return outputNames;
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
