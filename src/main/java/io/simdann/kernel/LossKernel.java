package io.simdann.kernel;

/**
 * A loss, and with it what the outputs are: functions of the last layer's z = (sum of products +
 * bias) + 0, on a <b>panel</b> of outputs × 16 as {@link Kernels} describes it, so lanes are
 * samples. The bias is added here.
 *
 * <p>Targets are {@link #targetRows} × 16. For a class loss that is one row: each sample's class
 * index, as a float. Negative it marks a lane without a sample. For other losses there is a row of
 * targets for each output, and whatever comes of a lane without a sample is not read.
 */
public interface LossKernel extends NamedKernel {

  /**
   * The loss with a parameter, of which it then must have one.
   *
   * @param parameter what it is, the loss tells: the label smoothing of a softmax, delta of Huber's
   *     loss, tau of a quantile
   * @return the kernel with it
   * @throws IllegalArgumentException if the loss has no parameter, or can't have this one
   */
  default LossKernel with(float parameter) {
    throw new IllegalArgumentException(
        "the loss " + name() + " has no parameter, but was given " + parameter);
  }

  /**
   * Checks a parameter.
   *
   * @param what what it is
   * @param value the value
   * @return the value
   * @throws IllegalArgumentException if it isn't finite and greater than 0
   */
  static float requirePositive(String what, float value) {
    if (!(value > 0f && value < Float.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          what + " must be finite and greater than 0, but was " + value);
    }
    return value;
  }

  /**
   * Checks a parameter.
   *
   * @param what what it is
   * @param value the value
   * @return the value
   * @throws IllegalArgumentException if it isn't between 0 and 1
   */
  static float requireFraction(String what, float value) {
    if (!(value > 0f && value < 1f)) {
      throw new IllegalArgumentException(what + " must be between 0 and 1, but was " + value);
    }
    return value;
  }

  /**
   * The rows of the targets.
   *
   * @param outputs the rows of the panel
   * @return 1 for class indices, or as many as there are outputs
   */
  int targetRows(int outputs);

  /**
   * Whether targets are classes.
   *
   * @return true for one row of targets, however many outputs there are; false for numbers
   */
  default boolean takesClasses() {
    return targetRows(2) == 1;
  }

  /**
   * What a mean cost over samples, as a history has it, is divided by besides: the article divides
   * its cross-entropy by the number of classes. Costs of numbers are means over the outputs
   * already.
   *
   * @param outputs how many there are, at least 1
   * @return their number if targets are classes, else 1
   */
  default int costDivisor(int outputs) {
    return takesClasses() ? outputs : 1;
  }

  /**
   * The network's outputs, in place.
   *
   * @param panel sums of products, outputs × 16; become the outputs
   * @param offset its start
   * @param outputs how many there are, at least 1
   * @param bias one value per output
   * @param biasOffset the first of them
   */
  void outputs(float[] panel, int offset, int outputs, float[] bias, int biasOffset);

  /**
   * The gradient with respect to z, in place, and each sample's cost.
   *
   * @param panel sums of products, outputs × 16; become dZ, 0 in lanes that are marked
   * @param offset its start
   * @param outputs how many there are, at least 1
   * @param bias one value per output
   * @param biasOffset the first of them
   * @param targets the targets
   * @param costs overwritten with each lane's cost, 0 in lanes that are marked
   */
  void gradient(
      float[] panel,
      int offset,
      int outputs,
      float[] bias,
      int biasOffset,
      float[] targets,
      float[] costs);

  /**
   * The outputs as from {@link #outputs}, and the costs as from {@link #gradient}, bit by bit.
   *
   * @param panel sums of products, outputs × 16; become the outputs
   * @param offset its start
   * @param outputs how many there are, at least 1
   * @param bias one value per output
   * @param biasOffset the first of them
   * @param targets the targets
   * @param costs overwritten with each lane's cost, 0 in lanes that are marked
   */
  void evaluate(
      float[] panel,
      int offset,
      int outputs,
      float[] bias,
      int biasOffset,
      float[] targets,
      float[] costs);
}
