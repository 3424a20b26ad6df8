package io.simdann.nn;

import java.util.OptionalDouble;

/**
 * What training minimizes and, with it, what the outputs are: by its name, under which the kernel
 * set has the functions and their formulas, and model files know it.
 *
 * @param name lower case, for example {@code softmax_cross_entropy}
 * @param parameter label smoothing, delta or tau, if the loss has one and it was set, else the
 *     usual one holds; it matters for training alone
 */
public record Loss(String name, OptionalDouble parameter) {

  /**
   * The cross-entropy of a softmax output: one class for each sample, one output for each class.
   */
  public static final Loss SOFTMAX_CROSS_ENTROPY = new Loss("softmax_cross_entropy");

  /**
   * The cross-entropy of sigmoid outputs: one for two classes, or one for each label that a sample
   * may have.
   */
  public static final Loss SIGMOID_CROSS_ENTROPY = new Loss("sigmoid_cross_entropy");

  /** The mean over the outputs of (a − y)². */
  public static final Loss SQUARED_ERROR = new Loss("squared_error");

  /** The mean over the outputs of |a − y|. */
  public static final Loss ABSOLUTE_ERROR = new Loss("absolute_error");

  /** The negative log-likelihood of counts, with outputs exp(z): the mean of exp(z) − y·z. */
  public static final Loss POISSON = new Loss("poisson");

  /**
   * Checks the name.
   *
   * @param name lower-case letters, digits and underscores, a letter first
   * @param parameter the parameter, if there is one
   * @throws IllegalArgumentException if the name is anything else
   */
  public Loss {
    Activation.requireName(name, "loss");
  }

  /**
   * A loss without a parameter, or with the usual one.
   *
   * @param name lower-case letters, digits and underscores, a letter first
   * @throws IllegalArgumentException if it is anything else
   */
  public Loss(String name) {
    this(name, OptionalDouble.empty());
  }

  /**
   * The same loss with a parameter.
   *
   * @param value the label smoothing of a softmax, delta of {@code huber}, tau of {@code quantile}
   * @return the loss
   */
  public Loss with(double value) {
    return new Loss(name, OptionalDouble.of(value));
  }

  /**
   * Shows the name.
   *
   * @return the name
   */
  @Override
  public String toString() {
    return name;
  }
}
