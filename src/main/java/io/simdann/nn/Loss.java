package io.simdann.nn;

/**
 * What training minimizes and, with it, what the outputs are: by its name, under which the kernel
 * set has the functions, and model files know it.
 *
 * @param name lower case, for example {@code softmax_cross_entropy}
 */
public record Loss(String name) {

  /**
   * The cross-entropy of a softmax output: one class for each sample, one output for each class.
   */
  public static final Loss SOFTMAX_CROSS_ENTROPY = new Loss("softmax_cross_entropy");

  /**
   * Checks the name.
   *
   * @param name lower-case letters, digits and underscores, a letter first
   * @throws IllegalArgumentException if it is anything else
   */
  public Loss {
    Activation.requireName(name, "loss");
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
